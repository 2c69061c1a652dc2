import { firstIssue } from '../../shared/contracts/first-issue.ts';
import type { ConfigChange } from '../../shared/contracts/fleet/history.ts';
import type { NewStop, StopAsked } from '../../shared/contracts/fleet/stop.ts';
import { inPlainWords } from '../../shared/contracts/issue-text.ts';
import { chineseOf } from '../../shared/contracts/meaning.ts';
import { DesiredConfig, type KioskLimits } from '../../shared/contracts/plan.ts';
import { plannedLanes } from '../../shared/ledger/books.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import { configMessage } from '../registry/config-view.ts';
import { holdingsToSend, ownHoldings } from '../registry/holdings.ts';
import type { OwnHoldings } from '../registry/own-holdings.ts';
import type { ConfigRecord } from '../registry/records.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { Additions } from './additions.ts';
import type { MachineEdits } from './machine-edits.ts';
import { type Reasons, requireReason } from './reasons.ts';

/** What desired configurations need. */
export interface ConfigurationDependencies {
  readonly store: Pick<RegistryStore, 'saveConfig'>;
  readonly broker: Pick<Broker, 'send'>;
  readonly clock: Clock;
  readonly edits: MachineEdits;
  readonly reasons: Reasons;
  readonly additions: Pick<Additions, 'of' | 'differs'>;
}

/**
 * What was entered for a machine itself, without its area's recalls and its stop. A request for one
 * does not undo the other.
 */
interface Holdings extends OwnHoldings {
  readonly limits: KioskLimits;
}

/**
 * Asks for desired configurations. They are in force only when a kiosk's own ledger says so.
 * Durable when a promise resolves.
 */
export class ConfigurationService {
  readonly #deps: ConfigurationDependencies;

  constructor(deps: ConfigurationDependencies) {
    this.#deps = deps;
  }

  /** Asks a machine for other lanes, recalls and limits. Its stop stays as it was asked for. */
  configure(machine: string, wish: ConfigChange, by: string): Promise<void> {
    const { clock, edits } = this.#deps;
    return edits.edit(machine, async (state) => {
      if (wish.basedOn !== (state.config?.config.version ?? null))
        throw new RefusedError(
          'changed-meanwhile',
          'somebody changed it meanwhile: look at it again',
          '别人刚刚改过，请查看后再改',
        );
      await this.#request(state, wish, stopOf(state, clock.now(), by), by);
    });
  }

  /** Asks a machine to give nothing out until it is resumed. */
  stopGivingOut(machine: string, wish: NewStop, by: string): Promise<void> {
    const { clock, edits, reasons } = this.#deps;
    return edits.edit(machine, async (state) => {
      if (state.record.secretHash === null)
        throw new RefusedError('retired', `${machine} is retired`, '这台机器已退役');
      // A stop that is already asked for may be repeated with its reason, even if that reason is no
      // longer on the list.
      if (state.config?.stop?.reason !== wish.reason) requireReason(reasons, wish.reason);
      await this.#request(state, requireHoldings(state), { ...wish, at: clock.now(), by }, by);
    });
  }

  /** Asks a stopped machine to give out again. Does nothing if no stop is asked for or in force. */
  resumeGivingOut(machine: string, by: string): Promise<void> {
    const { clock, edits } = this.#deps;
    return edits.edit(machine, async (state) => {
      const inForce = state.account.books.stopped !== null;
      if (!inForce && stopOf(state, clock.now(), by) === null) return;
      await this.#request(state, requireHoldings(state), null, by);
    });
  }

  /**
   * Asks a machine to apply what the areas where it is now add: open recalls, settings of the
   * screen and staff, and no others. Its own holdings and its stop stay as they were asked for.
   * Returns false if its lanes are not known yet; then nothing is asked.
   */
  follow(machine: string, by: string): Promise<boolean> {
    const { clock, edits, additions } = this.#deps;
    return edits.edit(machine, async (state) => {
      if (state.record.secretHash === null) return true;
      if (!additions.differs(state)) return true;
      const holdings = knownHoldings(state);
      if (holdings === null) return false;
      await this.#request(state, holdings, stopOf(state, clock.now(), by), by);
      return true;
    });
  }

  /**
   * Stores a configuration and sends it. Its version is above the last one asked for and the one in
   * force.
   */
  async #request(
    state: MachineState,
    { lanes, recalls, limits }: Holdings,
    stop: StopAsked | null,
    by: string,
  ): Promise<void> {
    const { store, clock, broker, edits, additions } = this.#deps;
    const { machine } = state.record;
    const own = { lanes, recalls };
    const { areaRecalls, screen, staff } = additions.of(state, lanes);
    const asked = state.config?.config.version ?? 0;
    const version = versionAfter(asked, [state.presence.config ?? 0, state.account.books.configVersion]);
    const stopped = stop === null ? {} : { stopped: { reason: stop.reason } };
    const wanted = {
      ...{ version, ...holdingsToSend(own, areaRecalls), limits, ...stopped },
      ...(screen === null ? {} : { screen }),
      ...(staff === null ? {} : { staff }),
    };
    const read = DesiredConfig.safeParse(wanted, inPlainWords);
    if (!read.success) throw new RefusedError('invalid', firstIssue(read.error), chineseOf(firstIssue(read.error)));
    const { staff: people, ...config } = read.data;
    const record: ConfigRecord = {
      ...{ machine, config, own, areaRecalls, at: clock.now(), by, stop },
      ...(people === undefined ? {} : { staff: people }),
    };
    await store.saveConfig(record);
    state.config = record;
    if (state.presence.link?.up === true) broker.send(machine, 'config', configMessage(record));
    edits.edited(state, { recount: false });
  }
}

/** What was asked for, or else what the machine says is in force. Refuses if neither is known. */
function requireHoldings(state: MachineState): Holdings {
  const holdings = knownHoldings(state);
  if (holdings === null)
    throw new RefusedError(
      'not-heard',
      'its lanes are not known yet: it has not been heard',
      '这台机器从未上线，不知道它的货道',
    );
  return holdings;
}

/** What was asked for, or else what the machine says is in force. Null if neither is known. */
function knownHoldings({ config, account, presence }: MachineState): Holdings | null {
  if (config) return { ...ownHoldings(config), limits: config.config.limits };
  const { books, ledger } = account;
  if (ledger === null || (presence.config !== null && presence.config !== books.configVersion)) return null;
  return { lanes: plannedLanes(books), recalls: [...books.recalls], limits: books.limits };
}

/** The stop that was asked for. A stop that is in force although nobody asked here is continued. */
function stopOf({ config, account }: MachineState, at: number, by: string): StopAsked | null {
  if (config) return config.stop ?? null;
  return account.books.stopped && { reason: account.books.stopped.reason, note: null, at, by };
}

/**
 * How far a kiosk's version may be above the last one asked for. A fleet restored from a backup
 * lacks the versions asked for after the backup.
 */
const versionsAhead = 1_000_000;

/**
 * The version after the last one asked for and those that the kiosk reports. A reported version
 * that nobody can have asked for is ignored.
 */
const versionAfter = (asked: number, said: readonly number[]): number =>
  Math.max(asked, ...said.filter((version) => version <= asked + versionsAhead)) + 1;
