import { bilingual } from '../../shared/contracts/meaning.ts';
import { recallOrMove } from './area-recalls.ts';
import { during, type FaultAction, hourMs, minuteMs, somewhat, wholeWorld } from './fault-action.ts';
import type { FaultKind } from './faults.ts';
import { command, newPlan, rogue, stopForAWhile } from './operators.ts';
import { quarantineForAWhile } from './quarantines.ts';
import { noteFault } from './scenario.ts';
import { changeStaffOrRules } from './staff-changes.ts';

/** Faults of the fleet's broker, process and store, and what people do there. */
export const fleetFaults = {
  'broker-restarts': wholeWorld(3 * hourMs, ({ scenario, network }) => {
    noteFault(scenario, 'broker-restarts');
    network.restartBroker(somewhat(scenario, 100, 60_000));
  }),
  'rogue-messages': wholeWorld(hourMs, rogue),
  'fleet-killed': wholeWorld(2 * hourMs, ({ scenario, fleet }) => {
    noteFault(scenario, 'fleet-killed');
    fleet.die();
    scenario.time.after(somewhat(scenario, 500, 5 * minuteMs), () => fleet.start());
  }),
  'fleet-store-fails': wholeWorld(3 * hourMs, ({ scenario, fleet }) => {
    noteFault(scenario, 'fleet-store-fails');
    during(
      scenario,
      somewhat(scenario, 1_000, 10 * minuteMs),
      () => {
        fleet.database.refuses = true;
      },
      () => {
        fleet.database.refuses = false;
      },
    );
  }),
  'fleet-put-back': wholeWorld(5 * hourMs, ({ scenario, fleet }) => {
    const image = fleet.database.image();
    scenario.time.after(somewhat(scenario, 5 * minuteMs, hourMs), () => {
      if (scenario.calm) return;
      noteFault(scenario, 'fleet-put-back');
      scenario.log.begin('fleet', () => {
        const [kept, had] = [image.chunks.length, fleet.database.chunks.length];
        return bilingual(
          `put back to its backup: ${kept} of ${had} chunks`,
          `恢复成较早的备份：${had} 段中的 ${kept} 段`,
        );
      });
      fleet.die();
      fleet.database.restore(image);
      scenario.time.after(somewhat(scenario, 1_000, minuteMs), () => fleet.start());
    });
  }),
  'new-plans': wholeWorld(3 * hourMs, newPlan),
  commands: wholeWorld(hourMs, command),
  stops: wholeWorld(2 * hourMs, stopForAWhile),
  recalls: wholeWorld(hourMs, recallOrMove),
  quarantines: wholeWorld(hourMs, quarantineForAWhile),
  'staff-changes': wholeWorld(hourMs / 2, changeStaffOrRules),
} satisfies Partial<Record<FaultKind, FaultAction>>;
