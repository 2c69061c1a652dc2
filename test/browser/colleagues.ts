import { expect, it } from 'vitest';
import { ConfigChange, type ConfigView, type Machine } from '../../shared/contracts/fleet-http.ts';
import { type ConsoleFixture, until } from './fixture.ts';
import { settled } from './views.ts';

const machine = 'JX-360103-0001';
const lane = { lane: 1, product: 'CD-M', capacity: 40, par: 20, locked: null };

/** Two people look at the same machine, and neither unknowingly reverts the other's change. */
export function colleaguesKeepTheirChanges(fixture: () => ConsoleFixture): void {
  const service = () => fixture().fleet.service;
  const config = () => fixture().ask<ConfigView>(`/machines/${machine}/config`);

  it('refuses a planogram if a colleague changed it after editing began', async () => {
    const page = await fixture().open(`/machines/${machine}?part=plan`);
    await settled(page);
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('货道 1 补到').fill('35');
    const before = (await config()).asked?.version ?? null;
    const theirs = ConfigChange.parse({ basedOn: before, lanes: [lane], recalls: [], limits: {} });
    await service().configuration.configure(machine, theirs, 'bob');
    await page.getByText('bob 于').waitFor();
    await page.getByRole('button', { name: '下达' }).click();
    await page.getByText('别人刚刚改过').waitFor();
    expect((await config()).asked).toMatchObject({ by: 'bob', lanes: [lane] });
    await page.getByRole('button', { name: '取消' }).click();
    await page.getByRole('button', { name: '修改' }).click();
    await page.getByLabel('货道 1 补到').fill('25');
    await page.getByRole('button', { name: '下达' }).click();
    await until(config, (seen) => seen.asked?.by === 'admin' && seen.asked.lanes[0]?.par === 25);
    await page.close();
  });

  it('accepts one change after the other from the same person, however slow the next request is', async () => {
    const page = await fixture().open(`/machines/${machine}?part=plan`);
    await settled(page);
    await page.route('**/config', async (route) => {
      if (route.request().method() !== 'GET') await route.continue();
    });
    for (const par of [31, 32, 33]) {
      await page.getByRole('button', { name: '修改' }).click();
      await page.getByLabel('货道 1 补到').fill(`${par}`);
      await page.getByRole('button', { name: '下达' }).click();
      await page.getByRole('button', { name: '修改' }).waitFor();
      expect((await config()).asked?.lanes[0]?.par).toBe(par);
    }
    await page.close();
  });

  it('sends only the corrected fields', async () => {
    const page = await fixture().open(`/machines/${machine}?part=manage`);
    await settled(page);
    const form = page.locator('section', { has: page.getByRole('heading', { name: '更正登记内容' }) }).last();
    await service().registry.change(machine, { address: '八一大道1号' }, 'test');
    await form.getByLabel('名称').fill('东门');
    await form.getByRole('button', { name: '保存' }).click();
    const asked = () => fixture().ask<Machine>(`/machines/${machine}`);
    expect(await until(asked, (seen) => seen.name === '东门')).toMatchObject({ address: '八一大道1号' });
    await page.close();
  });
}
