import type { Chain } from '../../shared/ledger/chain.ts';
import type { Kiosk } from './kiosk.ts';
import { newRequest } from './random.ts';
import { newScenario } from './scenario.ts';
import { Staff } from './staff.ts';
import { build, comeToRest, type Outcome, opening, outcome, play } from './world.ts';

const minuteMs = 60_000;
/** With this seed there is one kiosk with three lanes; no faults are switched on. */
const seed = 4;

/** The point at which a process of the scripted day dies; none if both are absent. */
export interface DayOptions {
  readonly chain: Chain;
  /**
   * The number of the write or publish before or after which the kiosk's process dies; null: never.
   */
  readonly kioskDiesAt?: number;
  /** The number of the commit or message at which the fleet's process dies. */
  readonly fleetDiesAt?: number;
  readonly log?: boolean;
}

/** The result of a scripted day. */
export interface Day extends Outcome {
  /** The number of points at which the kiosk's and the fleet's process could have died. */
  readonly kioskPoints: number;
  readonly fleetPoints: number;
}

/**
 * A short day on which everything happens once: opening, restocking, boxes, a count, a plan,
 * commands; with one death at one point.
 */
export async function scriptedDay({ chain, kioskDiesAt, fleetDiesAt, log = false }: DayOptions): Promise<Day> {
  const scenario = newScenario({ seed, chain, log, faults: [] });
  const parts = build(scenario);
  const { fleet, kiosks } = parts;
  for (const kiosk of kiosks) kiosk.crash.atPoint = kioskDiesAt ?? null;
  fleet.dieAtPoint(fleetDiesAt ?? null);
  const staff = kiosks.map((kiosk) => new Staff(kiosk));
  await play(parts, opening(parts, staff));
  const [kiosk] = kiosks;
  if (!kiosk) throw new Error('a day without a kiosk');
  const request = newRequest(scenario.random);
  const at = (minutes: number, does: () => void): void =>
    scenario.time.at(scenario.time.nowMs + minutes * minuteMs, does);
  at(0.2, () => ask(kiosk, request, 1));
  at(0.5, () => ask(kiosk, request, 1));
  at(0.6, () => fleet.command(kiosk.machine, 'report', 1 as never, 5));
  at(0.8, () => ask(kiosk, newRequest(scenario.random), 2));
  at(1, () =>
    fleet.configure(kiosk.machine, { lanes: [...kiosk.plan], recalls: [], limits: { noDropsBeforeSuspect: 2 } }),
  );
  at(1.2, () => fleet.command(kiosk.machine, 'clear', 1 as never, 5));
  at(1.6, () => ask(kiosk, newRequest(scenario.random), 1));
  at(1.9, () => fleet.command(kiosk.machine, 'restart', 1 as never, 5));
  at(2.2, () => ask(kiosk, request, 1));
  at(2.6, () => staff[0]?.visit(() => {}));
  await play(parts, scenario.time.nowMs + 4 * minuteMs);
  for (const each of kiosks) each.crash.atPoint = null;
  const day = { kioskPoints: kiosk.crash.points, fleetPoints: fleet.points };
  fleet.dieAt = null;
  await comeToRest(parts, staff);
  return { ...outcome(seed, parts), ...day };
}

function ask(kiosk: Kiosk, request: ReturnType<typeof newRequest>, lane: number): void {
  if (kiosk.computer.agent === null) return;
  const ticket = kiosk.scenario.requests.ask(kiosk.name, request, () => {});
  kiosk.computer.handle({ kind: 'dispense', ticket, request, want: { lane: lane as never } });
}
