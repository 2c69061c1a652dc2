import { createHash, randomUUID } from 'node:crypto';
import type { FleetStore } from '../../fleet/ports/fleet-store.ts';
import type { ConfigRecord, MachineRecord, SuspensionRecord } from '../../fleet/registry/records.ts';
import type { Lane } from '../../shared/contracts/ids.ts';
import { addDays, formatDay } from '../../shared/rules/calendar.ts';
import { recallsOf } from './lots.ts';
import type { DemoMachine } from './machine.ts';

const by = '演示';
const dayMs = 86_400_000;

/** Nobody connects as a seeded machine, so its secret is not kept. */
const lostSecret = (): string => createHash('sha256').update(randomUUID()).digest('hex');

function recordOf(machine: DemoMachine): MachineRecord {
  const { region, site, name, before, inServiceFrom, until } = machine;
  const first = formatDay(inServiceFrom);
  const places =
    before === null
      ? [{ region, site, name, from: first, until: null }]
      : [
          { region: before.region, site, name: before.name, from: first, until: formatDay(before.until) },
          { region, site, name, from: formatDay(addDays(before.until, 1)), until: null },
        ];
  return {
    machine: machine.machine,
    name,
    region,
    site,
    address: machine.address,
    inServiceFrom: first,
    inServiceUntil: until === null ? null : formatDay(until),
    registered: machine.ledgerFrom * dayMs,
    secretHash: lostSecret(),
    places,
  };
}

const suspensionsOf = (machine: DemoMachine): SuspensionRecord[] =>
  machine.suspensions.map(({ from, until, reason }) => ({
    id: randomUUID(),
    machine: machine.machine,
    from: formatDay(from),
    until: until === null ? null : formatDay(until),
    reason,
    note: null,
    by,
    entered: from * dayMs,
  }));

/**
 * The desired configuration of a machine, if it has one: a recall in force, or a planogram that
 * never arrived.
 */
function configOf(machine: DemoMachine): ConfigRecord | null {
  const { lanes, trouble, troubleFrom } = machine;
  const record = (config: Pick<ConfigRecord['config'], 'lanes' | 'recalls'>): ConfigRecord => ({
    machine: machine.machine,
    config: { version: 1, limits: {}, ...config },
    at: Math.round(troubleFrom),
    by,
  });
  if (trouble === 'recalled') return record({ lanes: [...lanes], recalls: recallsOf(machine) });
  if (trouble !== 'config-pending') return null;
  const more = lanes.length + 1;
  const wider = lanes.slice(0, 1).map((lane) => ({ ...lane, lane: more as Lane }));
  return record({ lanes: [...lanes, ...wider], recalls: [] });
}

/**
 * Registers a machine with everything that people entered about it. Its lines are stored
 * separately.
 */
export async function register(store: FleetStore, machine: DemoMachine): Promise<void> {
  const config = configOf(machine);
  await Promise.all([
    store.saveMachine(recordOf(machine)),
    ...suspensionsOf(machine).map((each) => store.saveSuspension(each)),
    ...(config ? [store.saveConfig(config)] : []),
    ...(machine.trouble === 'offline'
      ? [store.saveHeard([{ machine: machine.machine, heard: Math.round(machine.troubleFrom), run: 1 }])]
      : []),
  ]);
}
