import { lines, TestLedger } from '../../support/fleet/kiosk.ts';
import type { FleetTarget } from '../support/fleet-target.ts';
import { type HostileMachine, hostileMachine } from '../support/hostile-machine.ts';

const hole = 'a machine in quarantine changes no figure';

/** Whether boxes of a machine are counted that were sent after it was quarantined. */
const isCounted = (beginsAgain: boolean) => async (hostile: HostileMachine, target: FleetTarget) => {
  const now = Date.now();
  await hostile.sends(lines.restocked(now, 10));
  await target.asOwner(`/api/v1/machines/${hostile.machine}/quarantine`, { why: 'its lines are suspicious' });
  const ledger = beginsAgain ? new TestLedger().write(lines.booted(now), lines.configured(now)) : hostile.ledger;
  const first = beginsAgain ? 1 : ledger.lines.length + 1;
  ledger.write(lines.restocked(now, 10), ...lines.box(now));
  await hostile.kiosk.say('events', ledger.batch(first));
  await hostile.kiosk.receipt(ledger.lines.length);
  // Another machine's lines are folded after those of the hostile one.
  const other = await hostileMachine(target);
  await other.sends(lines.restocked(now, 5));
  await other.end();
  return (await hostile.answer()).issued.total > 0;
};

/** What a machine tries after a person quarantined it. */
export const inQuarantine = [
  { id: 'L26', title: 'going on in quarantine', hole, isOpen: isCounted(false) },
  { id: 'L27', title: 'beginning a new ledger in quarantine', hole, isOpen: isCounted(true) },
] as const;
