import { textCodec } from '../../fleet/ledger/check-batch.ts';
import { LedgerEngine } from '../../fleet/ledger/engine.ts';
import { type ChunkFolder, chunkFolder, type FoldChunk } from '../../fleet/ledger/machine-fold.ts';
import type { FleetEvent } from '../../fleet/ports/events.ts';
import { RefusedError } from '../../fleet/refused.ts';
import type { CommandRecord } from '../../fleet/registry/records.ts';
import { FleetService } from '../../fleet/service/fleet-service.ts';
import type { PresenceState } from '../../fleet/state/presence.ts';
import type { Receipt } from '../../shared/contracts/batch.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import type { PlannedLane, Recall } from '../../shared/contracts/plan.ts';
import type { FleetChannel, KioskChannel } from '../../shared/contracts/topics.ts';
import { formatDay, zoneOf } from '../../shared/rules/calendar.ts';
import { defaultRules } from '../../shared/rules/defaults.ts';
import { flagText } from './flag-text.ts';
import type { FleetDatabase } from './fleet-database.ts';
import { storeOf } from './fleet-store.ts';
import type { BrokerObserver, Network } from './network.ts';
import { worldPins } from './pins.ts';
import type { Scenario } from './scenario.ts';

/** Lines are timestamped by the kiosk's clock if it is right within this tolerance. */
const clockToleranceMs = 120_000;
const { yearClosesDays, fastestTurnMs } = defaultRules;
const tickMs = 60_000;
const zone = zoneOf('Asia/Shanghai');

/** A new plan that an operator wants. */
export interface DesiredPlan {
  readonly lanes: PlannedLane[];
  readonly recalls: Recall[];
  readonly limits: { noDropsBeforeSuspect?: number };
}

/** The real fleet service on virtual time and a simulated disk; its process may die any time. */
export class FleetHost implements BrokerObserver {
  readonly #scenario: Scenario;
  readonly #network: Network;
  readonly database: FleetDatabase;
  #service: FleetService | null = null;
  #engine: LedgerEngine | null = null;
  #process = 0;
  #folder: ChunkFolder = chunkFolder({ zone, clockToleranceMs, yearClosesDays, fastestTurnMs });
  /** Rises with each promise that is made, so that the world lets promises settle. */
  activity = 0;
  /** Called with each receipt that is sent. */
  onReceipt: ((machine: MachineId, ledger: LedgerId, through: number, head: string) => void) | null = null;
  /** Called after a presence message, with what was known before and after it. */
  onPresence:
    | ((machine: MachineId, text: string, before: PresenceState | null, after: PresenceState | null) => void)
    | null = null;
  /** Called if a commit's promise never settled, or the service failed in a forbidden way. */
  onFailure: ((error: unknown) => void) | null = null;

  constructor(scenario: Scenario, network: Network, database: FleetDatabase) {
    this.#scenario = scenario;
    this.#network = network;
    this.database = database;
    network.observer = this;
    database.onSettled = () => {
      this.activity += 1;
    };
  }

  get alive(): boolean {
    return this.#service !== null;
  }

  get engine(): LedgerEngine | null {
    return this.#service === null ? null : this.#engine;
  }

  get nowMs(): number {
    return this.#scenario.beganMs + this.#scenario.time.nowMs;
  }

  /** Registers a machine; all are registered before the world begins. */
  register(machine: MachineId): void {
    const day = formatDay(zone.dayOf(this.nowMs));
    const place = { region: '360102', site: 'clinic', name: machine };
    this.database.rows.machines.set(machine, {
      ...place,
      machine,
      address: null,
      inServiceFrom: day,
      inServiceUntil: null,
      registered: this.nowMs,
      secretHash: machine,
      places: [{ ...place, from: day, until: null }],
    });
  }

  /** The program has a fault from now on, at each start. */
  spoilFolding(spoil: (sound: FoldChunk) => FoldChunk): void {
    this.#folder = { ...this.#folder, fold: spoil(this.#folder.fold) };
  }

  start(): void {
    if (this.#service !== null) return;
    const process = ++this.#process;
    const { log, chain, random, time } = this.#scenario;
    log.begin('fleet', () => bilingual(`process ${process} starts`, `第 ${process} 个进程启动`));
    const engine = new LedgerEngine(this.database, textCodec(chain), this.#folder);
    const mine = (): boolean => this.#process === process;
    const store = storeOf({ lives: mine }, this.database, engine);
    const service = new FleetService({
      store,
      broker: {
        send: (machine, channel, payload) => mine() && this.#send(machine, channel, payload),
        drop: (machine) => mine() && this.#network.drop(machine),
      },
      clock: { now: () => this.nowMs },
      ids: { uuid: () => random.uuid('fleet: id'), secret: () => random.uuid('fleet: secret'), hash: (text) => text },
      pins: worldPins(random),
      zone,
      rules: defaultRules,
      emit: (news) => mine() && this.#tell(news),
    });
    this.activity += 1;
    const opened = store.open().then(() => service.open());
    opened.then(
      () => {
        if (!mine()) return;
        this.#engine = engine;
        this.#service = service;
        this.activity += 1;
        this.#tick(process);
      },
      () => time.after(1_000, () => mine() && this.start()),
    );
  }

  /** The process dies, and with it the broker that it runs. */
  die(): void {
    this.#scenario.log.begin('fleet', () => bilingual('process dies', '进程中止'));
    this.#process += 1;
    this.#service = null;
    this.#engine = null;
    this.database.newProcess();
    this.#network.restartBroker(this.#scenario.random.between(1_000, 20_000, 'fleet: away'));
  }

  connected(machine: MachineId, connection: number): void {
    this.activity += 1;
    this.#service?.connected(machine, connection);
  }

  disconnected(machine: MachineId, connection: number): void {
    this.activity += 1;
    this.#service?.disconnected(machine, connection);
  }

  message(machine: MachineId, channel: KioskChannel, text: string): void {
    this.activity += 1;
    const service = this.#service;
    if (service === null) return;
    const before = service.state(machine)?.presence ?? null;
    service.message(machine, channel, text, text.length);
    if (channel === 'presence') this.onPresence?.(machine, text, before, service.state(machine)?.presence ?? null);
  }

  configure(machine: MachineId, wish: DesiredPlan): void {
    const basedOn = this.database.rows.configs.get(machine)?.config.version ?? null;
    this.ask((service) => service.configuration.configure(machine, { ...wish, basedOn }, 'operator'));
  }

  stopGivingOut(machine: MachineId): void {
    const wish = { reason: 'broken', note: null } as const;
    this.ask((service) => service.configuration.stopGivingOut(machine, wish, 'operator'));
  }

  resumeGivingOut(machine: MachineId): void {
    this.ask((service) => service.configuration.resumeGivingOut(machine, 'operator'));
  }

  command(machine: MachineId, kind: 'report' | 'restart' | 'clear', lane: PlannedLane['lane'], minutes: number): void {
    const wish = kind === 'clear' ? { kind, lane } : { kind };
    this.ask((service) => service.commands.request(machine, { ...wish, expiresInMinutes: minutes }, 'operator'));
  }

  commands(machine: MachineId): CommandRecord[] {
    return [...this.database.rows.commands.values()].filter((record) => record.machine === machine);
  }

  /** An operator asks the service for something; nothing happens while no process runs. */
  ask(what: (service: FleetService) => Promise<unknown>): void {
    const service = this.#service;
    if (service === null) return;
    this.activity += 1;
    what(service).catch((error) => {
      // The operator is informed of a refusal, and so is one whose store refuses.
      if (error instanceof RefusedError || this.database.refuses) return;
      this.onFailure?.(error);
    });
  }

  #tick(process: number): void {
    this.#scenario.time.after(tickMs, () => {
      const service = this.#service;
      if (this.#process !== process || service === null) return;
      this.activity += 1;
      service.tick().catch((error) => this.onFailure?.(error));
      this.#tick(process);
    });
  }

  #tell(news: FleetEvent): void {
    if (news.kind === 'flag') this.#scenario.log.write('fleet', () => flagText(news.change, news.flag.flag));
  }

  /** How many points were passed at which the process may die: two per commit and message. */
  points = 0;
  dieAt: number | null = null;

  #point(): boolean {
    this.points += 1;
    if (this.points !== this.dieAt) return false;
    this.#scenario.time.after(5_000, () => this.start());
    return true;
  }

  /** Makes the process die at the point with that number, commits included. */
  dieAtPoint(number: number | null): void {
    this.dieAt = number;
    this.database.dies = () => {
      const end = this.#point() ? 'before' : this.#point() ? 'after' : null;
      if (end !== null) this.#scenario.time.after(0, () => this.die());
      return end;
    };
  }

  #send(machine: MachineId, channel: FleetChannel, payload: string): void {
    if (this.#point()) {
      this.die();
      return;
    }
    if (channel === 'receipt') {
      // Only the values are needed here; the kiosk itself reads it by the contract.
      const { ledger, through, head } = JSON.parse(payload) as Receipt;
      this.onReceipt?.(machine, ledger, through, head);
    }
    this.#network.send(machine, channel, payload);
    if (this.#point()) this.die();
  }
}
