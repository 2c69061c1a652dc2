import { areaCode, areaOf, isWithin } from '../../shared/areas/jiangxi.ts';
import type { AreaScreen, MachineScreen, ScreenChoice, ScreenWish } from '../../shared/contracts/fleet/screen.ts';
import { formatDay, type Zone } from '../../shared/rules/calendar.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import type { Clock } from '../ports/clock.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import {
  type ScreenChoiceRecord,
  type ScreenChoices,
  type ScreenScope,
  scopeKey,
  withRules,
} from '../registry/screen-choices.ts';
import type { StaffRegister } from '../registry/staff-register.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import type { Additions } from './additions.ts';
import type { Follower } from './follower.ts';
import { requireState } from './require-state.ts';

/** What the settings of screens need. */
export interface ScreenDependencies {
  readonly store: Pick<RegistryStore, 'screenChoices' | 'saveScreenChoice'>;
  readonly clock: Clock;
  readonly zone: Zone;
  readonly machines: Machines;
  readonly screenChoices: ScreenChoices;
  readonly staffRegister: StaffRegister;
  readonly additions: Pick<Additions, 'differs'>;
  readonly follower: Pick<Follower, 'areaChanged' | 'machineChanged'>;
}

/**
 * What screens say and by which rules machines give out: set for areas, and for single machines.
 * Durable when a promise resolves; then the machines are asked for it.
 */
export class ScreenService {
  readonly #deps: ScreenDependencies;
  readonly #mutex = new KeyedMutex<string>();

  constructor(deps: ScreenDependencies) {
    this.#deps = deps;
  }

  /** Reads what was set from the store. */
  async open(): Promise<void> {
    for (const record of await this.#deps.store.screenChoices()) this.#deps.screenChoices.put(record);
  }

  /** What was set for an area or a machine itself. Null if nothing was. */
  own(of: ScreenScope): ScreenChoice | null {
    return choiceView(this.#deps.screenChoices.find(of));
  }

  /** What was set for an area, what applies there, and how far its machines are. */
  ofArea(code: string): AreaScreen {
    const area = requireArea(code);
    const { clock, machines, screenChoices } = this.#deps;
    const there = [...machines.values()].filter(
      ({ record }) => isWithin(record.region, area) && record.secretHash !== null,
    );
    const states = there.map((state) => this.#state(state));
    return {
      asOf: clock.now(),
      area,
      own: this.own({ area }),
      applied: screenChoices.applied(area, null),
      machines: {
        total: there.length,
        waiting: states.filter((state) => state === 'waiting' || state === 'not-asked').length,
        own: there.flatMap(({ record: { machine } }) => (screenChoices.find({ machine }) ? [machine] : [])).sort(),
      },
    };
  }

  /** What was set for a machine, what applies there, who may work there, and how far it is. */
  ofMachine(machine: string): MachineScreen {
    const { clock, machines, screenChoices, staffRegister } = this.#deps;
    const state = requireState(machines, machine);
    return {
      asOf: clock.now(),
      own: this.own({ machine }),
      applied: screenChoices.applied(state.record.region, machine),
      staff: staffRegister.at(state.record).map(({ id, name, role }) => ({ id, name, role })),
      state: this.#state(state),
    };
  }

  #state(state: MachineState): MachineScreen['state'] {
    const { screenChoices, staffRegister, additions } = this.#deps;
    const { config, record, account } = state;
    const isSet = screenChoices.concerns(record.region, record.machine) || staffRegister.at(record).length > 0;
    if (!isSet && config?.staff === undefined) return 'none';
    if (config === null) return 'not-asked';
    return additions.differs(state) || config.config.version !== account.books.configVersion ? 'waiting' : 'in-force';
  }

  /** Sets what applies in an area, wherever nothing nearer is set. */
  async setForArea(code: string, wish: ScreenWish, by: string): Promise<void> {
    const area = requireArea(code);
    await this.#set({ area }, area, wish, by);
    this.#deps.follower.areaChanged(area, by);
  }

  /** Sets what applies at a machine. */
  async setForMachine(machine: string, wish: ScreenWish, by: string): Promise<void> {
    const { region } = requireState(this.#deps.machines, machine).record;
    await this.#set({ machine }, region, wish, by);
    await this.#deps.follower.machineChanged(machine, by);
  }

  #set(of: ScreenScope, region: string, { basedOn, rules, ...wish }: ScreenWish, by: string): Promise<void> {
    return this.#mutex.take(scopeKey(of), async () => {
      const { store, clock, zone, screenChoices } = this.#deps;
      const before = screenChoices.find(of);
      if (basedOn !== (before?.at ?? null))
        throw new RefusedError(
          'changed-meanwhile',
          'somebody changed it meanwhile: look at it again',
          '别人刚刚改过，请查看后再改',
        );
      const today = formatDay(zone.dayOf(clock.now()));
      const versions =
        rules &&
        withRules(before?.rules ?? screenChoices.applied(region, null).rules.value, {
          ...rules,
          from: rules.from ?? today,
        });
      // Two changes in one millisecond would have the same mark.
      const at = Math.max(clock.now(), (before?.at ?? 0) + 1);
      const record: ScreenChoiceRecord = { of, ...wish, rules: versions, at, by };
      await store.saveScreenChoice(record);
      screenChoices.put(record);
    });
  }
}

function choiceView(record: ScreenChoiceRecord | null): ScreenChoice | null {
  if (record === null) return null;
  const { of: _, ...choice } = record;
  return choice;
}

function requireArea(code: string): string {
  if (!areaOf(code)) throw new RefusedError('not-found', `there is no area ${code}`, '没有这个区域');
  return areaCode(code);
}
