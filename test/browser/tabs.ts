import { expect, it } from 'vitest';
import type { MachineList } from '../../shared/contracts/fleet-http.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { type ConsoleFixture, until } from './fixture.ts';
import { settled } from './views.ts';

const machine = 'JX-360102-0003' as MachineId;
const live = '[data-live="live"]';

/** More tabs than a browser's connections to one server. */
export function manyTabsWork(fixture: () => ConsoleFixture): void {
  it('shows eight tabs at once, each live, and still answers the first of them', { timeout: 60_000 }, async () => {
    const tabs = [];
    for (let i = 0; i < 8; i += 1) {
      const tab = await fixture().open('/machines?q=360102-0003');
      await settled(tab);
      await tab.locator(live).waitFor();
      tabs.push(tab);
    }
    const [first, ...others] = tabs;
    if (!first) throw new Error('there is no tab');
    expect(await first.evaluate(`fetch('/api/v1/info').then((answer) => answer.status)`)).toBe(200);
    await first.close();
    await fixture().fleet.service.registry.change(machine, { name: '第八个标签页' }, 'test');
    for (const tab of others) await tab.getByText('第八个标签页').waitFor();
    fixture().wire.cut();
    for (const tab of others) await tab.locator('[data-live="lost"]').waitFor();
    fixture().wire.mend();
    for (const tab of others) await tab.locator(live).waitFor({ timeout: 20_000 });
    for (const tab of others) await tab.close();
    expect(fixture().troubles).toEqual([]);
  });

  it('follows the stream only while it is visible, in a browser whose tabs cannot share one', async () => {
    const page = await fixture().open('about:blank');
    await page.addInitScript(`delete window.SharedWorker; window.sight = 'visible';
      Object.defineProperty(document, 'visibilityState', { get: () => window.sight })`);
    const streams: string[] = [];
    page.on('request', (request) => request.url().endsWith('/stream') && streams.push(request.url()));
    page.on('requestfailed', (request) => request.url().endsWith('/stream') && streams.pop());
    await page.goto(`${fixture().url}/machines?q=360102-0003`);
    await page.locator(live).waitFor();
    const look = (sight: string) =>
      page.evaluate(`window.sight = '${sight}'; document.dispatchEvent(new Event('visibilitychange'))`);
    await look('hidden');
    await until(
      async () => streams.length,
      (open) => open === 0,
    );
    await fixture().fleet.service.registry.change(machine, { name: '看不见时改的名' }, 'test');
    await until(
      () => fixture().ask<MachineList>('/machines?q=360102-0003'),
      ({ machines }) => machines[0]?.name === '看不见时改的名',
    );
    await look('visible');
    await page.locator(live).waitFor();
    await page.getByText('看不见时改的名').waitFor();
    await page.close();
  });
}
