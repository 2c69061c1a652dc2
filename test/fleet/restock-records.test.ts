import { describe, expect, it } from 'vitest';
import { texts as en } from '../../fleet/console/texts/en/texts.ts';
import { texts as zh } from '../../fleet/console/texts/zh/texts.ts';
import { call } from '../support/fleet/fleet.ts';
import { machines, startedProvince } from '../support/fleet/started-fleet.ts';

const fleet = startedProvince();
const { get } = fleet;

describe('the list of restock records', () => {
  it('holds what the machines of the area say, with their places, and goes on where its cursor says', async () => {
    const all = (await get('/restock-records')).records;
    expect(all.length).toBeGreaterThan(3);
    const ofGood = (await get(`/machines/${machines.good}/events?kind=restocked&order=newest`)).events;
    const mine = all.filter(({ machine }: { machine: string }) => machine === machines.good);
    expect(mine.map(({ seq, at }: { seq: number; at: number }) => [seq, at])).toEqual(
      ofGood.map(({ seq, at }: { seq: number; at: number }) => [seq, at]),
    );
    expect(mine[0]).toMatchObject({ kind: 'restocked', region: '360102', site: 'clinic', product: 'CD-M' });
    const paged: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { records: unknown[]; next: string | null } = await get(
        `/restock-records?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      paged.push(...page.records);
      cursor = page.next;
    }
    expect(paged).toEqual(all);
    const elsewhere = (await get('/restock-records?region=3604')).records;
    expect(elsewhere.map(({ machine }: { machine: string }) => machine)).toEqual(elsewhere.map(() => machines.away));
    expect((await call(fleet, '/api/v1/restock-records?from=2026-02-01&to=2026-01-01')).status).toBe(422);
  });

  it('is exported with the rows and the words of the screen', async () => {
    const { records } = await get('/restock-records');
    for (const [lang, texts] of [
      ['zh', zh],
      ['en', en],
    ] as const) {
      const sheet = String((await call(fleet, `/api/v1/restock-records.csv?lang=${lang}&bom=false`)).body);
      const rows = sheet.trim().split('\r\n');
      expect(rows).toHaveLength(records.length + 1);
      const head = (rows[0] ?? '').split(',');
      for (const word of ['lot', 'expires', 'added', 'removed', 'counted', 'by', 'notes', 'product', 'kind'] as const)
        expect(head, word).toContain(texts.records.columns[word]);
      expect(rows[1]?.split(',')).toContain(texts.records.kinds.restocked);
      expect(rows[1]).toContain(texts.words.site.clinic);
    }
  });
});
