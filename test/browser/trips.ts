import { expect, it } from 'vitest';
import type { Trip, TripList } from '../../shared/contracts/fleet-http.ts';
import type { ConsoleFixture } from './fixture.ts';
import { dialog } from './page-actions.ts';
import { settled } from './views.ts';

/** A restock sheet that is kept as a trip, until it is done. */
export function tripsAreKept(fixture: () => ConsoleFixture): void {
  it('keeps the selected machines as a trip, opens it again, prints it and marks it as done', async () => {
    const page = await fixture().open('/restock?area=3601');
    await settled(page);
    await page.locator('.stops').getByRole('checkbox').first().uncheck();
    await page.getByRole('button', { name: '存为出车单' }).click();
    await dialog(page).getByLabel('名称').fill('周一出车');
    await dialog(page).getByLabel('人员').fill('王师傅');
    await dialog(page).getByRole('button', { name: '存为出车单' }).click();
    await page.getByRole('heading', { name: '周一出车' }).waitFor();
    const { trips } = await fixture().ask<TripList>('/trips?region=3601');
    expect(trips[0]).toMatchObject({ name: '周一出车', person: '王师傅', closed: null });
    const { plan } = await fixture().ask<Trip>(`/trips/${trips[0]?.id}`);
    expect(await page.locator('.stop').count()).toBe(plan.stops.length);
    expect(await page.locator('.stop').getByRole('checkbox').count()).toBe(0);
    await page.reload();
    await page.getByRole('heading', { name: '周一出车' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.fill-in').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: '出车单' }).click();
    await page.getByText('未完成').waitFor();
    await page.getByRole('link', { name: '周一出车' }).click();
    await page.getByRole('button', { name: '标为已完成' }).click();
    await page.getByRole('button', { name: '标为已完成' }).last().click();
    await page.getByText(/已完成：admin/).waitFor();
    expect(await page.getByRole('button', { name: '取消出车' }).count()).toBe(0);
    await page.close();
  });
}
