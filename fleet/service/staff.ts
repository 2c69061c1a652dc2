import { areaCode, areaOf, isWithin } from '../../shared/areas/jiangxi.ts';
import type { NewStaff, StaffChange, StaffPerson } from '../../shared/contracts/fleet/staff.ts';
import { staffMax } from '../../shared/contracts/staff.ts';
import { isWeakPin } from '../../shared/rules/weak-pin.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Pins } from '../ports/pins.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import type { LastWork, RestockRecordStore } from '../ports/restock-record-store.ts';
import { RefusedError } from '../refused.ts';
import type { StaffRecord } from '../registry/staff-records.ts';
import { type StaffRegister, worksAt } from '../registry/staff-register.ts';
import type { Machines } from '../state/machine-state.ts';
import { definedFields } from './defined-fields.ts';
import type { Follower } from './follower.ts';

/** What the staff of machines need. */
export interface StaffDependencies {
  readonly store: Pick<RegistryStore, 'staff' | 'saveStaff'> & Pick<RestockRecordStore, 'lastWork'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly pins: Pins;
  readonly machines: Machines;
  readonly staffRegister: StaffRegister;
  readonly follower: Pick<Follower, 'areaChanged'>;
}

/** A person, and the PIN that was drawn for them; null if somebody chose it. */
export interface PersonWithPin {
  readonly person: StaffRecord;
  readonly pin: string | null;
}

/**
 * The people who work at machines: fillers and technicians, and where they may. Durable when a
 * promise resolves; then their machines are asked for it.
 */
export class StaffService {
  readonly #deps: StaffDependencies;
  readonly #mutex = new KeyedMutex<'staff'>();

  constructor(deps: StaffDependencies) {
    this.#deps = deps;
  }

  /** Reads the people from the store. */
  async open(): Promise<void> {
    for (const record of await this.#deps.store.staff()) this.#deps.staffRegister.put(record);
  }

  /** Null if there is no such person. */
  find(id: string): StaffRecord | null {
    return this.#deps.staffRegister.find(id);
  }

  /**
   * People who may work somewhere in an area, or might if they were not stopped: by name, those who
   * are stopped last.
   */
  async list(area: string): Promise<StaffPerson[]> {
    const people = this.#deps.staffRegister
      .all()
      .filter((each) => isWithin(each.area, area) || isWithin(area, each.area));
    const last = new Map((await this.#deps.store.lastWork(people)).map((each) => [each.id, each]));
    const rank = ({ stopped }: StaffPerson): number => (stopped === null ? 0 : 1);
    return people
      .map((each) => staffView(each, last.get(each.id) ?? null))
      .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** Enters a person. Refuses a weak PIN, and a machine that is not in their area. */
  add({ pin, ...wish }: NewStaff, by: string): Promise<PersonWithPin> {
    return this.#mutex.take('staff', async () => {
      const { clock, ids } = this.#deps;
      this.#requirePlace(wish);
      const set = await this.#pin(pin);
      const now = clock.now();
      const entered = { id: ids.uuid(), pin: set.hash, pinSet: now, entered: now, by, stopped: null };
      const person = { ...wish, area: areaCode(wish.area), ...entered };
      this.#requireRoom(person);
      await this.#save(person, [person.area], by);
      return { person, pin: set.drawn };
    });
  }

  /** Changes what was entered, or stops a person, or lets them work again. */
  change(id: string, { stopped, ...wish }: StaffChange, by: string): Promise<StaffRecord> {
    return this.#mutex.take('staff', async () => {
      const before = this.#require(id);
      const now = this.#deps.clock.now();
      const person = { ...before, ...definedFields(wish), ...stopOf(before, stopped, { at: now, by }) };
      const placed = { ...person, area: areaCode(person.area) };
      this.#requirePlace(placed);
      this.#requireRoom(placed);
      await this.#save(placed, [before.area, placed.area], by);
      return placed;
    });
  }

  /** Gives a person another PIN. The one before is refused by each machine once it has heard so. */
  renewPin(id: string, pin: string | undefined, by: string): Promise<PersonWithPin> {
    return this.#mutex.take('staff', async () => {
      const set = await this.#pin(pin);
      const person = { ...this.#require(id), pin: set.hash, pinSet: this.#deps.clock.now() };
      await this.#save(person, [person.area], by);
      return { person, pin: set.drawn };
    });
  }

  async #pin(chosen: string | undefined) {
    const { pins } = this.#deps;
    if (chosen !== undefined && isWeakPin(chosen))
      throw new RefusedError('weak-pin', 'this PIN is easy to guess', 'PIN 太容易被猜到');
    const drawn = chosen === undefined ? pins.draw() : null;
    return { drawn, hash: await pins.hash(drawn ?? chosen ?? '') };
  }

  async #save(person: StaffRecord, areas: readonly string[], by: string): Promise<void> {
    const { store, staffRegister, follower } = this.#deps;
    await store.saveStaff(person);
    staffRegister.put(person);
    for (const area of new Set(areas)) follower.areaChanged(area, by);
  }

  #require(id: string): StaffRecord {
    const found = this.find(id);
    if (!found) throw new RefusedError('not-found', 'there is no such person', '没有这名工作人员');
    return found;
  }

  #requirePlace({ area, machines }: Pick<StaffRecord, 'area' | 'machines'>): void {
    if (!areaOf(area)) throw new RefusedError('invalid', `area: there is no area ${area}`, '没有这个区域');
    for (const machine of machines) {
      const region = this.#deps.machines.get(machine)?.record.region;
      if (region === undefined || !isWithin(region, area))
        throw new RefusedError('invalid', `machines: ${machine} is not in this area`, `${machine} 不在该区域内`);
    }
  }

  #requireRoom(person: StaffRecord): void {
    if (person.stopped !== null) return;
    for (const { record } of this.#deps.machines.values()) {
      if (!worksAt(person, record)) continue;
      const others = this.#deps.staffRegister.at(record).filter(({ id }) => id !== person.id);
      if (others.length >= staffMax)
        throw new RefusedError(
          'invalid',
          `area: ${record.machine} has ${staffMax} people already`,
          `${record.machine} 的工作人员已达 ${staffMax} 人`,
        );
    }
  }
}

/** The stop after a change: an earlier one keeps its time. */
function stopOf(
  { stopped }: StaffRecord,
  wish: boolean | undefined,
  now: NonNullable<StaffRecord['stopped']>,
): Pick<StaffRecord, 'stopped'> {
  if (wish === undefined) return { stopped };
  return { stopped: wish ? (stopped ?? now) : null };
}

/** A person as pages show them: field by field, so that nothing of the PIN is among it. */
export function staffView(record: StaffRecord, last: LastWork | null): StaffPerson {
  const { id, name, role, area, machines, pinSet, entered, by, stopped } = record;
  return {
    ...{ id, name, role, area, machines: [...machines], pinSet, entered, by, stopped },
    lastSeen: last && { at: last.at, machine: last.machine },
  };
}
