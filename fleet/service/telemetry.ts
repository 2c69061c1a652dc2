import { CommandResult } from '../../shared/contracts/commands.ts';
import { firstIssue } from '../../shared/contracts/first-issue.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { readJson } from '../../shared/contracts/json.ts';
import { type Online, Presence } from '../../shared/contracts/presence.ts';
import { ReportedState } from '../../shared/contracts/reported.ts';
import type { KioskChannel } from '../../shared/contracts/topics.ts';
import type { Rules } from '../../shared/rules/defaults.ts';
import { limits } from '../limits.ts';
import type { Broker, BrokerRefusal } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { Ledgers } from '../ports/ledgers.ts';
import type { TelemetryStore } from '../ports/telemetry-store.ts';
import { answered } from '../registry/commands.ts';
import { configMessage } from '../registry/config-view.ts';
import type { HeardRecord } from '../registry/records.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import { connect, disconnect, hear, isTwice } from '../state/presence.ts';
import type { CommandService } from './commands.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';
import type { NoticeService } from './notices.ts';
import type { StoreStatus } from './store-status.ts';

/** What telemetry needs. */
export interface TelemetryDependencies {
  readonly store: Pick<Ledgers, 'mark' | 'noteHeartbeatClock'> & Pick<TelemetryStore, 'saveReported' | 'saveHeard'>;
  readonly storeStatus: StoreStatus;
  readonly broker: Pick<Broker, 'send'>;
  readonly clock: Clock;
  readonly rules: Pick<Rules, 'offlineMinutes'>;
  readonly machines: Machines;
  readonly evaluationQueue: EvaluationQueue;
  readonly commands: CommandService;
  readonly notices: NoticeService;
  readonly emit: (event: FleetEvent) => void;
}

/** The clock of a run is stored again only if a heartbeat improves it by this much, in ms. */
const clockGainMs = 1000;

type Readable<T> = { success: true; data: T } | { success: false; error: Parameters<typeof firstIssue>[0] };

/**
 * What kiosks report about themselves (presence, reported state, command results), and what the
 * broker reports about their connections.
 */
export class TelemetryService {
  readonly #deps: TelemetryDependencies;
  /**
   * For each machine, the ledger and run of its last heartbeat, and when that run began by the
   * fleet's clock.
   */
  readonly #began = new Map<MachineId, { ledger: LedgerId; run: number; began: number }>();
  readonly #unsaved = new Set<MachineId>();
  /** The configuration last sent on a kiosk's request: over which connection, and when. */
  readonly #configSent = new Map<MachineId, { connection: number; version: number; at: number }>();

  constructor(deps: TelemetryDependencies) {
    this.#deps = deps;
  }

  /** A kiosk's connection was accepted. */
  connected(machine: MachineId, connection: number): void {
    const { clock, machines, evaluationQueue, notices } = this.#deps;
    const state = machines.get(machine);
    if (!state) return;
    const now = clock.now();
    state.presence = connect(state.presence, connection, now);
    state.refused = null;
    evaluationQueue.add(machine);
    if (isTwice(state.presence, now)) notices.noteTwice(state, now);
  }

  /** A connection or message of a machine, or of somebody under its name, was refused. */
  refused(why: BrokerRefusal, machine: string): void {
    const state = this.#deps.machines.get(machine as MachineId);
    if (!state) return;
    this.#deps.notices.noteRefused(state.record.machine, why);
    if (why !== 'wrong-secret' && why !== 'wrong-key') return;
    const now = this.#deps.clock.now();
    const { since, times } = state.refused ?? { since: now, times: 0 };
    state.refused = { since, last: now, times: times + 1 };
  }

  /** A kiosk's connection ended. */
  disconnected(machine: MachineId, connection: number): void {
    const { clock, machines, evaluationQueue } = this.#deps;
    const state = machines.get(machine);
    if (!state) return;
    state.presence = disconnect(state.presence, connection, clock.now());
    evaluationQueue.add(machine);
  }

  /** A message that is not a batch. */
  heard(machine: MachineId, channel: Exclude<KioskChannel, 'events'>, text: string | null, bytes: number): void {
    const { emit, machines } = this.#deps;
    const state = machines.get(machine);
    if (!state) return;
    const why = this.#read(state, channel, text, bytes);
    if (why !== null) emit({ kind: 'malformed', what: channel, machine, why });
  }

  /** Reads a message and acts on it. Returns why it cannot be read, or null. */
  #read(
    state: MachineState,
    channel: Exclude<KioskChannel, 'events'>,
    text: string | null,
    bytes: number,
  ): string | null {
    if (text === null) return 'not UTF-8';
    if (bytes > limits.reportBytes) return `${bytes} bytes, at most ${limits.reportBytes}`;
    const message = readJson(text);
    if (!message.ok) return message.why;
    const { json } = message;
    const act = <T>(read: Readable<T>, use: (data: T) => void): string | null => {
      if (!read.success) return firstIssue(read.error);
      use(read.data);
      return null;
    };
    if (channel === 'presence') return act(Presence.safeParse(json), (presence) => this.#presence(state, presence));
    if (channel === 'state')
      return act(ReportedState.safeParse(json), (reported) => this.#reported(state, reported, text));
    return act(CommandResult.safeParse(json), (result) =>
      this.#deps.commands.change(state, result.id, (command, now) => answered(command, result, now)),
    );
  }

  #presence(state: MachineState, presence: Presence): void {
    const { clock, rules, evaluationQueue, storeStatus, commands } = this.#deps;
    const { machine } = state.record;
    const now = clock.now();
    const before = state.presence;
    state.presence = hear(before, presence, now);
    const after = state.presence;
    const wasLong = before.heard === null || now - before.heard >= rules.offlineMinutes * 60_000;
    const clockTurned = Math.abs((after.clockOffByMs ?? 0) - (before.clockOffByMs ?? 0)) > 60_000;
    if (
      wasLong ||
      clockTurned ||
      after.link !== before.link ||
      after.config !== before.config ||
      after.run !== before.run
    )
      evaluationQueue.add(machine);
    if (!presence.online) return;
    this.#unsaved.add(machine);
    this.#noteClock(machine, presence, now);
    this.#answer(state, presence, now).catch(storeStatus.failed);
    commands.sendDue(state, now);
  }

  #noteClock(machine: MachineId, { ledger, run, up }: Online, now: number): void {
    const before = this.#began.get(machine);
    const began = now - up;
    if (before?.ledger === ledger && before.run === run && began > before.began - clockGainMs) return;
    this.#began.set(machine, { ledger, run, began });
    const { store, storeStatus } = this.#deps;
    store.noteHeartbeatClock(machine, { ledger, run, up }, now).catch(storeStatus.failed);
  }

  /**
   * Sends a receipt if the mark is not the kiosk's last line, and the configuration if its version
   * is not the one asked for [MQTT contract].
   */
  async #answer(state: MachineState, presence: Online, now: number): Promise<void> {
    const { store, broker } = this.#deps;
    const { machine } = state.record;
    if (state.config && state.config.config.version !== presence.config && this.#maySend(state, now))
      broker.send(machine, 'config', configMessage(state.config));
    const { through, head } = await store.mark(machine, presence.ledger);
    if (through !== presence.last)
      broker.send(machine, 'receipt', JSON.stringify({ ledger: presence.ledger, through, head, time: now }));
  }

  /**
   * Not the same again at once: a kiosk that does not read could fill the server's memory by
   * asking.
   */
  #maySend(state: MachineState, now: number): boolean {
    const { machine } = state.record;
    const { connection } = state.presence;
    const version = state.config?.config.version ?? 0;
    const last = this.#configSent.get(machine);
    const isSame = last?.connection === connection && last.version === version;
    if (isSame && now >= last.at && now - last.at < limits.configAgainMs) return false;
    this.#configSent.set(machine, { connection, version, at: now });
    return true;
  }

  #reported(state: MachineState, reported: ReportedState, text: string): void {
    const { store, storeStatus, evaluationQueue, clock } = this.#deps;
    const { machine } = state.record;
    const { ledger, last, plain = false } = reported;
    state.reported = {
      ledger,
      last,
      lanes: reported.lanes.map(({ lane, product, stock }) => ({ lane, product, stock })),
      plain,
    };
    evaluationQueue.add(machine);
    store.saveReported({ machine, at: reported.at, received: clock.now(), state: text }).catch(storeStatus.failed);
  }

  /**
   * Stores the heartbeats' times in one transaction. This also shows whether the store works again.
   */
  async save(): Promise<void> {
    const { store, storeStatus, machines } = this.#deps;
    const unsaved = [...this.#unsaved];
    this.#unsaved.clear();
    const records = unsaved.flatMap((machine): HeardRecord[] => {
      const state = machines.get(machine);
      return state ? [{ machine, heard: state.presence.heard, run: state.presence.run }] : [];
    });
    try {
      await store.saveHeard(records);
      storeStatus.works();
    } catch (error) {
      for (const machine of unsaved) this.#unsaved.add(machine);
      storeStatus.failed(error);
    }
  }
}
