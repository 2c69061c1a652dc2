import { isWithin } from '../../../shared/areas/jiangxi.ts';
import { countBy, type Display, each, type Figure, sum } from './figure.ts';
import type { Look } from './look.ts';
import { dayBefore, daysIn, type Registered, type Truth } from './truth.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers.
export type Answer = any;
export type Numbers = readonly (readonly [string, number])[];

export const standsIn = ({ region }: Answer, { areas }: Truth): string[] =>
  areas.filter((area) => isWithin(region, area));
const rows = (look: Look): Promise<Answer[]> => look.pages('/machines?limit=1000', 'machines');
export const machinePages = async (look: Look, { machines }: Truth): Promise<Answer[]> => {
  const found: Answer[] = [];
  for (const { machine } of machines) found.push(await look.get(`/machines/${machine}`));
  return found;
};

export const areaPage = (read: (view: Answer) => Numbers): Display => ({
  at: (look, { areas }) =>
    each(areas, async (area) =>
      read(await look.get(`/regions/${area}`)).map(([key, value]) => [`${area} ${key}`, value] as const),
    ),
});
export const pageAbove = (read: (view: Answer) => Numbers): Display => ({
  at: (look, { areas }) =>
    each(
      areas.filter((area) => area.length === 4 || area === '360000'),
      async (area) =>
        (await look.get(`/regions/${area}`)).children
          .filter(({ code }: Answer) => areas.includes(code))
          .flatMap((child: Answer) => read(child).map(([key, value]) => [`${child.code} ${key}`, value] as const)),
    ),
  of: (key) => !key.startsWith('360000'),
});
const totals = (path: string, words: readonly string[]): Display => ({
  at: (look, { areas }) =>
    each(
      areas.flatMap((area) => words.map((word) => ({ area, word }))),
      async ({ area, word }) => [[`${area} ${word}`, (await look.get(`${path}${word}&region=${area}&limit=1`)).total]],
    ),
});

const states = { 'in-service': 'inService', suspended: 'suspended', planned: 'planned', retired: 'retired' } as const;
const severities = ['urgent', 'high', 'normal', 'low'];
const stops = ['board-lost', 'sensor-suspect', 'door-open', 'climate'];

export const inUse = (of: Answer): boolean => of.service === 'in-service';
const givesNothing = (of: Answer): boolean =>
  inUse(of) &&
  (of.flags.some(({ kind }: Answer) => stops.includes(kind)) || of.products.every(({ stock }: Answer) => stock === 0));

/** The year's verdict for an area, counted from each machine's days and boxes there. */
function verdictOf({ machines, issued }: Truth, area: string, look: Look, target: number): Numbers {
  const [first, yesterday] = [`${look.year}-01-01`, dayBefore(look.day)];
  const ofYear = (of: Registered) => ({
    days: daysIn(of, area, first, yesterday),
    boxes: issued.filter(
      ({ machine, county, day }) =>
        machine === of.machine && isWithin(county, area) && day >= first && day <= yesterday,
    ).length,
  });
  const parts = machines.map(ofYear);
  const days = sum(parts, (part) => part.days);
  const year = daysBetweenYears(look.year);
  const judged = parts.filter((part) => part.days >= 30);
  const atPace = judged.filter((part) => part.boxes * year >= target * part.days).length;
  return [
    [`${area} machine-years`, Number((days / year).toFixed(3))],
    [`${area} average`, days === 0 ? 0 : Number(((sum(parts, ({ boxes }) => boxes) * year) / days).toFixed(1))],
    [`${area} judged`, judged.length],
    [`${area} at pace`, atPace],
    [`${area} share`, judged.length === 0 ? 0 : Number((atPace / judged.length).toFixed(4))],
  ];
}
const daysBetweenYears = (year: string): number =>
  (Date.UTC(Number(year) + 1, 0, 1) - Date.UTC(Number(year), 0, 1)) / 86_400_000;
const verdict = ({ machineYears, average, judged, atPace, shareAtPace }: Answer): Numbers => [
  ['machine-years', machineYears],
  ['average', average ?? 0],
  ['judged', judged],
  ['at pace', atPace],
  ['share', shareAtPace ?? 0],
];

/** Machines, flags and tasks of areas, now. */
export const countFigures: Readonly<Record<string, Figure>> = {
  'machines by state': {
    truth: async (truth, look) =>
      countBy(await machinePages(look, truth), (of) =>
        standsIn(of, truth).flatMap((area) => [`${area} ${of.service}`, `${area} all`]),
      ),
    shown: {
      'area page': areaPage(({ machines }) => [
        ...Object.entries(states).map(([word, name]) => [word, machines[name]] as const),
        ['all', machines.total],
      ]),
      'page above': pageAbove(({ machines }) => [
        ...Object.entries(states).map(([word, name]) => [word, machines[name]] as const),
        ['all', machines.total],
      ]),
      'list by state': { ...totals('/machines?service=', Object.keys(states)), of: (key) => !key.endsWith(' all') },
      metric: {
        at: async (look) => new Map([['360000 all', await look.metric('yaoju_machines')]]),
        of: (key) => key === '360000 all',
      },
    },
  },
  'machines that give nothing out': {
    truth: async (truth, look) =>
      countBy((await machinePages(look, truth)).filter(givesNothing), (of) =>
        standsIn(of, truth).map((area) => `${area} none`),
      ),
    shown: {
      'area page': areaPage(({ empty }) => [['none', empty]]),
      'page above': pageAbove(({ empty }) => [['none', empty]]),
    },
  },
  'verdict of the year': {
    truth: async (truth, look) => {
      const { target } = await look.get('/regions/360000');
      return new Map(truth.areas.flatMap((area) => verdictOf(truth, area, look, target)));
    },
    shown: {
      'area page': areaPage(verdict),
      'page above': pageAbove(verdict),
      'year report': {
        at: (look, { areas }) =>
          each(areas, async (area) =>
            verdict((await look.get(`/reports/year?region=${area}`)).areas[0]).map(
              ([key, value]) => [`${area} ${key}`, value] as const,
            ),
          ),
      },
      'year report as CSV': {
        at: (look, { areas }) =>
          each(areas, async (area) => [
            [`${area} average`, Number((await look.csv(`/reports/year?region=${area}`))[0]?.Average ?? 0)],
          ]),
        of: (key) => key.endsWith('average'),
      },
    },
  },
  flags: {
    truth: async (truth, look) =>
      countBy(
        (await machinePages(look, truth)).flatMap((of) =>
          of.flags.map((flag: Answer) => ({ ...flag, region: of.region })),
        ),
        (flag) => standsIn(flag, truth).flatMap((area) => [`${area} ${flag.kind}`, `${area} ${flag.severity}`]),
      ),
    shown: {
      'area page': areaPage(({ flags, severity }) => [
        ...Object.entries<number>(flags),
        ...Object.entries<number>(severity),
      ]),
      'list of flags': {
        at: (look, { areas }) =>
          each(areas, async (area) =>
            (await look.pages(`/flags?region=${area}&limit=500`, 'flags')).flatMap(({ kind, severity }) => [
              [`${area} ${kind}`, 1] as const,
              [`${area} ${severity}`, 1] as const,
            ]),
          ),
      },
      'list of flags by severity': {
        ...totals('/flags?severity=', severities),
        of: (key) => severities.some((word) => key.endsWith(` ${word}`)),
      },
      'list of machines': {
        at: async (look, truth) =>
          countBy(
            (await rows(look)).flatMap((of) => of.flags.map((flag: Answer) => ({ ...flag, region: of.region }))),
            (flag) => standsIn(flag, truth).flatMap((area) => [`${area} ${flag.kind}`, `${area} ${flag.severity}`]),
          ),
      },
      'tasks of the day': {
        at: (look, { areas }) =>
          each(areas, async (area) =>
            (await look.pages(`/today?region=${area}&limit=500`, 'tasks')).flatMap(({ flags }) =>
              flags.flatMap(({ kind, severity }: Answer) => [
                [`${area} ${kind}`, 1] as const,
                [`${area} ${severity}`, 1] as const,
              ]),
            ),
          ),
      },
    },
  },
  'tasks not yet taken on': {
    truth: async (truth, look) =>
      countBy(
        (await look.pages('/today?limit=500', 'tasks')).filter(({ acknowledged }) => !acknowledged),
        (task) => standsIn(task, truth).flatMap((area) => [`${area} ${task.task}`, `${area} all`]),
      ),
    shown: {
      'heading and chips': {
        at: (look, { areas }) =>
          each(areas, async (area) => {
            const { counts, total } = await look.get(`/today?region=${area}&acknowledged=false`);
            return [
              ...Object.entries<number>(counts).map(([task, count]) => [`${area} ${task}`, count] as const),
              [`${area} all`, total] as const,
            ];
          }),
      },
      'chips beside a chosen one': {
        at: (look, { areas }) =>
          each(areas, async (area) =>
            Object.entries<number>((await look.get(`/today?region=${area}&acknowledged=false&task=repair`)).counts).map(
              ([task, count]) => [`${area} ${task}`, count] as const,
            ),
          ),
        of: (key) => !key.endsWith(' all'),
      },
      'list of one kind': {
        at: (look, { areas }) =>
          each(areas, async (area) => [
            [`${area} repair`, (await look.get(`/today?region=${area}&acknowledged=false&task=repair`)).total],
          ]),
        of: (key) => key.endsWith(' repair'),
      },
    },
  },
};
