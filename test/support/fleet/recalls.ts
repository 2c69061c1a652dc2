import { ConfigChange, NewRecall, RecallMachineQuery } from '../../../shared/contracts/fleet-http.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { lines, type TestLedger } from './kiosk.ts';
import type { virtualFleet } from './virtual-fleet.ts';
export const lane = { lane: 1, product: 'CD-M', capacity: 10, par: 8 };
export const other = { lane: 2, product: 'FM-50', capacity: 10, par: 8 };
export const lanes = [lane, other];
export const city = '3601';
export type Fleet = Awaited<ReturnType<typeof virtualFleet>>;

export const recallOf = (more: object = {}) =>
  NewRecall.parse({ region: city, product: 'CD-M', lots: ['A1'], reason: 'leaks', reference: 'No. 7', ...more });
const all = RecallMachineQuery.parse({});

/** Registers a further machine in a county, with lanes that are asked for. */
export async function registered(fleet: Fleet, id: string, region: string): Promise<MachineId> {
  const machine = id as MachineId;
  await fleet.service.registry.register(
    {
      machine,
      name: id,
      region,
      site: 'clinic',
      address: null,
      inServiceFrom: '2026-06-01',
      lanes: ConfigChange.parse({ basedOn: null, lanes, recalls: [], limits: {} }).lanes,
    },
    'ann',
  );
  return machine;
}

/** The configuration that was last asked of a machine. */
export const asked = (fleet: Fleet, machine: string) => fleet.service.state(machine)?.config?.config ?? null;
export const lotsAsked = (fleet: Fleet, machine: string) => asked(fleet, machine)?.recalls.map(({ lot }) => lot) ?? [];
export const locksAsked = (fleet: Fleet, machine: string) =>
  asked(fleet, machine)?.lanes.map(({ locked }) => locked ?? null);

/** The kiosk takes over what it is asked for, and says so in its ledger. */
export async function takeOver(fleet: Fleet, machine: MachineId, ledger: TestLedger): Promise<void> {
  const config = asked(fleet, machine);
  const before = ledger.lines.length;
  if (before === 0) ledger.write(lines.booted(fleet.now()));
  ledger.write({
    ...lines.configured(fleet.now(), [...(config?.lanes ?? lanes)], config?.version ?? 0),
    recalls: config?.recalls ?? [],
  });
  await say(fleet, machine, ledger, before + 1);
}

export async function say(fleet: Fleet, machine: MachineId, ledger: TestLedger, first: number): Promise<void> {
  const text = ledger.batch(first);
  fleet.service.message(machine, 'events', text, text.length);
  await fleet.service.idle();
}

export const stateAt = async (fleet: Fleet, id: string, machine: string) =>
  (await fleet.service.lotQueries.recallMachines(id, all, '360000')).machines.find((each) => each.machine === machine)
    ?.state ?? null;
