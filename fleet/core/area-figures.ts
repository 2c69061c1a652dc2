import { areaOf, childrenOf, isWithin } from '../../shared/areas/jiangxi.ts';
import type { AreaFigures } from '../../shared/contracts/fleet/area.ts';
import { areaPace } from '../../shared/rules/area-pace.ts';
import { daysInYear } from '../../shared/rules/calendar.ts';
import type { CountyFigures } from './records.ts';

/** Adds up a kind of figures, name by name. */
function add<T extends Record<string, number>>(a: T, b: T): T {
  const sum: Record<string, number> = { ...a };
  for (const [name, value] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + value;
  return sum as T;
}

const merge = (a: CountyFigures, b: CountyFigures): CountyFigures => ({
  code: a.code,
  machines: add(a.machines, b.machines),
  issued: add(a.issued, b.issued),
  uncertain: a.uncertain + b.uncertain,
  judged: a.judged + b.judged,
  atPace: a.atPace + b.atPace,
  boxes: a.boxes + b.boxes,
  days: a.days + b.days,
  stock: a.stock + b.stock,
  capacity: a.capacity + b.capacity,
  empty: a.empty + b.empty,
  toRestock: a.toRestock + b.toRestock,
  link: add(a.link, b.link),
  flags: add(a.flags, b.flags),
  severity: add(a.severity, b.severity),
});

const nothing = (code: string): CountyFigures => ({
  code,
  machines: { total: 0, inService: 0, suspended: 0, planned: 0, retired: 0 },
  issued: { today: 0, year: 0, total: 0 },
  uncertain: 0,
  judged: 0,
  atPace: 0,
  boxes: 0,
  days: 0,
  stock: 0,
  capacity: 0,
  empty: 0,
  toRestock: 0,
  link: { up: 0, down: 0, unknown: 0 },
  flags: {},
  severity: { urgent: 0, high: 0, normal: 0, low: 0 },
});

/** The figures of an area, added up from its counties; both readings of the goal side by side [rules, pace]. */
export function figuresOf(code: string, counties: readonly CountyFigures[], year: number): AreaFigures {
  const area = areaOf(code);
  const within = counties.filter((county) => isWithin(county.code, code));
  const { days, boxes, ...rest } = within.reduce(merge, nothing(code));
  const { judged, atPace, uncertain } = rest;
  const pace = areaPace({ machines: rest.machines.total, judged, atPace, boxes, uncertain, days }, year);
  return {
    ...rest,
    code,
    name: area?.name ?? code,
    level: area?.level ?? 'county',
    machineYears: Number((days / daysInYear(year)).toFixed(3)),
    average: pace.perMachineYear === null ? null : Number(pace.perMachineYear.toFixed(1)),
    shareAtPace: pace.shareAtPace === null ? null : Number(pace.shareAtPace.toFixed(4)),
  };
}

/** The areas that a list of an area has a line for: those directly below it, a county's own. */
export const linesOf = (code: string): string[] => {
  const children = childrenOf(code).map((area) => area.code);
  return children.length === 0 ? [code] : children;
};
