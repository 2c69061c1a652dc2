import type { MachineId } from '../../shared/contracts/ids.ts';
import { readJson } from '../../shared/contracts/json.ts';
import { ReportedState } from '../../shared/contracts/reported.ts';
import type { KioskChannel } from '../../shared/contracts/topics.ts';
import type { LocalDay, Zone } from '../../shared/rules/calendar.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { type MachineState, type Machines, newMachineState } from '../evaluate/machine-state.ts';
import { type PresenceState, unheard } from '../evaluate/presence.ts';
import { readAccount } from '../ledger/account-text.ts';
import { limits } from '../limits.ts';
import type { MachineBrief } from '../lists/machine-brief.ts';
import { ReadModel } from '../lists/read-model.ts';
import { type Visit, visitOf } from '../lists/restock-list.ts';
import type { Broker, BrokerEvents, BrokerRefusal, MachineAuthenticator } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { FleetStore } from '../ports/fleet-store.ts';
import type { Ids } from '../ports/ids.ts';
import type { MachineRecord } from '../registry/records.ts';
import { CommandService } from './commands.ts';
import type { Context } from './context.ts';
import { EvaluationService } from './evaluation.ts';
import { IngestService } from './ingest.ts';
import { NoticeDesk } from './noticing.ts';
import { Queries } from './queries.ts';
import { RegistryService } from './registry.ts';
import { TelemetryService } from './telemetry.ts';

/** What the service needs from outside. It reads no clock, no dice, no network and no file by itself. */
export interface ServicePorts {
  readonly store: FleetStore;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: Zone;
  readonly rules: Rules;
  readonly emit: (news: FleetEvent) => void;
  /** A watcher failed at some news. */
  readonly unheard?: (news: FleetEvent, error: unknown) => void;
  /** What a product is called; its code where it has no name. */
  readonly productName?: (code: string) => string;
}

/** Accounts read at once when the service opens. */
const accountsAtOnce = 100;

/**
 * The fleet server without its edges: hears the link, keeps the ledgers, judges the machines and answers people. Whoever runs it calls `tick`
 * about once a second, of real or of virtual time; all else happens when it is called.
 */
export class FleetService implements BrokerEvents, MachineAuthenticator {
  readonly #context: Context;
  readonly #machines: Machines = new Map();
  readonly #hashes = new Map<string, string>();
  readonly #notices: NoticeDesk;
  readonly #intake: IngestService;
  readonly #hearing: TelemetryService;
  readonly #judging: EvaluationService;
  readonly #commands: CommandService;
  #storeWhy: string | null = null;
  #savedAt: number;
  /** What people change, and what they ask. */
  readonly registry: RegistryService;
  readonly queries: Queries;

  constructor(ports: ServicePorts) {
    const dirty = new Set<MachineId>();
    this.#savedAt = ports.clock.now();
    this.#context = {
      ...ports,
      machines: this.#machines,
      readModel: new ReadModel({ target: ports.rules.target, minDays: ports.rules.paceMinDays }),
      asked: { at: Number.NEGATIVE_INFINITY },
      upSince: ports.clock.now(),
      dirty,
      storeError: () => this.#storeWhy,
      // Whoever watches must not stop the work that they watch.
      emit: (news) => {
        try {
          ports.emit(news);
        } catch (error) {
          ports.unheard?.(news, error);
        }
      },
      setStoreStatus: (why) => {
        if (why === this.#storeWhy) return;
        this.#storeWhy = why;
        this.#context.emit({ kind: 'store', state: why === null ? 'ok' : 'failed', why });
        if (why === null) this.#intake.work();
      },
    };
    this.#commands = new CommandService(this.#context);
    this.#notices = new NoticeDesk(this.#context);
    this.#intake = new IngestService(this.#context, this.#notices);
    this.#hearing = new TelemetryService(this.#context, this.#commands);
    this.#judging = new EvaluationService(this.#context);
    this.registry = new RegistryService(this.#context, this.#commands, (record) => this.#key(record));
    this.queries = new Queries(this.#context, this.#judging, ports.productName ?? ((code) => code));
  }

  get upSince(): number {
    return this.#context.upSince;
  }

  /** Why the store refuses, null while it works. */
  get storeError(): string | null {
    return this.#storeWhy;
  }

  /** The machines whose lines cannot be booked. */
  notBooked(): MachineId[] {
    return [...this.#machines.values()].filter((state) => state.notBooked !== null).map(({ record }) => record.machine);
  }

  get waitingBatches(): number {
    return this.#intake.waiting;
  }

  get batchesLeftOut(): number {
    return this.#intake.leftOut;
  }

  now(): number {
    return this.#context.clock.now();
  }

  today(): LocalDay {
    return this.#context.zone.dayOf(this.#context.clock.now());
  }

  /** Reads everything from the open store: all keys are known before a link may listen. */
  async open(): Promise<void> {
    await this.#takeIn();
    this.#intake.foldAnew();
  }

  /** Takes in machines that were put into the store beside the service, such as an imported history; folded by whoever put them there. */
  async reload(): Promise<void> {
    for (const machine of await this.#takeIn()) this.#context.dirty.add(machine);
    this.#judging.refit();
  }

  /** What those machines want brought and taken that want a visit. */
  async #readVisits(briefs: readonly MachineBrief[]): Promise<Map<string, Visit>> {
    const wanting = briefs.flatMap(({ machine, restock }) => (restock === 1 ? [machine] : []));
    const visits = new Map<string, Visit>();
    for (let from = 0; from < wanting.length; from += accountsAtOnce)
      for (const stop of await this.#context.store.stops(wanting.slice(from, from + accountsAtOnce)))
        visits.set(stop.machine, visitOf(stop));
    return visits;
  }

  /** Reads the machines that are not known yet, with all that is kept of them; answers which they are. */
  async #takeIn(): Promise<MachineId[]> {
    const { store } = this.#context;
    const fresh = new Map<string, MachineState>();
    for (const record of await store.machines())
      if (!this.#machines.has(record.machine)) fresh.set(record.machine, newMachineState(record));
    const each = <T extends { machine: string }>(
      rows: readonly T[],
      put: (row: T, state: MachineState) => void,
    ): void => {
      for (const row of rows) {
        const state = fresh.get(row.machine);
        if (state) put(row, state);
      }
    };
    each(await store.suspensions(), (row, state) => state.suspensions.push(row));
    each(await store.decisions(), (row, state) => state.decisions.push(row));
    each(await store.configs(), (row, state) => {
      state.config = row;
    });
    each(await store.notices(), (row, state) => state.notices.push(row));
    each(await store.heard(), (row, state) => {
      state.presence = { ...unheard, heard: row.heard, run: row.run };
    });
    each(await store.openCommands(), (record, state) => state.commands.set(record.id, { record, lastSent: null }));
    each(await store.setAside(), (row, state) => {
      state.notBooked = row.at;
    });
    for (const record of await store.openFlags()) fresh.get(record.flag.machine)?.flags.push(record);
    await this.#readAccounts(fresh);
    const briefs = new Map((await store.briefs()).map((brief) => [brief.machine, brief]));
    const visits = await this.#readVisits([...briefs.values()]);
    for (const state of fresh.values()) {
      this.#machines.set(state.record.machine, state);
      this.#key(state.record);
      const { machine } = state.record;
      this.#context.readModel.show(state, briefs.get(machine), visits.get(machine));
    }
    return [...fresh.values()].map((state) => state.record.machine);
  }

  async #readAccounts(states: ReadonlyMap<string, MachineState>): Promise<void> {
    const { store } = this.#context;
    const all = [...states.values()];
    for (let from = 0; from < all.length; from += accountsAtOnce)
      await Promise.all(
        all.slice(from, from + accountsAtOnce).map(async (known) => {
          const { machine } = known.record;
          known.account = readAccount(await store.account(machine));
          const reported = await store.reported(machine);
          const json = reported === null ? null : readJson(reported.state);
          const read = json?.ok ? ReportedState.safeParse(json.json) : null;
          if (read?.success)
            known.reported = { ledger: read.data.ledger, last: read.data.last, lanes: read.data.lanes };
        }),
      );
  }

  #key(record: MachineRecord): void {
    if (record.secretHash === null) this.#hashes.delete(record.machine);
    else this.#hashes.set(record.machine, record.secretHash);
  }

  authenticate(machine: string, secret: string): 'yes' | 'wrong-secret' | 'unknown-machine' {
    const hash = this.#hashes.get(machine);
    if (hash === undefined) return 'unknown-machine';
    return sameText(this.#context.ids.hash(secret), hash) ? 'yes' : 'wrong-secret';
  }

  connected(machine: MachineId, connection: number): void {
    this.#hearing.connected(machine, connection);
  }

  disconnected(machine: MachineId, connection: number): void {
    this.#hearing.disconnected(machine, connection);
  }

  message(machine: MachineId, channel: KioskChannel, text: string | null, bytes: number): void {
    if (!this.#hashes.has(machine)) this.refused('unknown-machine', machine);
    else if (channel !== 'events') this.#hearing.heard(machine, channel, text, bytes);
    else if (text === null) this.#context.emit({ kind: 'malformed', what: channel, machine, why: 'not UTF-8' });
    else this.#intake.arrive({ machine, payload: text, bytes });
  }

  batch(machine: MachineId, payload: Uint8Array): void {
    if (!this.#hashes.has(machine)) this.refused('unknown-machine', machine);
    else this.#intake.arrive({ machine, payload, bytes: payload.length });
  }

  refused(why: BrokerRefusal, machine: string | null): void {
    if (why === 'wrong-secret' && machine !== null) this.#hearing.turnedAway(machine);
    this.#context.emit({ kind: 'refused', why, machine });
  }

  /** Time passed: what folding left for later, commands, heartbeats to write down, machines to judge. Resolves when that is done. */
  async tick(): Promise<void> {
    const now = this.#context.clock.now();
    this.#commands.tick(now, this.#machines);
    this.#hearing.forgetTwice(now);
    this.#notices.forgetOverQuota(now);
    if (this.#storeWhy !== null || now - this.#savedAt >= limits.presenceSaveMs) {
      this.#savedAt = now;
      await this.#hearing.save();
    }
    if (this.#storeWhy === null) this.#intake.work();
    await this.#judging.run();
  }

  /** Resolves when all that arrived is stored or refused, and all that is stored is folded. */
  settled(): Promise<void> {
    return this.#intake.settled();
  }

  /** Ends the loop after what is at hand; heartbeat times are written down. */
  async stop(): Promise<void> {
    await this.#intake.stop();
    await this.#judging.stop();
    await this.#hearing.save();
  }

  record(machine: string): MachineRecord | null {
    return this.#machines.get(machine as MachineId)?.record ?? null;
  }

  presence(machine: string): PresenceState | null {
    return this.#machines.get(machine as MachineId)?.presence ?? null;
  }

  state(machine: string) {
    return this.#machines.get(machine as MachineId) ?? null;
  }

  names(): MachineId[] {
    return [...this.#machines.keys()];
  }
}

/** Compares two hashes in the same time wherever they differ. */
function sameText(a: string, b: string): boolean {
  let differ = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) differ |= a.charCodeAt(index) ^ b.charCodeAt(index % b.length);
  return differ === 0;
}
