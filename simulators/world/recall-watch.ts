import type { ConfigRecord } from '../../fleet/registry/records.ts';
import type { Event } from '../../shared/contracts/events.ts';
import { type Books, plannedLanes } from '../../shared/ledger/books.ts';
import type { FleetHost } from './fleet-host.ts';
import type { Kiosk } from './kiosk.ts';
import type { Scenario } from './scenario.ts';
import { lotMeant } from './spelling.ts';

/** A lot of a product that is called back, by its number; null: every lot. */
interface Called {
  readonly product: string;
  readonly lot: number | null;
}

/** Lanes and recalls of a configuration or of a kiosk's books. */
interface Held {
  readonly lanes: readonly { readonly lane: number; readonly product: string; readonly locked: boolean }[];
  readonly recalls: readonly Called[];
}

const lookMs = 60_000;
/**
 * A machine is asked for what its area calls back at once. If that request is lost, the fleet
 * compares all machines once a minute, at a tick once a minute. One more minute is left for these
 * looks.
 */
const askedWithinMs = 4 * lookMs;

const numbered = ({ product, lot }: { readonly product: string; readonly lot: string | null }): Called => ({
  product,
  lot: lot === null ? null : lotMeant(lot),
});
const isSame = (a: Called, b: Called): boolean => a.product === b.product && a.lot === b.lot;
const textOf = (called: readonly Called[]): string =>
  called.map(({ product, lot }) => `${product} ${lot ?? 'all lots'}`).join(', ') || 'nothing';

/**
 * Checks by its own arithmetic what areas call back: a machine is asked for exactly that in time,
 * wherever it moves, and gives nothing of it out once it has heard so.
 */
export class RecallWatch {
  readonly #scenario: Scenario;
  readonly #host: FleetHost;
  /** By machine and version: what was called back when that configuration was asked for. */
  readonly #heard = new Map<string, readonly Called[]>();
  /** Since when a process has not asked a machine for what is called back there. */
  readonly #late = new Map<string, { readonly sinceMs: number; readonly engine: object; readonly text: string }>();

  constructor(scenario: Scenario, host: FleetHost) {
    this.#scenario = scenario;
    this.#host = host;
    if (!scenario.faults.has('recalls')) return;
    host.database.onConfigAsked = (record) => this.#asked(record);
    scenario.time.after(lookMs, () => this.#look());
  }

  /** What is called back where a machine is now. */
  #calledBack(machine: string): Called[] {
    const { machines, recalls } = this.#host.database.rows;
    const county = machines.get(machine)?.region ?? '';
    return [...recalls.values()]
      .filter(({ ended, region }) => ended === null && county.startsWith(region.replace(/(00)+$/, '')))
      .flatMap(({ product, lots }) => (lots ?? [null]).map((lot) => numbered({ product, lot })));
  }

  /** A configuration is asked for. */
  #asked(record: ConfigRecord): void {
    const { machine, config } = record;
    const called = this.#calledBack(machine);
    const said = `${machine} ${config.version}`;
    // A version whose first request failed may be asked for again with another content.
    const before = this.#heard.get(said) ?? called;
    this.#heard.set(
      said,
      called.filter((each) => before.some((other) => isSame(each, other))),
    );
    this.#exact(record, `version ${config.version}`, heldBy(record), called);
    const last = this.#host.database.rows.configs.get(machine);
    if (record.by !== 'operator' && last?.own)
      this.#check(
        JSON.stringify(record.own) === JSON.stringify(last.own),
        "an area's recall changes nothing that was entered for the machine itself",
        machine,
        () => `version ${config.version}: ${JSON.stringify(record.own)} after ${JSON.stringify(last.own)}`,
      );
  }

  /** Lanes and recalls hold back exactly what is called back, and what is the machine's own. */
  #exact(record: ConfigRecord, what: string, held: Held, called: readonly Called[]): void {
    this.#check(
      holdsAll(held, called),
      'a machine is asked for what its area calls back',
      record.machine,
      () => `${what}: called back is ${textOf(called)}, held back ${textOf(held.recalls)}`,
    );
    this.#check(
      holdsOnly(held, called, ownOf(record)),
      'a machine is asked for nothing that no area calls back any more',
      record.machine,
      () => `${what}: called back is ${textOf(called)}, held back ${textOf(held.recalls)}`,
    );
  }

  /** A kiosk wrote a line, and its books include it. */
  recorded({ computer, name }: Kiosk, event: Event): void {
    if (event.kind !== 'turning') return;
    const { books } = computer.disk.facts;
    const lane = books.lanes.get(event.lane);
    for (const { product, lot } of this.#heard.get(`${computer.machine} ${books.configVersion}`) ?? [])
      this.#check(
        lane?.product !== product ||
          (lot !== null && lane.lots.every((each) => each.lot !== null && lotMeant(each.lot) !== lot)),
        'nothing that an area calls back is given out',
        name,
        () => `lane ${event.lane} gives out ${product}, of which lot ${lot ?? 'all'} is called back`,
      );
  }

  #look(): void {
    const { time } = this.#scenario;
    time.after(lookMs, () => this.#look());
    const { database, engine } = this.#host;
    for (const machine of database.rows.machines.keys()) {
      const record = database.rows.configs.get(machine);
      const called = this.#calledBack(machine);
      // Without a configuration the fleet may not know its lanes yet; a hostile machine may have
      // impossible ones.
      const mayBeLate = !record || !machine.startsWith('WORLD-') || engine === null || database.refuses;
      if (mayBeLate || isExact(record, called)) {
        this.#late.delete(machine);
        continue;
      }
      const text = textOf(called);
      const before = this.#late.get(machine);
      const since = before?.engine === engine && before.text === text ? before : { sinceMs: time.nowMs, engine, text };
      this.#late.set(machine, since);
      this.#check(
        time.nowMs - since.sinceMs < askedWithinMs,
        'a machine is asked in time for what its area calls back',
        machine,
        () => `called back is ${text}, asked is ${textOf(heldBy(record).recalls)}`,
      );
    }
  }

  /** After all faults, every kiosk that the fleet reaches holds back what its area calls back. */
  inForce(kiosks: readonly Kiosk[]): void {
    for (const { computer, machine, name } of kiosks) {
      if (computer.agent === null) continue;
      const called = this.#calledBack(machine);
      this.#check(
        holdsAll(heldInBooks(computer.disk.facts.books), called),
        'a recall is in force in the time that a configuration takes',
        name,
        () => `called back is ${textOf(called)}, version ${computer.disk.facts.books.configVersion} is in force`,
      );
    }
  }

  /** At the end every machine was asked for exactly what is called back where it is. */
  atRest(kiosks: readonly Kiosk[]): void {
    if (!this.#scenario.faults.has('recalls')) return;
    for (const { machine, computer, name } of kiosks) {
      const record = this.#host.database.rows.configs.get(machine);
      const called = this.#calledBack(machine);
      this.#check(
        record !== undefined || called.length === 0,
        'a machine is asked for what its area calls back',
        name,
        () => `called back is ${textOf(called)}, and it was asked for nothing`,
      );
      const { books } = computer.disk.facts;
      if (!record || books.configVersion !== record.config.version) continue;
      this.#exact(record, 'at the end', heldInBooks(books), called);
    }
  }

  #check(holds: boolean, rule: string, who: string, what: () => string): void {
    this.#scenario.invariants.check(holds, rule, who, what);
  }
}

const heldOf = (
  lanes: readonly { readonly lane: number; readonly product: string; readonly locked?: string | null | undefined }[],
  recalls: readonly { readonly product: string; readonly lot: string | null }[],
): Held => ({
  lanes: lanes.map(({ lane, product, locked }) => ({ lane, product, locked: (locked ?? null) !== null })),
  recalls: recalls.map(numbered),
});

const heldBy = ({ config }: ConfigRecord): Held => heldOf(config.lanes, config.recalls);
/** What was entered for the machine itself. */
const ownOf = ({ own, config }: ConfigRecord): Held => heldOf((own ?? config).lanes, (own ?? config).recalls);
const heldInBooks = (books: Books): Held => heldOf(plannedLanes(books), books.recalls);

const isAmong = (each: Called, called: readonly Called[]): boolean => called.some((other) => isSame(each, other));
const isWhole = (product: string, called: readonly Called[]): boolean => isAmong({ product, lot: null }, called);

/**
 * Whether all that is called back is held back: the lot is named, or all lanes of the product are
 * locked because every lot is called back.
 */
const holdsAll = ({ lanes, recalls }: Held, called: readonly Called[]): boolean =>
  called.every(
    (each) =>
      (each.lot !== null && isAmong(each, recalls)) ||
      (isWhole(each.product, called) && lanes.every(({ product, locked }) => product !== each.product || locked)),
  );

/** Whether nothing is held back but what is called back or was entered for the machine itself. */
const holdsOnly = ({ lanes, recalls }: Held, called: readonly Called[], own: Held): boolean =>
  recalls.every((each) => isAmong(each, called) || isAmong(each, own.recalls)) &&
  lanes.every(
    ({ lane, product, locked }) =>
      !locked || isWhole(product, called) || own.lanes.some((each) => each.lane === lane && each.locked),
  );

const isExact = (record: ConfigRecord, called: readonly Called[]): boolean =>
  holdsAll(heldBy(record), called) && holdsOnly(heldBy(record), called, ownOf(record));
