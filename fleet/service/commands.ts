import type { MachineId } from '../../shared/contracts/ids.ts';
import type { MachineState } from '../evaluate/machine-state.ts';
import { aged, commandMessage, isDue, isOver, sent } from '../registry/commands.ts';
import type { CommandRecord } from '../registry/records.ts';
import { type Context, errorText } from './context.ts';

/** Looks after commands: written down before they are sent, sent while the kiosk is present, again until answered or expired. */
export class CommandService {
  readonly #context: Context;

  /** Steps that are not known to be written down yet, and those of them that the store refused. */
  readonly #unsaved = new Map<string, CommandRecord>();
  readonly #refused = new Set<string>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Takes a new command on, durably, and sends it where its kiosk is there. */
  async ask(state: MachineState, record: CommandRecord): Promise<CommandRecord> {
    await this.#context.store.saveCommand(record);
    state.commands.set(record.id, { record, lastSent: null });
    this.#context.emit({ kind: 'command', command: record });
    this.sendDue(state, this.#context.clock.now());
    return state.commands.get(record.id)?.record ?? record;
  }

  /** Sends what is due to a kiosk that is present. */
  sendDue(state: MachineState, now: number): void {
    if (state.presence.link?.up !== true || state.commands.size === 0) return;
    for (const [id, { record, lastSent }] of state.commands) {
      const message = isDue(record, lastSent, now) ? commandMessage(record) : null;
      if (!message) continue;
      state.commands.set(id, { record, lastSent: now });
      this.change(state, id, (it, at) => sent(it, at));
      this.#context.broker.send(state.record.machine, 'commands', JSON.stringify(message));
    }
  }

  /** Changes a command that is at hand; one that is over is let go of after it is written down. */
  change(state: MachineState, id: string, how: (record: CommandRecord, now: number) => CommandRecord): void {
    const { clock, emit: tell } = this.#context;
    const known = state.commands.get(id);
    if (!known) return;
    const record = how(known.record, clock.now());
    if (record === known.record) return;
    if (isOver(record.state) && record.state !== 'unknown') state.commands.delete(id);
    else state.commands.set(id, { ...known, record });
    tell({ kind: 'command', command: record });
    this.#save(record);
  }

  /** Writes a command down; where the store refuses, again at the next tick, so that what is kept is never left behind. */
  #save(record: CommandRecord): void {
    const { store, setStoreStatus: storeIs } = this.#context;
    this.#unsaved.set(record.id, record);
    this.#refused.delete(record.id);
    store.saveCommand(record).then(
      () => {
        if (this.#unsaved.get(record.id) === record) this.#unsaved.delete(record.id);
      },
      (error) => {
        if (this.#unsaved.get(record.id) === record) this.#refused.add(record.id);
        storeIs(errorText(error));
      },
    );
  }

  /** Sends again and lets expire, as time passes. */
  tick(now: number, machines: Iterable<[MachineId, MachineState]>): void {
    for (const id of [...this.#refused]) {
      const record = this.#unsaved.get(id);
      if (record) this.#save(record);
    }
    for (const [, state] of machines) {
      if (state.commands.size === 0) continue;
      for (const id of [...state.commands.keys()]) this.change(state, id, aged);
      this.sendDue(state, now);
    }
  }
}
