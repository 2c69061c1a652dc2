import { isCounty } from '../../shared/areas/jiangxi.ts';
import type {
  MachineChange,
  MachineSecret,
  Move,
  NewMachine,
  Retire,
} from '../../shared/contracts/fleet/registration.ts';
import type { NewSiteContact } from '../../shared/contracts/fleet/site-contact.ts';
import { addDays, formatDay, parseDay, type Zone } from '../../shared/rules/calendar.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import { afterMove } from '../registry/credentials.ts';
import { firstDayChanges } from '../registry/day-changes.ts';
import type { MachineRecord } from '../registry/records.ts';
import { type MachineState, type Machines, newMachineState } from '../state/machine-state.ts';
import type { CommandService } from './commands.ts';
import type { ConfigurationService } from './configuration.ts';
import { definedFields } from './defined-fields.ts';
import type { Follower } from './follower.ts';
import type { MachineEdits } from './machine-edits.ts';
import type { MachineKeys } from './machine-keys.ts';
import { requireWhy } from './reasons.ts';

/** What the registry of machines needs. */
export interface RegistryDependencies {
  readonly store: Pick<RegistryStore, 'saveMachine'>;
  readonly broker: Pick<Broker, 'drop'>;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly ids: Pick<Ids, 'secret' | 'hash'>;
  readonly machines: Machines;
  readonly keys: MachineKeys;
  readonly edits: MachineEdits;
  readonly commands: Pick<CommandService, 'moved'>;
  readonly configuration: ConfigurationService;
  readonly follower: Pick<Follower, 'machineChanged'>;
}

/**
 * Machines as people enter them: names, sites, secrets, service. Durable when a promise resolves.
 */
export class RegistryService {
  readonly #deps: RegistryDependencies;

  constructor(deps: RegistryDependencies) {
    this.#deps = deps;
  }

  async #save(state: MachineState, record: MachineRecord): Promise<void> {
    await this.#deps.store.saveMachine(record);
    state.record = record;
    this.#deps.edits.edited(state, { recount: true });
  }

  /**
   * Registers a machine and returns its secret, which is stored nowhere. Refuses an id that is
   * taken.
   */
  async register(wish: NewMachine, by: string): Promise<MachineSecret> {
    const { edits, configuration, follower } = this.#deps;
    const { machine, lanes } = wish;
    const secret = await edits.exclusive(machine, () => this.#enter(wish));
    if (lanes) await configuration.configure(machine, { basedOn: null, lanes, recalls: [], limits: {} }, by);
    await follower.machineChanged(machine, by);
    return { machine, secret };
  }

  async #enter(wish: NewMachine): Promise<string> {
    const { ids, clock, store, machines, keys, edits } = this.#deps;
    if (machines.has(wish.machine))
      throw new RefusedError('exists', `the id ${wish.machine} is taken`, `编号 ${wish.machine} 已被使用`);
    refuseNoCounty(wish.region);
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
    keys.set(record);
    edits.edited(state, { recount: true });
    return secret;
  }

  /** Gives a machine a new secret and closes its connection. */
  renewSecret(machine: string): Promise<MachineSecret> {
    const { ids, keys, broker, edits } = this.#deps;
    return edits.edit(machine, async (state) => {
      if (state.record.secretHash === null)
        throw new RefusedError('retired', `${machine} is retired`, '这台机器已退役');
      const secret = ids.secret();
      const { credentials } = state.record;
      const accepted = credentials && { credentials: { ...credentials, secretEnded: false } };
      await this.#save(state, { ...state.record, ...accepted, secretHash: ids.hash(secret) });
      keys.set(state.record);
      broker.drop(state.record.machine);
      return { machine: state.record.machine, secret };
    });
  }

  /**
   * Corrects what was entered about a machine. Its first and present place change accordingly.
   * Refuses another first day that changes days that are over, if it comes without a reason.
   */
  change(machine: string, { why, ...wish }: MachineChange, by: string): Promise<void> {
    const { edits, clock, zone } = this.#deps;
    return edits.edit(machine, async (state) => {
      const at = clock.now();
      const changing = { at, by, why: why?.trim() || null, today: zone.dayOf(at) };
      const { inServiceFrom, dayChanges = [] } = state.record;
      const changes = firstDayChanges(inServiceFrom, wish.inServiceFrom ?? inServiceFrom, changing);
      requireWhy(changes, changing.why);
      const record = {
        ...state.record,
        ...definedFields(wish),
        ...(changes.length === 0 ? {} : { dayChanges: [...dayChanges, ...changes] }),
      };
      const places = record.places.map((place, index) => ({
        ...place,
        ...(index === 0 ? { from: record.inServiceFrom } : {}),
        ...(place.until === null ? { name: record.name, site: record.site } : {}),
      }));
      return this.#save(state, { ...record, places });
    });
  }

  /**
   * Moves a machine to another place from a day on. Refuses a day that is not after its last move.
   */
  async move(machine: string, wish: Move, by: string): Promise<void> {
    const { edits, commands, follower } = this.#deps;
    await edits.edit(machine, async (state) => {
      refuseNoCounty(wish.region);
      const { record } = state;
      const last = record.places.at(-1);
      if (last && wish.from <= last.from)
        throw new RefusedError(
          'invalid',
          `it has been at its place since ${last.from}: a move must be later`,
          `机器自 ${last.from} 起在现在的地方，搬迁日期须晚于这一天`,
        );
      const name = wish.name ?? record.name;
      const address = wish.address === undefined ? record.address : wish.address;
      const until = dayBefore(wish.from);
      const places = [
        ...record.places.map((place) => (place.until === null ? { ...place, until } : place)),
        { region: wish.region, site: wish.site, name, from: wish.from, until: null },
      ];
      // Who was to be called, and where that is, belong to the site that it leaves.
      const moved = { region: wish.region, site: wish.site, name, address, places, contact: null, position: null };
      const credentials = record.credentials && { credentials: afterMove(record.credentials) };
      await this.#save(state, { ...record, ...moved, ...credentials });
      commands.moved(state);
    });
    // What its new area calls back is asked of it, and what only the old one did no more.
    await follower.machineChanged(machine, by);
  }

  /**
   * Enters whom to call at the machine's site, as checked on a day. Null removes that. Refuses a
   * day in the future.
   */
  setContact(machine: string, wish: NewSiteContact | null, by: string): Promise<void> {
    const { edits, clock, zone } = this.#deps;
    return edits.edit(machine, (state) => {
      if (wish !== null && wish.checked > formatDay(zone.dayOf(clock.now())))
        throw new RefusedError('invalid', `checked: ${wish.checked} has not come yet`, '核对日期不能晚于今日');
      return this.#save(state, { ...state.record, contact: wish && { ...wish, by } });
    });
  }

  /**
   * Ends a machine's service after a day. Deletes its secret and closes its connection. Refuses a
   * day before its last issue.
   */
  retire(machine: string, wish: Retire): Promise<void> {
    const { keys, broker, edits } = this.#deps;
    return edits.edit(machine, async (state) => {
      const { record, account } = state;
      const last = account.lastIssued === null ? null : formatDay(account.lastIssued.day);
      if (last !== null && wish.until < last)
        throw new RefusedError(
          'invalid',
          `until: its last box fell on ${last}, it can't be retired before that`,
          `机器在 ${last} 还发放过，退役日期不能早于这一天`,
        );
      const places = record.places.map((place) => (place.until === null ? { ...place, until: wish.until } : place));
      const { credentials: _, ...kept } = record;
      await this.#save(state, { ...kept, inServiceUntil: wish.until, secretHash: null, places, contact: null });
      keys.set(state.record);
      broker.drop(record.machine);
    });
  }
}

function refuseNoCounty(code: string): void {
  if (!isCounty(code)) throw new RefusedError('invalid', `${code} is no county`, '请选择县（市、区）');
}

function dayBefore(text: string): string {
  const day = parseDay(text);
  if (day === null) throw new RefusedError('invalid', `${text} is no day`, `${text} 不是日期`);
  return formatDay(addDays(day, -1));
}
