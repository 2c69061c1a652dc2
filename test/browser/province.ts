import { sha256 } from '../../fleet/adapters/sha256.ts';
import { sqliteStore } from '../../fleet/adapters/sqlite/store.ts';
import type { ArrivedBatch } from '../../fleet/core/ingest.ts';
import type { FleetStore } from '../../fleet/ports.ts';
import { areas } from '../../shared/areas/jiangxi.ts';
import { siteKinds } from '../../shared/contracts/fleet/machine.ts';
import type { Lane, MachineId } from '../../shared/contracts/ids.ts';
import { History } from './history.ts';

/** The moment at which every test looks: a Monday, so that weeks, months and the year's end stand where the tests expect them. */
export const noon = Date.parse('2026-11-23T12:00:00+08:00');
export const firstDay = '2026-01-01';
const began = Date.parse('2026-01-01T08:00:00+08:00');
const dayMs = 86_400_000;
const hourMs = 3_600_000;

export const secretOf = (machine: string): string => `secret-of-${machine}`;
export const markupName = '<img src=x onerror="window.pwned=1"><b>滕王阁</b>';

/** How a machine's year went. */
type Year = 'busy' | 'slow' | 'out' | 'expiring' | 'quiet';
const years: readonly Year[] = ['busy', 'slow', 'out', 'expiring', 'quiet'];

const lanesOf = (year: Year) => [
  { lane: 1, product: 'CD-M', lot: '23051203', expires: '2027-12-31', boxes: 40 },
  { lane: 2, product: 'CD-L', lot: 'B240812', expires: '2027-10-31', boxes: 20 },
  { lane: 3, product: 'GL-5', lot: '0501222', expires: year === 'expiring' ? '2027-02-28' : '2027-09-30', boxes: 30 },
];

/** A year of boxes that always give the same sums: lane 1 is refilled whenever it is down to its last boxes, but for who runs out. */
export function writeYear(history: History, year: Year): void {
  history.begin(lanesOf(year));
  const everyDays = { busy: 1, slow: 4, out: 2, expiring: 3, quiet: 9 }[year];
  let stock = 40;
  for (let day = 1; day < 326; day += everyDays) {
    const at = began + day * dayMs + (day % 9) * hourMs;
    if (stock === 0) {
      if (year === 'out') break;
      history.fill(at - hourMs, 1, 'CD-M', `2${day}`, '2028-02-29', 40, 40);
      stock = 40;
    }
    history.box(at, 1, 'CD-M', '23051203');
    stock -= 1;
    if (day % 40 < everyDays) history.box(at + hourMs, 3, 'GL-5', '0501222');
  }
  if (year === 'slow') history.box(noon - dayMs, 2, 'CD-L', 'B240812', 'uncertain');
  if (year === 'quiet') history.write(noon - dayMs, { kind: 'lane', lane: 3 as Lane, state: 'jam', reason: 'jam' });
  history.box(noon - hourMs, 2, 'CD-L', 'B240812');
}

export interface Province {
  /** Machines in all; the first of each county have a year's history. */
  readonly machines: number;
  /** How many have one. */
  readonly withYear: number;
}

/** Writes a province into a new store, through the very doors that kiosks' batches come in by. */
export async function writeProvince(file: string, { machines, withYear }: Province): Promise<void> {
  const store: FleetStore = sqliteStore({ file, timeZone: 'Asia/Shanghai', clockToleranceMs: 600_000, now: noon });
  await store.open();
  const counties = areas.filter((area) => area.level === 'county');
  const arrived: ArrivedBatch[] = [];
  const saving: Promise<void>[] = [];
  for (let i = 0; i < machines; i += 1) {
    const county = counties[i % counties.length];
    if (!county) throw new Error('no counties');
    const machine = `JX-${county.code}-${String(1 + Math.floor(i / counties.length)).padStart(4, '0')}` as MachineId;
    const site = siteKinds[i % siteKinds.length] ?? 'clinic';
    const name = i === 0 ? markupName : `${county.name}第${1 + Math.floor(i / counties.length)}发放点`;
    saving.push(
      store.saveMachine({
        machine,
        name,
        region: county.code,
        site,
        address: `人民路 ${i + 1} 号`,
        inServiceFrom: firstDay,
        inServiceUntil: null,
        registered: began - dayMs,
        secretHash: sha256(secretOf(machine)),
        places: [{ region: county.code, site, name, from: firstDay, until: null }],
      }),
    );
    if (i >= withYear) continue;
    const history = new History(machine, began);
    writeYear(history, years[i % years.length] ?? 'busy');
    arrived.push(...history.batches());
  }
  await Promise.all(saving);
  for (let from = 0; from < arrived.length; from += 64) await store.take(arrived.slice(from, from + 64), noon);
  while (!(await store.fold(20_000)).done);
  await store.close();
}
