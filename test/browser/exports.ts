import { readFileSync } from 'node:fs';
import * as xlsx from '@e965/xlsx';
import { expect, it } from 'vitest';
import type { IssuedReport, MachineList, RestockPlan, YearReport } from '../../shared/contracts/fleet-http.ts';
import type { ConsoleFixture } from './fixture.ts';
import { markupName } from './province.ts';
import { settled } from './views.ts';

type Row = readonly (string | number | null)[];

/** A sheet as another library reads it: rows of cells, text as text. */
const rowsOf = (book: xlsx.WorkBook, sheet = 0): Row[] =>
  xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[sheet] ?? ''] ?? {}, { header: 1, raw: true, defval: null });

const readXlsx = (bytes: Uint8Array): xlsx.WorkBook => xlsx.read(bytes, { type: 'array' });
const readCsv = (bytes: Uint8Array): Row[] =>
  rowsOf(xlsx.read(new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes), { type: 'string', raw: true }));

const rowWith = (rows: readonly Row[], text: string): Row => {
  const found = rows.find((row) => row.includes(text));
  if (!found) throw new Error(`no row holds ${text}`);
  return found;
};

/**
 * The exported files have the same content as the API, when read by a library that didn't write
 * them.
 */
export function exportsAgree(fixture: () => ConsoleFixture): void {
  const bytesOf = async (path: string): Promise<Uint8Array> => {
    const answer = await fixture().fetch(path);
    expect(answer.status, path).toBe(200);
    return new Uint8Array(await answer.arrayBuffer());
  };

  it('exports the machines of a query as XLSX and as CSV that opens correctly in Excel', async () => {
    const query = 'region=3601&sort=name';
    const { machines, total } = await fixture().ask<MachineList>(`/machines?${query}&limit=1000`);
    const sheet = rowsOf(readXlsx(await bytesOf(`/machines.xlsx?${query}&lang=zh`)));
    const csvBytes = await bytesOf(`/machines.csv?${query}&lang=zh`);
    expect([...csvBytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const csv = readCsv(csvBytes);
    for (const machine of machines) {
      for (const row of [rowWith(sheet, machine.machine), rowWith(csv, machine.machine)]) {
        expect(row).toContain(machine.name);
        expect(row.map(String)).toContain(String(machine.issued.year));
        expect(row.map(String)).toContain(String(machine.stock));
      }
    }
    expect(sheet.filter((row) => String(row[0]).startsWith('JX-'))).toHaveLength(total);
    expect(csv.flat()).toContain(markupName);
  });

  it('exports the boxes to bring, with their sums and with lots as text', async () => {
    const plan = await fixture().ask<RestockPlan>('/restock');
    const book = readXlsx(await bytesOf('/restock.xlsx?lang=zh'));
    const numbers = book.SheetNames.flatMap((_, i) => rowsOf(book, i));
    for (const { product, boxes } of plan.sum)
      expect(
        numbers.some((row) => row.includes(boxes) && row.some((cell) => String(cell).includes(product))),
        product,
      ).toBe(true);
    for (const { lot } of plan.takeOutSum) if (lot) expect(rowWith(numbers, lot)).toContain(lot);
  });

  it('exports reports with the figures on the screen', async () => {
    const query = 'from=2026-01&to=2026-11&by=area';
    const report = await fixture().ask<IssuedReport>(`/reports/issued?${query}`);
    const rows = rowsOf(readXlsx(await bytesOf(`/reports/issued.xlsx?${query}&lang=zh`)));
    for (const row of report.rows)
      expect(rowWith(rows, row.name)).toEqual(expect.arrayContaining([...row.months, row.issued]));
    const year = await fixture().ask<YearReport>('/reports/year?year=2026');
    const book = readXlsx(await bytesOf('/reports/year.xlsx?year=2026&lang=zh'));
    const verdicts = book.SheetNames.flatMap((_, i) => rowsOf(book, i));
    for (const area of year.areas) expect(rowWith(verdicts, area.name)).toContain(area.issued);

    const page = await fixture().open(`/reports?${query}`);
    await settled(page);
    const shown = await page.locator('[data-total="issued"]').textContent();
    expect(Number(shown?.replaceAll(',', ''))).toBe(report.total.issued);
    await page.getByRole('button', { name: '导出' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export="xlsx"]').click()]);
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
    expect(rowsOf(readXlsx(readFileSync(await download.path()))).flat()).toContain(report.total.issued);
    await page.close();
  });
}
