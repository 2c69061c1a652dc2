import type { MachineId } from '../../shared/contracts/ids.ts';
import type { MachineViewRecord } from '../registry/records.ts';

/** The columns of a machine's row that lists sort and filter by unchanged. */
type RowColumns = Pick<
  MachineViewRecord['row'],
  | 'region'
  | 'name'
  | 'site'
  | 'service'
  | 'link'
  | 'heard'
  | 'lastIssued'
  | 'inServiceFrom'
  | 'uncertain'
  | 'stock'
  | 'capacity'
  | 'coverDays'
>;
type PaceColumns = Pick<MachineViewRecord['row']['pace'], 'annual' | 'chance' | 'verdict'>;

/**
 * What lists sort and filter by, and areas sum up, for one evaluated machine. Held in memory for
 * every machine, and read from the store at the start. `issuedToday`, `issuedYear` and `parts` are
 * of `today` and `year`.
 */
export interface MachineBrief
  extends Readonly<RowColumns>,
    Readonly<PaceColumns>,
    Pick<MachineViewRecord, 'today' | 'year' | 'parts'> {
  readonly machine: MachineId;
  readonly address: string;
  readonly issuedToday: number;
  readonly issuedYear: number;
  readonly issuedTotal: number;
  /** The rank of its worst open flag; smaller is worse. Null if no flag is open. */
  readonly worst: number | null;
  /** Its products' codes, each between commas. */
  readonly products: string;
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
