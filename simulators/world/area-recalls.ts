import { NewMachine, NewRecall } from '../../shared/contracts/fleet-http.ts';
import { MachineId } from '../../shared/contracts/ids.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import { addDays, formatDay, parseDay } from '../../shared/rules/calendar.ts';
import { during, minuteMs, somewhat } from './fault-action.ts';
import type { Kiosk } from './kiosk.ts';
import { noteFault } from './scenario.ts';
import { lotTyped } from './spelling.ts';
import type { WorldParts } from './world-parts.ts';

/** Counties of two cities, between which machines move. */
const counties = ['360102', '360103', '360428'];
/** Areas that recalls are entered for. */
const areas = ['360000', '3601', '3604', ...counties];
/** Who the fleet's records name for a recall, and for a registration or a move. */
const recaller = 'recaller';
const mover = 'mover';

/** An operator calls lots back in an area. */
function callBack({ scenario, kiosks, fleet }: WorldParts, region: string, kiosk: Kiosk): void {
  const { random, log } = scenario;
  const { product } = random.pick(kiosk.plan, 'recall: product');
  const lot = (time: number): string => lotTyped(`L${random.below(12, 'recall: lot')}`, time);
  const lots = random.chance(0.25, 'recall: all lots')
    ? null
    : Array.from({ length: random.between(1, 4, 'recall: lots') }, (_, index) => lot(index + kiosks.length));
  // Uses the schema of the fleet's own HTTP server.
  const wish = NewRecall.parse({ region, product, lots, reason: 'leaks' });
  log.begin('fleet', () =>
    bilingual(
      `${product}, ${lots === null ? 'all lots' : `lots ${wish.lots}`}, is called back in ${region}`,
      `在 ${region} 召回 ${product}${lots === null ? '全部批次' : `批次 ${wish.lots}`}`,
    ),
  );
  fleet.ask((service) => service.recalls.add(wish, recaller));
}

/** Ends the recall that has been open longest. */
function endOldest({ fleet, scenario }: WorldParts): void {
  const oldest = [...fleet.database.rows.recalls.values()].find(({ ended }) => ended === null);
  if (!oldest) return;
  scenario.log.begin('fleet', () =>
    bilingual(
      `the recall of ${oldest.product} in ${oldest.region} is ended`,
      `${oldest.region} 的 ${oldest.product} 召回结束`,
    ),
  );
  fleet.ask((service) => service.recalls.end(oldest.id, 'harmless', recaller));
}

/**
 * Lots are called back in an area, and some time later a recall is ended. Meanwhile a machine may
 * have no network, or the fleet's process may die.
 */
function recallForAWhile(parts: WorldParts): void {
  const { scenario, kiosks, network, fleet } = parts;
  const { random, time } = scenario;
  const kiosk = random.pick(kiosks, 'recall: whose product');
  const isAway = !network.gone.has(kiosk.computer) && random.chance(0.3, 'recall: a machine is offline');
  if (isAway)
    during(
      scenario,
      somewhat(scenario, minuteMs, 10 * minuteMs),
      () => network.lose(kiosk.computer),
      () => network.gone.delete(kiosk.computer),
    );
  callBack(parts, random.pick(areas, 'recall: area'), kiosk);
  if (fleet.alive && random.chance(0.3, 'recall: the fleet restarts'))
    time.after(random.between(1, 2_000, 'recall: until the fleet dies'), () => {
      if (scenario.calm || !fleet.alive) return;
      fleet.die();
      time.after(somewhat(scenario, 500, minuteMs), () => fleet.start());
    });
  time.after(random.between(minuteMs, 20 * minuteMs, 'recall: how long'), () => endOldest(parts));
}

/** Lots are called back in an area, or a machine moves from one area to another. */
export function recallOrMove(parts: WorldParts): void {
  noteFault(parts.scenario, 'recalls');
  if (parts.scenario.random.chance(0.6, 'recall: or move')) recallForAWhile(parts);
  else move(parts);
}

/** A machine is moved to another county: from the day after its last move on. */
function move({ scenario, kiosks, fleet }: WorldParts): void {
  const { random, log } = scenario;
  const { machine } = random.pick(kiosks, 'move: which machine');
  const record = fleet.database.rows.machines.get(machine);
  const last = parseDay(record?.places.at(-1)?.from ?? '');
  if (!record || last === null) return;
  const region = random.pick(
    counties.filter((each) => each !== record.region),
    'move: to which county',
  );
  log.begin('fleet', () => bilingual(`${machine} is moved to ${region}`, `${machine} 移到 ${region}`));
  const wish = { region, site: 'clinic', from: formatDay(addDays(last, 1)) };
  fleet.ask((service) => service.registry.move(machine, wish, mover));
}

/**
 * In half of the worlds with recalls the last kiosk is installed and gives out before anybody has
 * registered it. The operator checks every half minute whether it is registered, since the fleet
 * may have been restored from a backup.
 */
export function registerOneLater(parts: WorldParts): void {
  const { scenario, kiosks, fleet, network } = parts;
  const { random, time, faults } = scenario;
  const kiosk = kiosks.at(-1);
  if (!kiosk || !faults.has('recalls') || !random.chance(0.5, 'recall: a new machine')) return;
  const machine = MachineId.parse(kiosk.machine);
  const { rows } = fleet.database;
  const before = rows.machines.get(machine);
  rows.machines.delete(machine);
  const wish = NewMachine.parse({
    ...{ machine, name: machine, site: 'clinic', region: random.pick(counties, 'recall: county of the new machine') },
    inServiceFrom: before?.inServiceFrom,
    ...(random.chance(0.5, 'recall: registered with lanes') && { lanes: kiosk.plan }),
  });
  const look = (): void => {
    time.after(minuteMs / 2, look);
    if (fleet.database.rows.machines.has(machine)) return;
    scenario.log.begin('fleet', () => bilingual(`${machine} is registered`, `登记 ${machine}`));
    fleet.ask((service) => service.registry.register(wish, mover).then(() => network.drop(machine)));
  };
  time.after(random.between(6 * minuteMs, 12 * minuteMs, 'recall: until it is registered'), look);
}

/**
 * A minute later, after all faults, lots are called back once more, and then a recall is ended.
 * `heard` is called when every machine must have taken the recall over.
 */
export function lastRecall(parts: WorldParts, heard: () => void): void {
  const { scenario, kiosks, fleet } = parts;
  const { time, faults } = scenario;
  if (!faults.has('recalls')) return;
  time.after(minuteMs, () => {
    const [kiosk] = kiosks;
    const region = kiosk && fleet.database.rows.machines.get(kiosk.machine)?.region;
    if (region) callBack(parts, region, kiosk);
  });
  time.after(minuteMs + 100_000, heard);
  time.after(3 * minuteMs, () => endOldest(parts));
}
