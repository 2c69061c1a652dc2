import type { NewCommand } from '../../shared/contracts/fleet/history.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { FleetEvent } from '../ports/events.ts';
import type { Ids } from '../ports/ids.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import { aged, commandMessage, isDue, isOver, sent, withdrawn } from '../registry/commands.ts';
import type { CommandRecord } from '../registry/records.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import { requireState } from './require-state.ts';
import type { StoreStatus } from './store-status.ts';

/** What the commands need. */
export interface CommandDependencies {
  readonly store: Pick<RegistryStore, 'saveCommand'>;
  readonly storeStatus: StoreStatus;
  readonly broker: Pick<Broker, 'send'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly machines: Machines;
  readonly emit: (event: FleetEvent) => void;
}

const minuteMs = 60_000;

/**
 * Handles commands: stores them before sending, sends them while the kiosk is present, and again
 * until they are answered or expire.
 */
export class CommandService {
  readonly #deps: CommandDependencies;

  /**
   * Commands with a state that may not be stored yet, including those that the store failed to
   * save.
   */
  readonly #unsaved = new Map<string, CommandRecord>();
  readonly #refused = new Set<string>();

  constructor(deps: CommandDependencies) {
    this.#deps = deps;
  }

  /** Stores a new command and sends it if its kiosk is present. Refuses for a retired machine. */
  async request(machine: string, wish: NewCommand, by: string): Promise<CommandRecord> {
    const { ids, clock, machines } = this.#deps;
    const state = requireState(machines, machine);
    if (state.record.secretHash === null) throw new RefusedError('retired', `${machine} is retired`, '这台机器已退役');
    if (wish.kind === 'clear' && wish.lane === undefined)
      throw new RefusedError('invalid', 'lane: which one is to be cleared', '请选择要复位的货道');
    const now = clock.now();
    return this.#begin(state, {
      id: ids.uuid(),
      machine: state.record.machine,
      kind: wish.kind,
      lane: wish.kind === 'clear' ? (wish.lane ?? null) : null,
      state: 'queued',
      asked: now,
      by,
      expires: now + wish.expiresInMinutes * minuteMs,
      steps: [{ state: 'queued', at: now, code: null, detail: null }],
    });
  }

  async #begin(state: MachineState, record: CommandRecord): Promise<CommandRecord> {
    await this.#deps.store.saveCommand(record);
    state.commands.set(record.id, { record, lastSent: null });
    this.#deps.emit({ kind: 'command', command: record });
    this.sendDue(state, this.#deps.clock.now());
    return state.commands.get(record.id)?.record ?? record;
  }

  /** Sends the commands that are due, if the kiosk is present. */
  sendDue(state: MachineState, now: number): void {
    if (state.presence.link?.up !== true || state.commands.size === 0) return;
    for (const [id, { record, lastSent }] of state.commands) {
      const message = isDue(record, lastSent, now) ? commandMessage(record) : null;
      if (!message) continue;
      state.commands.set(id, { record, lastSent: now });
      this.change(state, id, (command, at) => sent(command, at));
      this.#deps.broker.send(state.record.machine, 'commands', JSON.stringify(message));
    }
  }

  /** The machine moved: what its former place asked for is not sent any more. */
  moved(state: MachineState): void {
    for (const id of [...state.commands.keys()]) this.change(state, id, withdrawn);
  }

  /**
   * Changes a command in memory and stores it. A command that has ended is dropped from memory once
   * stored.
   */
  change(state: MachineState, id: string, how: (record: CommandRecord, now: number) => CommandRecord): void {
    const { clock, emit } = this.#deps;
    const held = state.commands.get(id);
    if (!held) return;
    const record = how(held.record, clock.now());
    if (record === held.record) return;
    if (isOver(record.state) && record.state !== 'unknown') state.commands.delete(id);
    else state.commands.set(id, { ...held, record });
    emit({ kind: 'command', command: record });
    this.#save(record);
  }

  /**
   * Stores a command. If the store fails, it is tried again at the next tick, so that no state is
   * lost.
   */
  #save(record: CommandRecord): void {
    const { store, storeStatus } = this.#deps;
    this.#unsaved.set(record.id, record);
    this.#refused.delete(record.id);
    store.saveCommand(record).then(
      () => {
        if (this.#unsaved.get(record.id) === record) this.#unsaved.delete(record.id);
      },
      (error) => {
        if (this.#unsaved.get(record.id) === record) this.#refused.add(record.id);
        storeStatus.failed(error);
      },
    );
  }

  /** Sends commands again and expires them as time passes. */
  tick(now: number): void {
    for (const id of [...this.#refused]) {
      const record = this.#unsaved.get(id);
      if (record) this.#save(record);
    }
    for (const state of this.#deps.machines.values()) {
      if (state.commands.size === 0) continue;
      for (const id of [...state.commands.keys()]) this.change(state, id, aged);
      this.sendDue(state, now);
    }
  }
}
