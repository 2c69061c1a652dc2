import { sha256 } from '../../fleet/adapters/native/sha256.ts';
import type { ReceivedBatch } from '../../fleet/ledger/check-batch.ts';
import { composeWriter } from '../../fleet/store/writer.ts';
import { areas } from '../../shared/areas/jiangxi.ts';
import { siteKinds } from '../../shared/contracts/fleet/registration.ts';
import type { Lane, MachineId } from '../../shared/contracts/ids.ts';
import { storeOptions } from '../support/fleet/store.ts';
import { History } from './history.ts';

/**
 * The time of every test: a Monday, so that weeks, months and the year's end are where the tests
 * expect them.
 */
export const noon = Date.parse('2026-11-23T12:00:00+08:00');
const firstDay = '2026-01-01';
const began = Date.parse('2026-01-01T08:00:00+08:00');
const dayMs = 86_400_000;
const hourMs = 3_600_000;

export const secretOf = (machine: string): string => `secret-of-${machine}`;
export const markupName = '<img src=x onerror="window.pwned=1"><b>滕王阁</b>';

/** The kind of a machine's year. */
type Year = 'busy' | 'slow' | 'out' | 'expiring' | 'quiet';
const years: readonly Year[] = ['busy', 'slow', 'out', 'expiring', 'quiet'];

const lanesOf = (year: Year) => [
  { lane: 1, product: 'CD-M', lot: '23051203', expires: '2027-12-31', boxes: 40 },
  { lane: 2, product: 'CD-L', lot: 'B240812', expires: '2027-10-31', boxes: 20 },
  { lane: 3, product: 'GL-5', lot: '0501222', expires: year === 'expiring' ? '2027-02-28' : '2027-09-30', boxes: 30 },
];

/**
 * A year of boxes with always the same sums: lane 1 is refilled whenever it is down to its last
 * boxes, except at the machine that runs out.
 */
function writeYear(history: History, year: Year): void {
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
  /** The number of machines; the first of each county have a year's history. */
  readonly machines: number;
  /** How many have a history. */
  readonly withYear: number;
}

/**
 * Writes a province into a new store: the batches through the store's own intake, the registrations
 * all at once.
 */
export async function writeProvince(file: string, { machines, withYear }: Province): Promise<void> {
  const { calls, db } = await composeWriter(storeOptions(file, noon));
  // The file is new and only used by the test, so a power cut loses nothing.
  db.pragma('synchronous = OFF');
  const counties = areas.filter((area) => area.level === 'county');
  const arrived: ReceivedBatch[] = [];
  const register = (i: number): void => {
    const county = counties[i % counties.length];
    if (!county) throw new Error('no counties');
    const machine = `JX-${county.code}-${String(1 + Math.floor(i / counties.length)).padStart(4, '0')}` as MachineId;
    const site = siteKinds[i % siteKinds.length] ?? 'clinic';
    const name = i === 0 ? markupName : `${county.name}第${1 + Math.floor(i / counties.length)}发放点`;
    void calls.saveMachine({
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
    });
    if (i >= withYear) return;
    const history = new History(machine, began);
    writeYear(history, years[i % years.length] ?? 'busy');
    arrived.push(...history.batches());
  };
  db.transaction(() => {
    for (let i = 0; i < machines; i += 1) register(i);
  })();
  for (let from = 0; from < arrived.length; from += 64) await calls.ingest(arrived.slice(from, from + 64), noon);
  while (!(await calls.fold(20_000)).done);
  db.close();
}
