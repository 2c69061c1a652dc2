import { CommandResult } from '../../shared/contracts/commands.ts';
import { firstIssue } from '../../shared/contracts/first-issue.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { readJson } from '../../shared/contracts/json.ts';
import { type Online, Presence } from '../../shared/contracts/presence.ts';
import { ReportedState } from '../../shared/contracts/reported.ts';
import type { KioskChannel } from '../../shared/contracts/topics.ts';
import type { MachineState } from '../evaluate/machine-state.ts';
import { connect, disconnect, hear, isTwice } from '../evaluate/presence.ts';
import { limits } from '../limits.ts';
import { answered } from '../registry/commands.ts';
import type { HeardRecord } from '../registry/records.ts';
import type { CommandService } from './commands.ts';
import { type Context, errorText, stateOf } from './context.ts';

/** A heartbeat must be this much nearer to the truth before the clock of its run is told anew, in ms. */
const clockGainMs = 1000;

type Readable<T> = { success: true; data: T } | { success: false; error: Parameters<typeof firstIssue>[0] };

/** Hears what kiosks say of themselves: presence, reported state, results; and what the link says of their connections. */
export class TelemetryService {
  readonly #context: Context;
  readonly #commands: CommandService;
  readonly #began = new Map<MachineId, { run: number; began: number }>();
  readonly #unsaved = new Set<MachineId>();
  /** The configuration that was last sent on asking: over which connection, and when. */
  readonly #configSent = new Map<MachineId, { connection: number; version: number; at: number }>();

  constructor(context: Context, commands: CommandService) {
    this.#context = context;
    this.#commands = commands;
  }

  connected(machine: MachineId, connection: number): void {
    const { clock, dirty, store, setStoreStatus: storeIs } = this.#context;
    const state = stateOf(this.#context, machine);
    if (!state) return;
    const now = clock.now();
    state.presence = connect(state.presence, connection, now);
    state.refused = null;
    dirty.add(machine);
    if (!isTwice(state.presence, now) || state.notices.some((notice) => notice.kind === 'identity-twice')) return;
    const notice = { machine, kind: 'identity-twice', ledger: null, through: 0, head: null, at: now } as const;
    state.notices.push(notice);
    store.saveNotice(notice).catch((error) => storeIs(errorText(error)));
  }

  /** Somebody tried to connect as a machine, with a wrong secret. */
  turnedAway(machine: string): void {
    const state = stateOf(this.#context, machine as MachineId);
    if (!state) return;
    const now = this.#context.clock.now();
    const { since, times } = state.refused ?? { since: now, times: 0 };
    state.refused = { since, last: now, times: times + 1 };
  }

  disconnected(machine: MachineId, connection: number): void {
    const state = stateOf(this.#context, machine);
    if (!state) return;
    state.presence = disconnect(state.presence, connection, this.#context.clock.now());
    this.#context.dirty.add(machine);
  }

  /** A message that is not a batch. */
  heard(machine: MachineId, channel: Exclude<KioskChannel, 'events'>, text: string | null, bytes: number): void {
    const { emit: tell } = this.#context;
    const state = stateOf(this.#context, machine);
    if (!state) return;
    const why = this.#read(state, channel, text, bytes);
    if (why !== null) tell({ kind: 'malformed', what: channel, machine, why });
  }

  /** Reads a message and heeds it; answers why it can't be read, null where it was. */
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
    const heed = <T>(read: Readable<T>, use: (data: T) => void): string | null => {
      if (!read.success) return firstIssue(read.error);
      use(read.data);
      return null;
    };
    if (channel === 'presence') return heed(Presence.safeParse(json), (it) => this.#presence(state, it));
    if (channel === 'state') return heed(ReportedState.safeParse(json), (it) => this.#reported(state, it, text));
    return heed(CommandResult.safeParse(json), (result) =>
      this.#commands.change(state, result.id, (it, now) => answered(it, result, now)),
    );
  }

  #presence(state: MachineState, presence: Presence): void {
    const { clock, dirty } = this.#context;
    const { machine } = state.record;
    const now = clock.now();
    const before = state.presence;
    state.presence = hear(before, presence, now);
    const after = state.presence;
    const wasLong = before.heard === null || now - before.heard >= this.#context.rules.offlineMinutes * 60_000;
    const clockTurned = Math.abs((after.clockOffByMs ?? 0) - (before.clockOffByMs ?? 0)) > 60_000;
    if (
      wasLong ||
      clockTurned ||
      after.link !== before.link ||
      after.config !== before.config ||
      after.run !== before.run
    )
      dirty.add(machine);
    if (!presence.online) return;
    this.#unsaved.add(machine);
    this.#tellClock(machine, presence, now);
    this.#answer(state, presence, now).catch((error) => this.#context.setStoreStatus(errorText(error)));
    this.#commands.sendDue(state, now);
  }

  #tellClock(machine: MachineId, { run, up }: Online, now: number): void {
    const known = this.#began.get(machine);
    const began = now - up;
    if (known?.run === run && began > known.began - clockGainMs) return;
    this.#began.set(machine, { run, began });
    const { store, setStoreStatus: storeIs } = this.#context;
    store.noteHeartbeatClock(machine, run, up, now).catch((error) => storeIs(errorText(error)));
  }

  /** Receipt where the mark is not the kiosk's last line, configuration where its version is not the one asked for [MQTT contract]. */
  async #answer(state: MachineState, presence: Online, now: number): Promise<void> {
    const { store, broker: link } = this.#context;
    const { machine } = state.record;
    if (state.config && state.config.config.version !== presence.config && this.#maySend(state, now))
      link.send(machine, 'config', JSON.stringify(state.config.config));
    const { through, head } = await store.mark(machine, presence.ledger);
    if (through !== presence.last)
      link.send(machine, 'receipt', JSON.stringify({ ledger: presence.ledger, through, head, time: now }));
  }

  /** Not the same again at once: a kiosk that does not read would fill the server's memory by asking. */
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
    const { store, dirty, clock, setStoreStatus: storeIs } = this.#context;
    const { machine } = state.record;
    const { ledger, last } = reported;
    state.reported = {
      ledger,
      last,
      lanes: reported.lanes.map(({ lane, product, stock }) => ({ lane, product, stock })),
    };
    dirty.add(machine);
    store
      .saveReported({ machine, at: reported.at, received: clock.now(), state: text })
      .catch((error) => storeIs(errorText(error)));
  }

  /** Writes the heartbeats' times down, all in one go; also shows whether the store works again. */
  async save(): Promise<void> {
    const { store, setStoreStatus: storeIs } = this.#context;
    const machines = [...this.#unsaved];
    this.#unsaved.clear();
    const records = machines.flatMap((machine): HeardRecord[] => {
      const state = stateOf(this.#context, machine);
      return state ? [{ machine, heard: state.presence.heard, run: state.presence.run }] : [];
    });
    try {
      await store.saveHeard(records);
      storeIs(null);
    } catch (error) {
      for (const machine of machines) this.#unsaved.add(machine);
      storeIs(errorText(error));
    }
  }

  /** Takes back what was noticed of identities used twice and has ended. */
  forgetTwice(now: number): void {
    const { machines, store, dirty, setStoreStatus: storeIs } = this.#context;
    for (const state of machines.values()) {
      const twice = state.notices.some((notice) => notice.kind === 'identity-twice');
      if (!twice || now - (state.presence.takeovers.at(-1) ?? 0) < limits.takeoverWindowMs) continue;
      state.notices = state.notices.filter((notice) => notice.kind !== 'identity-twice');
      dirty.add(state.record.machine);
      store.dropNotices(state.record.machine, 'identity-twice').catch((error) => storeIs(errorText(error)));
    }
  }
}
