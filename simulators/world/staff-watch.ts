import type { ConfigRecord } from '../../fleet/registry/records.ts';
import type { StaffMember } from '../../shared/contracts/staff.ts';
import type { FleetHost } from './fleet-host.ts';
import type { Kiosk } from './kiosk.ts';
import type { Scenario } from './scenario.ts';

const lookMs = 60_000;
/**
 * A machine is asked at once. If that request is lost, the fleet compares all machines once a
 * minute, at a tick once a minute. One more minute is left for these looks.
 */
const askedWithinMs = 4 * lookMs;

/** People by id and PIN, as text. */
const peopleText = (staff: readonly Pick<StaffMember, 'id' | 'pin'>[] | undefined): string =>
  (staff ?? [])
    .map(({ id, pin }) => `${id.slice(0, 8)} ${pin.key}`)
    .sort()
    .join(', ') || 'nobody';

const daysText = (days: number | null): string => (days === null ? 'no own rules' : `one box in ${days} days`);

/** Whether a county, such as `360102`, is in an area, such as `360000` or `3601`. */
const isIn = (county: string, area: string): boolean => county.startsWith(area.replace(/(00)+$/, ''));

/**
 * Checks by its own arithmetic who may work at machines and which rules hold there: a machine is
 * asked for exactly that in time, and a kiosk has the people of one version, whatever arrives.
 */
export class StaffWatch {
  readonly #scenario: Scenario;
  readonly #host: FleetHost;
  /**
   * By machine and version: the people that were asked for. A version whose first request failed
   * may be asked for again with others.
   */
  readonly #asked = new Map<string, Set<string>>();
  /** Since when a process has not asked a machine for what is entered. */
  readonly #late = new Map<string, { readonly sinceMs: number; readonly engine: object; readonly text: string }>();

  constructor(scenario: Scenario, host: FleetHost) {
    this.#scenario = scenario;
    this.#host = host;
    if (!scenario.faults.has('staff-changes')) return;
    const others = host.database.onConfigAsked;
    host.database.onConfigAsked = (record) => {
      others?.(record);
      const said = `${record.machine} ${record.config.version}`;
      this.#asked.set(said, (this.#asked.get(said) ?? new Set()).add(peopleText(record.staff)));
    };
    scenario.time.after(lookMs, () => this.#look());
  }

  /** Who may work at a machine, and its interval in days. */
  #wanted(machine: string): string {
    const { machines, staff, screenChoices } = this.#host.database.rows;
    const county = machines.get(machine)?.region ?? '';
    const people = [...staff.values()].filter(
      (each) =>
        each.stopped === null &&
        isIn(county, each.area) &&
        (each.machines.length === 0 || each.machines.some((one) => one === machine)),
    );
    const scopes = [`machine ${machine}`, `area ${county}`, `area ${county.slice(0, 4)}`, 'area 360000'];
    const nearest = scopes.map((scope) => screenChoices.get(scope)?.rules ?? null).find((each) => each !== null);
    const interval = nearest?.at(-1)?.interval;
    return `${peopleText(people)}; ${daysText(interval?.every === 'days' ? interval.days : null)}`;
  }

  #askedText({ staff, config }: Pick<ConfigRecord, 'staff' | 'config'>): string {
    const interval = config.screen?.eligibility.at(-1)?.interval;
    return `${peopleText(staff)}; ${daysText(interval?.every === 'days' ? interval.days : null)}`;
  }

  #look(): void {
    const { time, invariants } = this.#scenario;
    time.after(lookMs, () => this.#look());
    const { database, engine } = this.#host;
    for (const machine of database.rows.machines.keys()) {
      const record = database.rows.configs.get(machine);
      const wanted = this.#wanted(machine);
      const mayBeLate = !record || !machine.startsWith('WORLD-') || engine === null || database.refuses;
      if (mayBeLate || this.#askedText(record) === wanted) {
        this.#late.delete(machine);
        continue;
      }
      const before = this.#late.get(machine);
      const since =
        before?.engine === engine && before.text === wanted ? before : { sinceMs: time.nowMs, engine, text: wanted };
      this.#late.set(machine, since);
      invariants.check(
        time.nowMs - since.sinceMs < askedWithinMs,
        'a machine is asked in time for the staff and the rules that are entered',
        machine,
        () => `entered is ${wanted}, asked is ${this.#askedText(record)}`,
      );
    }
  }

  /** A kiosk has the people of one version, and not of an older one than the rest. */
  recorded({ computer, machine, name }: Kiosk): void {
    if (!this.#scenario.faults.has('staff-changes') || computer.machine !== machine) return;
    const { version, members } = computer.disk.staff;
    const asked = this.#asked.get(`${machine} ${version}`);
    this.#scenario.invariants.check(
      version === 0 || asked === undefined || asked.has(peopleText(members)),
      'a kiosk has the staff of one version',
      name,
      () => `version ${version}: asked was ${[...(asked ?? [])].join(' or ')}, it has ${peopleText(members)}`,
    );
    const { configVersion } = computer.disk.facts.books;
    this.#scenario.invariants.check(
      version >= configVersion || !this.#asked.has(`${machine} ${configVersion}`),
      'staff come into force together with the rest of a configuration',
      name,
      () => `version ${configVersion} is in force, and the staff are those of version ${version}`,
    );
  }

  /** At the end every kiosk knows exactly the people who may work there, and the rules. */
  atRest(kiosks: readonly Kiosk[]): void {
    if (!this.#scenario.faults.has('staff-changes')) return;
    for (const { machine, computer, name } of kiosks) {
      const record = this.#host.database.rows.configs.get(machine);
      const { books, screen } = computer.disk.facts;
      if (!record || books.configVersion !== record.config.version) continue;
      const interval = screen.eligibility.at(-1)?.interval;
      const people = peopleText(computer.disk.staff.members);
      const has = `${people}; ${daysText(interval?.every === 'days' ? interval.days : null)}`;
      this.#scenario.invariants.check(
        has === this.#wanted(machine),
        'a kiosk knows the people who may work there, the rules, and nobody who was stopped',
        name,
        () => `entered is ${this.#wanted(machine)}, the kiosk has ${has}`,
      );
    }
  }
}
