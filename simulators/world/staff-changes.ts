import { NewStaff, ScreenWish } from '../../shared/contracts/fleet-http.ts';
import { bilingual } from '../../shared/contracts/meaning.ts';
import { noteFault } from './scenario.ts';
import type { WorldParts } from './world-parts.ts';

/** Who the fleet's records name for it. */
const office = 'office';
const areas = ['360000', '3601', '360102'];

/** An administrator enters a person, for an area or for one machine alone. */
function enter({ scenario, kiosks, fleet }: WorldParts): void {
  const { random, log } = scenario;
  const { machine } = random.pick(kiosks, 'staff: which machine');
  const machines = random.chance(0.3, 'staff: one machine') ? [machine] : [];
  const wish = NewStaff.parse({
    ...{ name: `P${random.below(1_000, 'staff: name')}`, role: 'filler', machines },
    area: random.pick(areas, 'staff: area'),
  });
  log.begin('fleet', () => bilingual(`${wish.name} may work in ${wish.area}`, `${wish.name} 可在 ${wish.area} 工作`));
  fleet.ask((service) => service.ofAreas.staff.add(wish, office));
}

/** An administrator stops somebody, lets them work again, or gives them another PIN. */
function change({ scenario, fleet }: WorldParts): void {
  const { random, log } = scenario;
  const people = [...fleet.database.rows.staff.values()];
  if (people.length === 0) return;
  const { id, name, stopped } = random.pick(people, 'staff: who');
  const isPin = random.chance(0.3, 'staff: another PIN');
  log.begin('fleet', () =>
    isPin
      ? bilingual(`${name} gets another PIN`, `更换 ${name} 的 PIN 码`)
      : bilingual(`${name} is ${stopped ? 'let work again' : 'stopped'}`, `${name} ${stopped ? '恢复' : '停用'}`),
  );
  fleet.ask(({ ofAreas: { staff } }) =>
    isPin ? staff.renewPin(id, undefined, office) : staff.change(id, { stopped: stopped === null }, office),
  );
}

/** An administrator sets another interval, for an area or for a machine, or takes it back. */
function changeRules({ scenario, kiosks, fleet }: WorldParts): void {
  const { random, log } = scenario;
  const { machine } = random.pick(kiosks, 'rules: which machine');
  const of = random.chance(0.5, 'rules: of a machine') ? { machine } : { area: random.pick(areas, 'rules: area') };
  const where = 'area' in of ? of.area : of.machine;
  const days = random.between(1, 40, 'rules: days');
  const rules = random.chance(0.8, 'rules: own')
    ? { ages: null, interval: { every: 'days', days }, quota: null }
    : null;
  log.begin('fleet', () =>
    bilingual(
      `${where} has ${rules ? `a rule of one box in ${days} days` : 'no own rules'}`,
      `${where} 的领取规则：${rules ? `每 ${days} 天一盒` : '不单独规定'}`,
    ),
  );
  fleet.ask(({ ofAreas: { screens } }) => {
    const nothing = { phone: null, discreet: null, volume: null, servicePoints: null };
    const wish = ScreenWish.parse({ basedOn: screens.own(of)?.at ?? null, rules, ...nothing });
    return 'area' in of ? screens.setForArea(of.area, wish, office) : screens.setForMachine(of.machine, wish, office);
  });
}

/** Staff or rules are changed at a machine or in an area. */
export function changeStaffOrRules(parts: WorldParts): void {
  const { scenario } = parts;
  noteFault(scenario, 'staff-changes');
  const what = scenario.random.below(3, 'staff: what');
  if (what === 0) enter(parts);
  else if (what === 1) change(parts);
  else changeRules(parts);
}
