import type { MachineRow } from '../../shared/contracts/fleet/machine.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { MachineViewRecord, YearPart } from '../registry/records.ts';

/** What lists sort and filter by and areas sum up, of one evaluated machine: held in memory for every machine, read from the store at the start. */
export interface MachineBrief {
  readonly machine: MachineId;
  readonly region: string;
  readonly name: string;
  readonly site: string;
  readonly address: string;
  readonly service: MachineRow['service'];
  readonly link: MachineRow['link'];
  readonly heard: number | null;
  readonly lastIssued: number | null;
  readonly inServiceFrom: string;
  /** The day and year that `issuedToday` and `issuedYear` are of. */
  readonly today: LocalDay;
  readonly year: number;
  readonly issuedToday: number;
  readonly issuedYear: number;
  readonly issuedTotal: number;
  readonly uncertain: number;
  readonly stock: number;
  readonly capacity: number;
  readonly coverDays: number | null;
  readonly annual: number | null;
  readonly chance: number | null;
  readonly verdict: MachineRow['pace']['verdict'];
  /** Rank of its worst open flag, the smaller the worse; null for none. */
  readonly worst: number | null;
  /** Its products' codes, each between commas. */
  readonly products: string;
  /** What it comes to in `year` up to the day before `today`, in each county where it stood. */
  readonly parts: readonly YearPart[];
  /** 1 for yes, 0 for no. */
  readonly empty: number;
  readonly restock: number;
}

/** The brief of a machine that was just evaluated. */
export function briefOf(view: MachineViewRecord): MachineBrief {
  const { row } = view;
  return {
    machine: row.machine as MachineId,
    region: row.region,
    name: row.name,
    site: row.site,
    address: view.address ?? '',
    service: row.service,
    link: row.link,
    heard: row.heard,
    lastIssued: row.lastIssued,
    inServiceFrom: row.inServiceFrom,
    today: view.today,
    year: view.year,
    issuedToday: row.issued.today,
    issuedYear: row.issued.year,
    issuedTotal: row.issued.total,
    uncertain: row.uncertain,
    stock: row.stock,
    capacity: row.capacity,
    coverDays: row.coverDays,
    annual: row.pace.annual,
    chance: row.pace.chance,
    verdict: row.pace.verdict,
    worst: view.worstRank,
    products: `,${view.products.join(',')},`,
    parts: view.parts,
    empty: view.empty ? 1 : 0,
    restock: view.toRestock ? 1 : 0,
  };
}
