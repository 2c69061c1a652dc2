import { readJson } from '../../shared/contracts/json.ts';
import { ReportedState } from '../../shared/contracts/reported.ts';
import { readAccount } from '../ledger/account-text.ts';
import { isByPerson } from '../ledger/quarantined.ts';
import type { MachineBrief } from '../lists/machine-brief.ts';
import type { ReadModel } from '../lists/read-model.ts';
import { type Visit, visitOf } from '../lists/restock-list.ts';
import type { Ledgers } from '../ports/ledgers.ts';
import type { ReadStore } from '../ports/read-store.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import type { SetAsideStore } from '../ports/set-aside-store.ts';
import type { TelemetryStore } from '../ports/telemetry-store.ts';
import { type MachineState, type Machines, newMachineState } from '../state/machine-state.ts';
import { unheard } from '../state/presence.ts';
import type { MachineKeys } from './machine-keys.ts';

/** What reading machines from the store needs. */
export interface LoaderDependencies {
  readonly store: Pick<RegistryStore, 'machines' | 'suspensions' | 'configs' | 'openCommands'> &
    Pick<Ledgers, 'decisions' | 'account'> &
    Pick<SetAsideStore, 'setAside'> &
    Pick<TelemetryStore, 'notices' | 'heard' | 'reported'> &
    Pick<ReadStore, 'openFlags' | 'briefs' | 'visits'>;
  readonly machines: Machines;
  readonly keys: MachineKeys;
  readonly readModel: Pick<ReadModel, 'show'>;
}

/** Accounts read at once. */
const accountsAtOnce = 100;

type LoaderStore = LoaderDependencies['store'];

/**
 * Reads the machines that are not in memory yet, with everything stored of them, and adds them to
 * the read model. Returns their states.
 */
export async function loadMachines({ store, machines, keys, readModel }: LoaderDependencies): Promise<MachineState[]> {
  const fresh = new Map<string, MachineState>();
  for (const record of await store.machines())
    if (!machines.has(record.machine)) fresh.set(record.machine, newMachineState(record));
  await readRecords(store, fresh);
  await readAccounts(store, [...fresh.values()]);
  const briefs = new Map((await store.briefs()).map((brief) => [brief.machine, brief]));
  const visits = await readVisits(store, [...briefs.values()]);
  for (const state of fresh.values()) {
    const { machine } = state.record;
    machines.set(machine, state);
    keys.set(state.record);
    readModel.show(state, briefs.get(machine), visits.get(machine));
  }
  return [...fresh.values()];
}

async function readRecords(store: LoaderStore, fresh: ReadonlyMap<string, MachineState>): Promise<void> {
  const each = <T extends { machine: string }>(
    rows: readonly T[],
    put: (row: T, state: MachineState) => void,
  ): void => {
    for (const row of rows) {
      const state = fresh.get(row.machine);
      if (state) put(row, state);
    }
  };
  each(await store.suspensions(), (row, state) =>
    (row.removed ? state.removedSuspensions : state.suspensions).push(row),
  );
  each(await store.decisions(), (row, state) => state.decisions.push(row));
  each(await store.configs(), (row, state) => {
    state.config = row;
  });
  each(await store.notices(), (row, state) => state.notices.push(row));
  each(await store.heard(), (row, state) => {
    state.presence = { ...unheard, heard: row.heard, run: row.run };
  });
  each(await store.openCommands(), (record, state) => state.commands.set(record.id, { record, lastSent: null }));
  each(await store.setAside(), (row, state) => {
    if (!isByPerson(row)) state.setAsideAt = row.at;
  });
  for (const record of await store.openFlags()) fresh.get(record.flag.machine)?.flags.push(record);
}

async function readAccounts(store: LoaderStore, states: readonly MachineState[]): Promise<void> {
  for (let from = 0; from < states.length; from += accountsAtOnce)
    await Promise.all(
      states.slice(from, from + accountsAtOnce).map(async (state) => {
        const { machine } = state.record;
        state.account = readAccount(await store.account(machine));
        const reported = await store.reported(machine);
        const json = reported === null ? null : readJson(reported.state);
        const read = json?.ok ? ReportedState.safeParse(json.json) : null;
        if (read?.success) {
          const { ledger, last, lanes, plain = false } = read.data;
          state.reported = { ledger, last, lanes, plain };
        }
      }),
    );
}

/** What visits to the machines that need one would bring and take away. */
async function readVisits(store: LoaderStore, briefs: readonly MachineBrief[]): Promise<Map<string, Visit>> {
  const wanting = briefs.flatMap(({ machine, restock }) => (restock === 1 ? [machine] : []));
  const visits = new Map<string, Visit>();
  for (let from = 0; from < wanting.length; from += accountsAtOnce)
    for (const visit of await store.visits(wanting.slice(from, from + accountsAtOnce)))
      visits.set(visit.machine, visitOf(visit));
  return visits;
}
