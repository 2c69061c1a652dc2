import type { Machine, MachineRow } from '../../shared/contracts/fleet/machine.ts';
import type { LedgerId } from '../../shared/contracts/ids.ts';
import { readJson } from '../../shared/contracts/json.ts';
import { formatDay, type LocalDay, yearOf } from '../../shared/rules/calendar.ts';
import { type LineDecision, mayBeAccepted, type Uncounted } from '../ledger/uncounted.ts';
import { dayChangesOf } from '../registry/day-changes.ts';
import type { MachineViewRecord, ReportedRecord } from '../registry/records.ts';
import { stopView } from '../registry/stop.ts';
import type { MachineState } from '../state/machine-state.ts';
import { flagView } from './flag-view.ts';
import type { MachineBrief } from './machine-brief.ts';

/** What is stored of a machine in addition to its live state. */
export interface StoredMachine {
  readonly view: MachineViewRecord;
  readonly reported: ReportedRecord | null;
  readonly ledgers: readonly { readonly id: LedgerId; readonly through: number }[];
}

/** A machine's page: as it was last evaluated, with what was entered or heard since then. */
export function machinePage(state: MachineState, { view, reported, ledgers }: StoredMachine, asOf: number): Machine {
  const { record } = state;
  const { name, region, site, address, position = null, contact = null, registered, places } = record;
  const { quarantine = null } = record;
  const { pace: _pace, flags: _flags, ...row } = view.row;
  const current = ledgers.find((each) => each.id === view.detail.ledger.id);
  return {
    ...row,
    ...view.detail,
    asOf,
    heard: state.presence.heard,
    stop: stopView(state.config, state.account),
    health: { ...view.detail.health, link: { ...view.detail.health.link, refused: state.refused } },
    name,
    region,
    site,
    address,
    position,
    contact,
    registered,
    quarantine,
    places: [...places],
    ledger: { ...view.detail.ledger, through: current?.through ?? view.detail.ledger.through },
    ledgersBefore: ledgers
      .filter((each) => each.id !== view.detail.ledger.id)
      .map(({ id, through }) => ({ id, through })),
    flags: state.flags.map((each) => flagView(each, record, asOf)),
    uncounted: state.account.uncounted.map(uncountedView),
    dayChanges: dayChangesOf(record, [...state.suspensions, ...state.removedSuspensions]),
    decisions: state.decisions.map(decisionView).reverse(),
    reported: reported ? { at: reported.at, received: reported.received, state: jsonOrText(reported.state) } : null,
  };
}

/**
 * A machine's list row on a day. Figures of the day are left out if the machine was evaluated on
 * another day.
 */
export function machineRowOn(
  day: LocalDay,
  row: MachineViewRecord['row'],
  brief: MachineBrief,
  { config, account, presence }: MachineState,
): MachineRow {
  const issued =
    brief.today === day
      ? row.issued
      : { ...row.issued, today: 0, year: brief.year === yearOf(day) ? row.issued.year : 0 };
  return {
    ...row,
    // A row that an earlier version wrote lacks it until the machine is evaluated again.
    usable: row.usable ?? row.stock,
    issued,
    heard: presence.heard ?? row.heard,
    stop: stopView(config, account),
  };
}

/** What a kiosk reported about itself. As text if it is nested too deeply. */
function jsonOrText(text: string): unknown {
  const read = readJson(text);
  return read.ok ? read.json : text;
}

const uncountedView = (each: Uncounted): Machine['uncounted'][number] => ({
  ...each,
  from: formatDay(each.from),
  to: formatDay(each.to),
  acceptable: mayBeAccepted(each.reason),
});

const decisionView = ({ machine: _, ...view }: LineDecision): Machine['decisions'][number] => view;
