import { readAccount } from '../../fleet/ledger/account-text.ts';
import type { NewChunk } from '../../fleet/ledger/ledger-store.ts';
import type { PresenceState } from '../../fleet/state/presence.ts';
import type { Event } from '../../shared/contracts/events.ts';
import type { CommandId, Head, LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import { Presence } from '../../shared/contracts/presence.ts';
import { ReportedState } from '../../shared/contracts/reported.ts';
import { laneStock } from '../../shared/ledger/books.ts';
import { countedOnce, uncountedOf } from './counted-once.ts';
import type { FleetHost } from './fleet-host.ts';
import { checkIsolation } from './isolation-check.ts';
import { jsonOf } from './json-of.ts';
import type { Kiosk } from './kiosk.ts';
import { lostAreFlagged, lostAreNoted } from './lost-ledgers.ts';
import { quarantineHolds } from './quarantine-watch.ts';
import { RecallWatch } from './recall-watch.ts';
import { withoutRepeats } from './repeated-in-second-ledger.ts';
import type { Scenario } from './scenario.ts';
import { StaffWatch } from './staff-watch.ts';

/**
 * Checks the fleet: it always holds a beginning of what a kiosk wrote, its receipts never go
 * further than that, and nothing is counted twice.
 */
export class FleetWatch {
  readonly #scenario: Scenario;
  readonly #host: FleetHost;
  /** Chain states that some kiosk's disk ever had: `ledger/seq/head`. */
  readonly #written = new Set<string>();
  readonly #receipted = new Map<LedgerId, number>();
  readonly #accepted = new Set<string>();
  /** Checks recalls of areas. */
  readonly recalls: RecallWatch;
  /** Checks staff and rules. */
  readonly staff: StaffWatch;

  constructor(scenario: Scenario, host: FleetHost) {
    this.#scenario = scenario;
    this.#host = host;
    this.recalls = new RecallWatch(scenario, host);
    this.staff = new StaffWatch(scenario, host);
    host.database.onStored = (chunk) => this.#stored(chunk);
    host.database.onFolded = (write) => {
      lostAreNoted(scenario, host.database, write);
      quarantineHolds(scenario, host.database, write);
    };
    host.onPresence = (machine, text, before, after) => this.willHeard(machine, text, before, after);
    host.onFailure = (error) =>
      scenario.invariants.fail(
        'the fleet never breaks',
        'fleet',
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      );
    host.onReceipt = (machine, ledger, through, head) => this.#receipt(machine, ledger, through, head);
  }

  written(kiosk: Kiosk, ledger: LedgerId, seq: number, event: Event): void {
    this.recalls.recorded(kiosk, event);
    this.staff.recorded(kiosk);
    this.#written.add(`${ledger}/${seq}/${kiosk.computer.disk.ledger.heads[seq]}`);
  }

  /** A line was written by somebody who is not a kiosk of this world. */
  wrote(ledger: LedgerId, seq: number, head: Head): void {
    this.#written.add(`${ledger}/${seq}/${head}`);
  }

  /**
   * A kiosk accepts a command: once, and in time. If its disk lost lines or was copied, it can't
   * know any more [the promise, what is not promised].
   */
  accepted(kiosk: Kiosk, id: CommandId): void {
    const { invariants } = this.#scenario;
    const key = `${kiosk.name} ${kiosk.diskFaults} ${id}`;
    invariants.check(!this.#accepted.has(key), 'a command is run once', kiosk.name, () => `${id} was taken on twice`);
    this.#accepted.add(key);
    const record = this.#host.database.rows.commands.get(id);
    const off = Math.abs(kiosk.computer.atMs - this.#host.nowMs);
    invariants.check(
      record === undefined || off > 1_000 || this.#host.nowMs <= record.expires + 5_000,
      'a command that expired is not run',
      kiosk.name,
      () => `${id} was taken on ${this.#host.nowMs - (record?.expires ?? 0)} ms after its end`,
    );
  }

  /** A last will arrived. If it belongs to an older run, it says nothing about the present one. */
  willHeard(machine: MachineId, text: string, before: PresenceState | null, after: PresenceState | null): void {
    if (!text.includes('false')) return;
    const will = Presence.safeParse(jsonOf(text)).data;
    if (will === undefined || will.online || before?.link?.up !== true || before.connection === 0) return;
    this.#scenario.invariants.check(
      after?.link?.up === true,
      'an old will means nothing',
      machine,
      () => `a will of run ${will.run} ended run ${before.run}`,
    );
  }

  #stored({ machine, ledger, first, lines, head }: NewChunk): void {
    const through = first + lines.length - 1;
    this.#scenario.log.routine('fleet', () =>
      bilingual(
        `stores lines ${first}–${through} of ${machine}, ledger ${ledger.slice(0, 8)}`,
        `存下 ${machine} 账本 ${ledger.slice(0, 8)} 的第 ${first}–${through} 行`,
      ),
    );
    this.#scenario.invariants.check(
      this.#written.has(`${ledger}/${through}/${head}`),
      "the fleet's copy is a beginning of the kiosk's ledger",
      machine,
      () => `${ledger} through ${through} was written by nobody`,
    );
  }

  #receipt(machine: MachineId, ledger: LedgerId, through: number, head: string): void {
    this.#scenario.log.routine('fleet', () =>
      bilingual(
        `confirms to ${machine} that it has ledger ${ledger.slice(0, 8)} through line ${through}`,
        `向 ${machine} 确认账本 ${ledger.slice(0, 8)} 已存到第 ${through} 行`,
      ),
    );
    const held = this.#host.database.mark(machine, ledger);
    this.#scenario.invariants.check(
      through === 0 || (held !== null && held.through >= through && (held.through > through || held.head === head)),
      'a receipt never runs ahead of the store',
      machine,
      () => `receipt through ${through} of ${ledger}, stored are ${held?.through ?? 0}`,
    );
    this.#receipted.set(ledger, Math.max(through, this.receipted(ledger)));
  }

  /** The highest line of this ledger that a receipt ever covered. */
  receipted(ledger: LedgerId): number {
    return this.#receipted.get(ledger) ?? 0;
  }

  /** At rest the fleet has everything that the kiosk has, and its books are the same. */
  atRest(kiosks: readonly Kiosk[]): void {
    lostAreFlagged(this.#scenario, this.#host.database);
    for (const kiosk of kiosks) this.#agrees(kiosk);
    countedOnce(this.#scenario, this.#host.database, new Set(kiosks.map(({ machine }) => machine)));
    checkIsolation(this.#scenario, this.#host);
    this.recalls.atRest(kiosks);
    this.staff.atRest(kiosks);
  }

  #agrees(kiosk: Kiosk): void {
    const { invariants } = this.#scenario;
    const { machine, computer, name } = kiosk;
    const { id, lines, heads } = computer.disk.ledger;
    const held = this.#host.database.mark(machine, id);
    invariants.check(
      (held?.through ?? 0) === lines.length && (held === null || held.head === heads[lines.length]),
      'at the end the fleet has it all',
      name,
      () => `${id}: the kiosk has ${lines.length} lines, the fleet ${held?.through ?? 0}`,
    );
    const waiting = computer.agent?.health().outbox.waiting;
    invariants.check(waiting === 0, 'at the end nothing waits', name, () => `${waiting} lines wait for a receipt`);
    const { rows } = this.#host.database;
    const { books } = computer.disk.facts;
    const desired = rows.configs.get(machine)?.config.version ?? 0;
    invariants.check(
      books.configVersion >= desired,
      'reported = desired',
      name,
      () => `plan ${books.configVersion} is in force, ${desired} is desired`,
    );
    const reported = ReportedState.safeParse(JSON.parse(rows.reported.get(machine)?.state ?? 'null')).data;
    invariants.check(
      reported?.last === lines.length && reported.ledger === id && reported.config === books.configVersion,
      'reported = ledger',
      name,
      () => `reported ${reported?.last} of ${reported?.ledger}, the ledger has ${lines.length} of ${id}`,
    );
    this.#sameBooks(kiosk);
    this.#allCounted(kiosk);
    for (const record of this.#host.commands(machine))
      invariants.check(
        ['done', 'failed', 'expired', 'unknown'].includes(record.state) ||
          record.expires + commandGraceMs > this.#host.nowMs,
        'every command comes to an end',
        name,
        () =>
          `${record.kind} ${record.id} is ${record.state}, ${this.#host.nowMs - record.expires} ms after its end: ${JSON.stringify(record.steps)}`,
      );
    for (const { flag } of rows.flags.values())
      invariants.check(
        flag.machine !== machine || flag.cleared !== null || !this.#mustBeCleared(kiosk, flag.finding.kind),
        'no flag stays without its cause',
        name,
        () => `${JSON.stringify(flag.finding)} stays`,
      );
  }

  /**
   * If a disk lost lines or was copied, the fleet may know more than the kiosk: then a drift is
   * real and must be flagged [the promise, what is not promised].
   */
  #mustBeCleared(kiosk: Kiosk, kind: string): boolean {
    return kind === 'offline' || (kind === 'drift' && kiosk.diskFaults === 0);
  }

  #sameBooks(kiosk: Kiosk): void {
    const { invariants } = this.#scenario;
    const { flags } = this.#host.database.rows;
    const said = [...flags.values()].some(
      ({ flag }) => flag.machine === kiosk.machine && flag.cleared === null && flag.finding.kind === 'drift',
    );
    // The fleet has two different ledgers: it flags that until the lane has been empty once.
    if (kiosk.diskFaults > 0 && said) return;
    const text = this.#host.database.account(kiosk.machine);
    if (text === null) return;
    const { books } = readAccount(text);
    const mine = kiosk.computer.disk.facts.books;
    for (const lane of mine.lanes.values()) {
      const theirs = books.lanes.get(lane.lane);
      invariants.check(
        theirs !== undefined && laneStock(theirs) === laneStock(lane) && theirs.uncertain === lane.uncertain,
        "the fleet's books = the kiosk's",
        kiosk.name,
        () =>
          `lane ${lane.lane}: kiosk ${laneStock(lane)} + ${lane.uncertain}?, fleet ${theirs ? `${laneStock(theirs)} + ${theirs.uncertain}?` : 'nothing'}`,
      );
    }
  }

  /**
   * Whatever happened to a kiosk, its own agent wrote its ledger: none of its lines is treated as
   * implausible, or as belonging to a closed year.
   */
  #allCounted({ machine, name }: Kiosk): void {
    const { database } = this.#host;
    const uncounted = withoutRepeats(uncountedOf(database, machine), machine, database.chunks);
    this.#scenario.invariants.check(uncounted.length === 0, 'no honest line is left uncounted', name, () =>
      JSON.stringify(uncounted),
    );
  }
}

/** How long after its end an accepted command may still be waiting, and a tick more. */
const commandGraceMs = 200_000;
