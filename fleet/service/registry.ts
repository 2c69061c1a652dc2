import { isCounty } from '../../shared/areas/jiangxi.ts';
import type {
  ConfigChange,
  NewCommand,
  NewSuspension,
  Suspension,
  SuspensionChange,
} from '../../shared/contracts/fleet/history.ts';
import type { MachineChange, MachineSecret, Move, NewMachine, Retire } from '../../shared/contracts/fleet/machine.ts';
import type { NewStop } from '../../shared/contracts/fleet/stop.ts';
import type { NewDecision } from '../../shared/contracts/fleet/uncounted.ts';
import { LedgerId, type MachineId } from '../../shared/contracts/ids.ts';
import { addDays, formatDay, parseDay } from '../../shared/rules/calendar.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import { acknowledge } from '../../shared/rules/flag.ts';
import { type MachineState, newMachineState } from '../evaluate/machine-state.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import { RefusedError } from '../refused.ts';
import type { CommandRecord, FlagRecord, MachineRecord, SuspensionRecord } from '../registry/records.ts';
import type { CommandService } from './commands.ts';
import { demand, type Holdings, holdingsOf, stopOf } from './configuration.ts';
import { type Context, stateOf } from './context.ts';
import { decide } from './decisions.ts';

const minute = 60_000;

/** What people change: machines, their places and secrets, suspensions, configurations, commands, flags. Durable when it resolves. */
export class RegistryService {
  readonly #context: Context;
  readonly #commands: CommandService;
  /** Called when a machine's secret changed, so that the gate knows. */
  readonly #keyed: (record: MachineRecord) => void;
  readonly #turns = new KeyedMutex<string>();

  constructor(context: Context, commands: CommandService, keyed: (record: MachineRecord) => void) {
    this.#context = context;
    this.#commands = commands;
    this.#keyed = keyed;
  }

  #state(machine: string): MachineState {
    const state = stateOf(this.#context, machine as MachineId);
    if (!state) throw new RefusedError('not-found', `there is no machine ${machine}`);
    return state;
  }

  /** Every change is made of what the one before it left: of two that begin with the same, one would be lost unseen. */
  #change<T>(machine: string, change: (state: MachineState) => Promise<T>): Promise<T> {
    return this.#turns.take(machine, () => change(this.#state(machine)));
  }

  #county(code: string): void {
    if (!isCounty(code)) throw new RefusedError('invalid', `${code} is no county`);
  }

  async #save(state: MachineState, record: MachineRecord): Promise<void> {
    await this.#context.store.saveMachine(record);
    state.record = record;
    this.#changed(state, true);
  }

  #changed(state: MachineState, recount: boolean): void {
    if (recount) state.stale = true;
    this.#context.readModel.show(state);
    this.#context.dirty.add(state.record.machine);
    this.#context.emit({ kind: 'registry', machine: state.record.machine });
  }

  async register(wish: NewMachine, by: string): Promise<MachineSecret> {
    const { machine, lanes } = wish;
    const secret = await this.#turns.take(machine, () => this.#enter(wish));
    if (lanes) await this.configure(machine, { basedOn: null, lanes, recalls: [], limits: {} }, by);
    return { machine, secret };
  }

  async #enter(wish: NewMachine): Promise<string> {
    const { ids, clock, store, machines } = this.#context;
    if (machines.has(wish.machine)) throw new RefusedError('exists', `${wish.machine} is registered already`);
    this.#county(wish.region);
    const secret = ids.secret();
    const { machine, name, region, site, address, inServiceFrom } = wish;
    const record: MachineRecord = {
      machine,
      name,
      region,
      site,
      address,
      inServiceFrom,
      inServiceUntil: null,
      registered: clock.now(),
      secretHash: ids.hash(secret),
      places: [{ region, site, name, from: inServiceFrom, until: null }],
    };
    await store.saveMachine(record);
    const state = newMachineState(record);
    machines.set(machine, state);
    this.#keyed(record);
    this.#changed(state, true);
    return secret;
  }

  renewSecret(machine: string): Promise<MachineSecret> {
    return this.#change(machine, async (state) => {
      if (state.record.secretHash === null) throw new RefusedError('retired', `${machine} is retired`);
      const secret = this.#context.ids.secret();
      await this.#save(state, { ...state.record, secretHash: this.#context.ids.hash(secret) });
      this.#keyed(state.record);
      this.#context.broker.drop(state.record.machine);
      return { machine: state.record.machine, secret };
    });
  }

  change(machine: string, wish: MachineChange): Promise<void> {
    return this.#change(machine, (state) => {
      const record = { ...state.record, ...given(wish) };
      const places = record.places.map((place, index) => ({
        ...place,
        ...(index === 0 ? { from: record.inServiceFrom } : {}),
        ...(place.until === null ? { name: record.name, site: record.site } : {}),
      }));
      return this.#save(state, { ...record, places });
    });
  }

  move(machine: string, wish: Move): Promise<void> {
    return this.#change(machine, async (state) => {
      this.#county(wish.region);
      const { record } = state;
      const last = record.places.at(-1);
      if (last && wish.from <= last.from)
        throw new RefusedError('invalid', `it stands where it is since ${last.from}: a move comes after that`);
      const name = wish.name ?? record.name;
      const address = wish.address === undefined ? record.address : wish.address;
      const until = dayBefore(wish.from);
      const places = [
        ...record.places.map((place) => (place.until === null ? { ...place, until } : place)),
        { region: wish.region, site: wish.site, name, from: wish.from, until: null },
      ];
      await this.#save(state, { ...record, region: wish.region, site: wish.site, name, address, places });
    });
  }

  retire(machine: string, wish: Retire): Promise<void> {
    return this.#change(machine, async (state) => {
      const { record, account } = state;
      const last = account.lastIssued === null ? null : formatDay(account.lastIssued.day);
      if (last !== null && wish.until < last)
        throw new RefusedError('invalid', `until: its last box fell on ${last}, it can't be retired before that`);
      const places = record.places.map((place) => (place.until === null ? { ...place, until: wish.until } : place));
      await this.#save(state, { ...record, inServiceUntil: wish.until, secretHash: null, places });
      this.#keyed(state.record);
      this.#context.broker.drop(record.machine);
    });
  }

  suspensions(machine: string): readonly SuspensionRecord[] {
    return [...this.#state(machine).suspensions].sort((a, b) => (a.from < b.from ? 1 : -1));
  }

  suspend(machine: string, wish: NewSuspension, by: string): Promise<Suspension> {
    return this.#change(machine, async (state) => {
      const record: SuspensionRecord = {
        ...wish,
        id: this.#context.ids.uuid(),
        machine: state.record.machine,
        by,
        entered: this.#context.clock.now(),
      };
      await this.#context.store.saveSuspension(record);
      state.suspensions = [...state.suspensions, record];
      this.#changed(state, true);
      return record;
    });
  }

  changeSuspension(machine: string, id: string, wish: SuspensionChange): Promise<Suspension> {
    return this.#change(machine, async (state) => {
      const before = state.suspensions.find((each) => each.id === id);
      if (!before) throw new RefusedError('not-found', 'there is no such suspension');
      const record = { ...before, ...given(wish) };
      if (record.until !== null && record.until < record.from)
        throw new RefusedError('invalid', 'until is before from');
      await this.#context.store.saveSuspension(record);
      state.suspensions = state.suspensions.map((each) => (each.id === id ? record : each));
      this.#changed(state, true);
      return record;
    });
  }

  dropSuspension(machine: string, id: string): Promise<void> {
    return this.#change(machine, async (state) => {
      if (!state.suspensions.some((each) => each.id === id))
        throw new RefusedError('not-found', 'there is no such suspension');
      await this.#context.store.dropSuspension(id);
      state.suspensions = state.suspensions.filter((each) => each.id !== id);
      this.#changed(state, true);
    });
  }

  /** Decides about lines that are not counted: the machine's books are made anew by it before this resolves. */
  decide(machine: string, wish: NewDecision, by: string): Promise<void> {
    return this.#change(machine, async (state) => {
      await decide(this.#context, state, wish, by);
      this.#changed(state, true);
    });
  }

  /** Asks a machine for other lanes, recalls and limits. Whether it is stopped stays as it was asked for. */
  configure(machine: string, wish: ConfigChange, by: string): Promise<void> {
    return this.#change(machine, async (state) => {
      if (wish.basedOn !== (state.config?.config.version ?? null))
        throw new RefusedError('changed-meanwhile', 'somebody changed it meanwhile: look at it again');
      await demand(this.#context, state, wish, stopOf(state, this.#context.clock.now(), by), by);
      this.#changed(state, false);
    });
  }

  /** Asks a machine to give nothing out until it is resumed. In force only once its own ledger says so. */
  stopGivingOut(machine: string, wish: NewStop, by: string): Promise<void> {
    return this.#change(machine, async (state) => {
      if (state.record.secretHash === null) throw new RefusedError('retired', `${machine} is retired`);
      await demand(this.#context, state, this.#holdings(state), { ...wish, at: this.#context.clock.now(), by }, by);
      this.#changed(state, false);
    });
  }

  /** Asks a stopped machine to give out again; nothing where no stop is asked for or in force. */
  resumeGivingOut(machine: string, by: string): Promise<void> {
    return this.#change(machine, async (state) => {
      const inForce = state.account.books.stopped !== null;
      if (!inForce && stopOf(state, this.#context.clock.now(), by) === null) return;
      await demand(this.#context, state, this.#holdings(state), null, by);
      this.#changed(state, false);
    });
  }

  #holdings(state: MachineState): Holdings {
    const holdings = holdingsOf(state);
    if (!holdings) throw new RefusedError('not-heard', 'its lanes are not known yet: it has not been heard');
    return holdings;
  }

  async command(machine: string, wish: NewCommand, by: string): Promise<CommandRecord> {
    const { ids, clock } = this.#context;
    const state = this.#state(machine);
    if (state.record.secretHash === null) throw new RefusedError('retired', `${machine} is retired`);
    if (wish.kind === 'clear' && wish.lane === undefined)
      throw new RefusedError('invalid', 'lane: which one is to be cleared');
    const now = clock.now();
    return this.#commands.ask(state, {
      id: ids.uuid(),
      machine: state.record.machine,
      kind: wish.kind,
      lane: wish.kind === 'clear' ? (wish.lane ?? null) : null,
      state: 'queued',
      asked: now,
      by,
      expires: now + wish.expiresInMinutes * minute,
      steps: [{ state: 'queued', at: now, code: null, detail: null }],
    });
  }

  /** The open flag of that id, for whoever asks whether they may touch it. */
  openFlag(id: string): FlagRecord | null {
    for (const state of this.#context.machines.values()) {
      const found = state.flags.find((each) => each.id === id);
      if (found) return found;
    }
    return null;
  }

  async acknowledge(id: string, note: string, by: string): Promise<FlagRecord> {
    const found = this.openFlag(id);
    if (!found) throw new RefusedError('not-found', 'there is no such open flag');
    const state = this.#state(found.flag.machine);
    const record = { id, flag: acknowledge(found.flag, by, note, this.#context.clock.now()) };
    await this.#settleLost(state, found.flag.finding, note);
    await this.#context.store.saveJudged([], [record]);
    state.flags = state.flags.map((each) => (each.id === id ? record : each));
    this.#context.readModel.show(state);
    this.#context.emit({ kind: 'flag', change: 'acknowledged', flag: record });
    return record;
  }

  /** Whoever writes down what became of a lost ledger's boxes ends its flag: nobody else can. */
  async #settleLost(state: MachineState, finding: Finding, note: string): Promise<void> {
    if (finding.kind !== 'ledger-lost' || note.trim() === '') return;
    const { machine } = state.record;
    const notice = {
      machine,
      kind: 'ledger-settled',
      ledger: LedgerId.parse(finding.ledger),
      through: finding.through,
      head: null,
      at: this.#context.clock.now(),
    } as const;
    await this.#context.store.saveNotice(notice);
    state.notices.push(notice);
    this.#context.dirty.add(machine);
  }
}

/** What a wish says, without what it leaves open. */
function given<T extends object>(wish: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function dayBefore(text: string): string {
  const day = parseDay(text);
  if (day === null) throw new RefusedError('invalid', `${text} is no day`);
  return formatDay(addDays(day, -1));
}
