import mqtt from 'mqtt';
import { expect, it } from 'vitest';
import type { Machine } from '../../shared/contracts/fleet-http.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { topic } from '../../shared/contracts/topics.ts';
import { administrator, type ConsoleFixture, until } from './fixture.ts';
import { History } from './history.ts';
import { noon, secretOf } from './province.ts';
import { settled } from './views.ts';

const hourMs = 3_600_000;
/** A machine without a year of history. */
const fresh = 'JX-360102-0007' as MachineId;

/**
 * Changes in the fleet appear on the screen by themselves. A broken stream is reported, and what
 * was missed is fetched once it is back.
 */
export function newsArrive(fixture: () => ConsoleFixture): void {
  it('shows a box as it falls, and the boxes that fell while the stream was cut', { timeout: 40_000 }, async () => {
    const { fleet, wire } = fixture();
    const history = new History(fresh, noon - 3 * hourMs);
    history.begin([{ lane: 1, product: 'CD-M', lot: 'B250101', expires: '2028-01-31', boxes: 9 }]);
    const kiosk = await mqtt.connectAsync(`mqtts://127.0.0.1:${fleet.mqttPort}`, {
      // Certificates have tests of their own, and this one does not keep its data folder's path.
      rejectUnauthorized: false,
      clientId: fresh,
      username: fresh,
      password: secretOf(fresh),
    });
    const send = async () => {
      for (const batch of history.batches())
        await kiosk.publishAsync(topic(fresh, 'events'), Buffer.from(batch.payload), { qos: 1 });
    };
    const page = await fixture().open(`/machines/${fresh}`);
    await settled(page);
    await page.locator('[data-live="live"]').waitFor();
    const issued = page.locator('.year .figure.big');
    expect(await issued.textContent()).toBe('0');

    history.box(noon - 2 * hourMs, 1, 'CD-M', 'B250101');
    await send();
    await page.getByText('1', { exact: true }).and(issued).waitFor();

    wire.cut();
    await page.locator('[data-live="lost"]').waitFor();
    await page.getByText('正在自动重连').waitFor();
    history.box(noon - hourMs, 1, 'CD-M', 'B250101');
    history.box(noon - hourMs / 2, 1, 'CD-M', 'B250101');
    await send();
    await fleet.service.idle();
    expect(await issued.textContent()).toBe('1');

    wire.mend();
    await page.locator('[data-live="live"]').waitFor({ timeout: 20_000 });
    await page.getByText('3', { exact: true }).and(issued).waitFor();
    await page.getByText('正在自动重连').waitFor({ state: 'detached' });
    expect((await fixture().ask<Machine>(`/machines/${fresh}`)).issued.year).toBe(3);

    await page.getByRole('tab', { name: '流水账' }).click();
    const fell = page.locator('.line', { hasText: '发出一盒避孕套（中号）' });
    await until(
      () => fell.count(),
      (seen) => seen === 3,
    );
    await kiosk.endAsync();
    await page.close();
  });
}

/** What somebody requested, and who they are, remains when the stream fails. */
export function streamDisturbsNobody(fixture: () => ConsoleFixture): void {
  it('loads the next page that a person requested, whatever updates come meanwhile', async () => {
    const page = await fixture().open('/?task=pace');
    await settled(page);
    await page.locator('[data-live="live"]').waitFor();
    let release = (): void => undefined;
    const news = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/today?*cursor=*', async (route) => {
      await news;
      await route.continue().catch(() => undefined);
    });
    const tasks = page.locator('.task');
    const before = await tasks.count();
    await page.getByRole('button', { name: '显示更多' }).click();
    const asked = page.waitForRequest('**/api/v1/regions/360000');
    await fixture().fleet.service.registry.change(fresh, { address: '八一大道2号' }, 'test');
    await asked;
    release();
    await until(
      () => tasks.count(),
      (seen) => seen > before,
    );
    await page.close();
  });

  it('asks a person who was signed out elsewhere to sign in, once the stream is over', async () => {
    const page = await fixture().open('/', { signedIn: false });
    await page.getByLabel('用户名').fill(administrator.user);
    await page.getByLabel('密码', { exact: true }).fill(administrator.password);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await page.locator('[data-live="live"]').waitFor();
    await settled(page);
    await page.evaluate(`fetch('/api/v1/session', { method: 'DELETE' })`);
    fixture().wire.cut();
    fixture().wire.mend();
    await page.getByLabel('用户名').waitFor();
    await page.close();
  });
}
