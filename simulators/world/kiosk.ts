import type { StaffInput } from '../../device/core/input.ts';
import type { Reply } from '../../device/core/reply.ts';
import type { Event, ReadLine } from '../../shared/contracts/events.ts';
import type { CommandId, LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import type { BoardDriver } from '../board/model/board.ts';
import type { CabinetSite, StoredBoard } from '../cabinet/cabinet-site.ts';
import { Computer, type ComputerObserver, type Uplink } from './computer.ts';
import { CountWatch } from './count-watch.ts';
import { Disk } from './disk.ts';
import { ExpiryWatch } from './expiry-watch.ts';
import { KioskCrash } from './kiosk-crash.ts';
import { kioskSite } from './kiosk-site.ts';
import { LaneWatch } from './lane-watch.ts';
import { LotWatch } from './lot-watch.ts';
import { newLedger } from './random.ts';
import { memoryEqualsReplay } from './replay-watch.ts';
import { noteFault, type Scenario } from './scenario.ts';
import { SensorErrors } from './sensor-errors.ts';
import { TurnWatch } from './turn-watch.ts';

/** The options of a kiosk of the world. */
export interface KioskOptions {
  readonly scenario: Scenario;
  readonly name: string;
  readonly machine: MachineId;
  readonly plan: readonly PlannedLane[];
  readonly board: BoardDriver;
  readonly uplink: Uplink;
  readonly idlePollMs: number;
  /** Called when a line is on a disk, for the checks of the fleet. */
  readonly written: (kiosk: Kiosk, ledger: LedgerId, seq: number, event: Event) => void;
  /** The highest line of this ledger that a receipt ever covered. */
  readonly receipted: (ledger: LedgerId) => number;
  readonly accepted: Accepted;
}

/** Called when a kiosk accepts a fleet command. */
type Accepted = (kiosk: Kiosk, command: CommandId) => void;

type StaffEntry = StaffInput extends infer E ? (E extends StaffInput ? Omit<E, 'ticket'> : never) : never;

/** One kiosk: cabinet and computer, and the watches that check them. */
export class Kiosk {
  readonly name: string;
  readonly scenario: Scenario;
  readonly plan: readonly PlannedLane[];
  readonly site: CabinetSite;
  readonly computer: Computer;
  readonly turns: TurnWatch;
  readonly lanes: LaneWatch;
  readonly lots: LotWatch;
  readonly expiry: ExpiryWatch;
  readonly counts: CountWatch;
  readonly sensorErrors: SensorErrors;
  readonly crash: KioskCrash;
  /** Boards that were taken out of the cabinet, with their memories. */
  readonly spares: StoredBoard[] = [];
  /** Staff are at the open machine: not everything that they did is entered yet. */
  staffThere = false;
  /** How many faults took lines from the disk: the fleet may have lines that the kiosk lost. */
  diskFaults = 0;
  readonly #options: KioskOptions;
  readonly #entries = new Map<number, (reply: Reply | null) => void>();
  #atTurn: (() => void)[] = [];
  constructor(options: KioskOptions) {
    this.#options = options;
    const { scenario, name, plan, board, uplink, machine, idlePollMs } = options;
    const { time, random, log, invariants, requests } = scenario;
    this.name = name;
    this.scenario = scenario;
    this.plan = plan;
    this.crash = new KioskCrash(scenario, name);
    this.site = kioskSite(scenario, name, board, plan.length, (line) => {
      // The cabinet's first line comes during its creation, before anything can watch it.
      this.sensorErrors?.cabinet(line);
      this.turns?.cabinet(line);
    });
    this.computer = new Computer({
      name,
      machine,
      site: this.site,
      uplink,
      time,
      random,
      log,
      idlePollMs,
      disk: new Disk(scenario.chain, newLedger(random)),
      observer: this.#observer(),
      beganMs: scenario.beganMs,
      lanes: plan,
    });
    this.turns = new TurnWatch(this.site, invariants, requests, log);
    this.lanes = new LaneWatch(this.site, invariants);
    this.sensorErrors = new SensorErrors(this.site, this.lanes, plan);
    this.lots = new LotWatch(scenario, this.computer);
    this.expiry = new ExpiryWatch(scenario, this.computer);
    this.counts = new CountWatch(scenario, this.computer);
  }

  get machine(): MachineId {
    return this.computer.machine;
  }

  /** Switches on the power of the whole machine. */
  powerOn(): void {
    if (this.computer.powered) return;
    this.computer.powered = true;
    this.site.power(true);
    this.scenario.time.after(2_000, () => this.computer.start());
  }

  powerOff(): void {
    if (!this.computer.powered) return;
    this.scenario.log.begin(this.name, () => bilingual('the power fails', '停电'));
    this.computer.powered = false;
    this.computer.kill('no power');
    this.site.power(false);
    const lost = this.computer.disk.powerLost();
    if (lost > 0) {
      noteFault(this.scenario, 'disk-lies');
      this.scenario.log.write(this.name, () => bilingual(`the disk has lost ${lost} lines`, `磁盘丢失了 ${lost} 行`));
      this.diskChanged();
    }
  }

  /** Another disk, or a restored image: all watches start again. */
  diskChanged(): void {
    this.diskFaults += 1;
    this.scenario.requests.forget(this.name);
    this.turns.diskChanged(this.computer.disk.facts);
    this.lanes.diskChanged(this.computer.disk.facts);
    this.expiry.diskChanged();
    this.counts.diskChanged();
  }

  /** The process is gone, and with it what only its open file held. */
  #findLedger(): void {
    const { disk } = this.computer;
    if (disk.lost() === null) return;
    const { scenario } = this;
    scenario.invariants.check(
      disk.unfound === 0,
      'what was written down is there at the next start',
      this.name,
      () => `${disk.unfound} lines went into a file that was deleted`,
    );
    scenario.log.write(this.name, () => bilingual('the ledger is gone: its file was deleted', '账本文件被删除'));
    this.computer.disk = new Disk(scenario.chain, newLedger(scenario.random), 'missing');
    this.diskChanged();
  }

  /**
   * Staff enter something. The callback gets null if the process does not run, or dies before it
   * answers.
   */
  enter(entry: StaffEntry, onReply: (reply: Reply | null) => void): void {
    const ticket = this.scenario.requests.staffTicket();
    this.#entries.set(ticket, onReply);
    if (this.computer.handle({ ...entry, ticket } as StaffInput)) return;
    this.#entries.delete(ticket);
    onReply(null);
  }

  /**
   * Checks that memory equals replay: what the process reports about itself is what its disk's
   * lines fold to.
   */
  memoryEqualsReplay(): void {
    const { agent, disk } = this.computer;
    if (agent === null) return;
    const receipted = this.#options.receipted(disk.facts.ledger);
    memoryEqualsReplay(this.scenario.invariants, this.name, { agent, disk, receipted });
  }

  /** Calls once, when the next turn is recorded. */
  atNextTurn(then: () => void): void {
    this.#atTurn.push(then);
  }

  #observer(): ComputerObserver {
    const { scenario } = this;
    return {
      recorded: (_, ledger, first, lines) => {
        for (const [index, read] of lines.entries()) this.#line(ledger, first + index, read);
        this.lanes.folded(this.computer.disk.facts);
      },
      replied: (_, ticket, reply) => {
        const entry = this.#entries.get(ticket);
        if (entry === undefined) {
          scenario.requests.replied(this.name, ticket, reply);
          return;
        }
        this.#entries.delete(ticket);
        scenario.time.after(0, () => entry(reply));
      },
      died: (computer) => {
        scenario.requests.died(this.name);
        this.#findLedger();
        const waiting = [...this.#entries.values()];
        this.#entries.clear();
        for (const onReply of waiting) scenario.time.after(0, () => onReply(null));
        if (computer.powered)
          scenario.time.after(scenario.random.between(500, 5_000, 'kiosk: restart'), () => computer.start());
      },
      restartAsked: (computer) => {
        const { process } = computer;
        scenario.time.after(0, () => {
          if (computer.process === process) computer.kill('restart was asked for');
        });
      },
      failed: (_, error) => {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        scenario.invariants.fail('the agent never breaks', this.name, text);
      },
      diesAt: (_, point) => this.crash.diesAt(point),
    };
  }

  #line(ledger: LedgerId, seq: number, read: ReadLine): void {
    const { log, invariants } = this.scenario;
    const text = (): string => this.computer.disk.ledger.lines[seq - 1] ?? '';
    log.line(this.name, seq, text);
    invariants.check(read.kind === 'known', 'every line can be read', this.name, text);
    if (read.kind !== 'known') return;
    this.#options.written(this, ledger, seq, read.event);
    this.lots.recorded(read.event);
    this.expiry.recorded(read.event);
    this.counts.recorded(read.event);
    this.turns.recorded(ledger, read.event);
    this.lanes.recorded(read.event);
    if (read.event.kind === 'command' && read.event.state === 'accepted') this.#options.accepted(this, read.event.id);
    if (read.event.kind === 'turning') for (const then of this.#atTurn.splice(0)) then();
    if (read.event.kind === 'counted') {
      const truth = this.site.cabinet.lane(read.event.lane)?.boxes ?? 0;
      this.lanes.counted(read.event.lane, truth - read.event.stock);
      this.sensorErrors.counted(read.event.lane);
    }
  }
}
