import { MachineSort } from '../../shared/contracts/fleet-http.ts';
import type { BenchFleet } from './fleet-process.ts';

/** The queries of pages to the API: by name, the path below `/api/v1`. */
export type Questions = Readonly<Record<string, string>>;

const worstFirst: ReadonlySet<string> = new Set([
  'machine',
  'name',
  'region',
  'site',
  'worst',
  'annual',
  'chance',
  'coverDays',
]);

/** Every column of the list, in the direction that a person would look at first. */
const sorts = MachineSort.options.map((column) => (worstFirst.has(column) ? column : `-${column}`));

/** The machine that gave out the most boxes. */
async function busiestOf(fleet: BenchFleet): Promise<string> {
  const { text } = await fleet.ask('/machines?limit=1&sort=-issuedYear');
  const [first] = (JSON.parse(text) as { machines: { machine: string }[] }).machines;
  if (!first) throw new Error('there is no machine');
  return first.machine;
}

/** A cursor far down in the list of machines, the worst first. */
async function cursorAt(fleet: BenchFleet, depth: number): Promise<string> {
  let cursor: string | null = null;
  for (let seen = 0; seen < depth; ) {
    const { text } = await fleet.ask(`/machines?limit=1000&sort=worst${cursor === null ? '' : `&cursor=${cursor}`}`);
    const { machines, next } = JSON.parse(text) as { machines: unknown[]; next: string | null };
    if (next === null) break;
    cursor = next;
    seen += machines.length;
  }
  return cursor ?? '';
}

/** The cursor after a list's first page; empty if there is only one. */
async function lowerDown(fleet: BenchFleet, path: string): Promise<string> {
  const { text } = await fleet.ask(path);
  return (JSON.parse(text) as { next: string | null }).next ?? '';
}

/** The page of today, and the list of machines; `deep`: a cursor far down in it. */
const listQuestions = (deep: string): Questions => ({
  today: '/today?limit=60&acknowledged=false',
  'today of a city': '/today?region=3601&limit=60&acknowledged=false',
  'today of a county': '/today?region=360102&limit=60&acknowledged=false',
  'today, one task': '/today?task=repair&limit=60',
  machines: '/machines?limit=100',
  ...Object.fromEntries(sorts.map((sort) => [`machines by ${sort}`, `/machines?limit=60&sort=${sort}`])),
  'machines, 200 more': `/machines?limit=200&sort=worst&cursor=${deep}`,
  'machines of a county': '/machines?region=360102&limit=60&sort=worst',
  'machines with a flag': '/machines?flag=offline&limit=60&sort=worst',
  'machines, urgent, of a product': '/machines?severity=urgent&product=CD-M&limit=60&sort=-stock',
  'machines, searched': '/machines?limit=60&q=人民医院&sort=-issuedYear',
  'machines, searched in vain': '/machines?limit=60&q=no-such-machine&sort=worst',
});

/** The pages of one machine. */
const machineQuestions = (machine: string): Questions => ({
  'one machine': `/machines/${machine}`,
  'its pace': `/machines/${machine}/pace`,
  'its events': `/machines/${machine}/events?order=newest&limit=50`,
  'its faults among its events': `/machines/${machine}/events?order=newest&limit=50&kind=door`,
  'its boxes by day': `/machines/${machine}/issues`,
  'its stock': `/machines/${machine}/stock`,
  'its stock since it stands there': `/machines/${machine}/stock?from=2020-01-01`,
  'its suspensions': `/machines/${machine}/suspensions`,
  'its configuration': `/machines/${machine}/config`,
  'its commands': `/machines/${machine}/commands?limit=20`,
});

/**
 * Flags, areas and restock plans; `further`: the cursor after a long first page of the restock
 * plan.
 */
const areaQuestions = (busiest: string, further: string): Questions => ({
  flags: '/flags?limit=100',
  'cleared flags': '/flags?limit=100&open=false',
  'the tree of areas': '/regions',
  'the province': '/regions/360000',
  'a city': '/regions/3601',
  'a county': '/regions/360102',
  'restock of a county': '/restock?region=360102&limit=40',
  'restock of a city': '/restock?region=3601&limit=40',
  'restock of the province': '/restock?limit=40',
  'restock of the province, further down': `/restock?limit=40&cursor=${further}`,
  'restock of the province, a machine left out': `/restock?limit=1&without=${busiest}`,
});

/** Cursors far down in the two reports that list machines. */
interface ReportCursors {
  readonly boxes: string;
  readonly year: string;
}

/** The reports; `day` is today, as YYYY-MM-DD. */
const reportQuestions = (further: ReportCursors, day: string): Questions => ({
  'report by area': '/reports/issued',
  'report by product': '/reports/issued?by=product',
  'report of a month': `/reports/issued?from=${day.slice(0, 7)}&to=${day.slice(0, 7)}`,
  'report by machine of a county': '/reports/issued?by=machine&region=360102&limit=40',
  'report by machine of a city': '/reports/issued?by=machine&region=3601&limit=40',
  'report by machine of the province': '/reports/issued?by=machine&limit=40',
  'report by machine of the province, 40 more': `/reports/issued?by=machine&limit=40&cursor=${further.boxes}`,
  'year-end report of a county': '/reports/year?region=360102&limit=40',
  'year-end report of a city': '/reports/year?region=3601&limit=40',
  'year-end report of the province': '/reports/year?limit=40',
  'year-end report of the province, 40 more': `/reports/year?limit=40&cursor=${further.year}`,
  'year-end report, only those that miss': '/reports/year?limit=40&missed=true',
  'year-end report of the last year': `/reports/year?region=3601&limit=40&year=${Number(day.slice(0, 4)) - 1}`,
});

/** The id of an open recall in a city; it is entered if there is none. */
async function recallIn(fleet: BenchFleet, region: string): Promise<string> {
  const { text } = await fleet.ask('/recalls');
  const [open] = (JSON.parse(text) as { recalls: { id: string }[] }).recalls;
  if (open) return open.id;
  const made = await fleet.ask('/recalls', { region, product: 'CD-M', lots: null, reason: 'bench' });
  return (JSON.parse(made.text) as { id: string }).id;
}

/** Recalls, and the machines of one with the boxes that were given out earlier. */
const recallQuestions = (recall: string): Questions => ({
  recalls: '/recalls',
  'machines of a recall': `/recalls/${recall}/machines?limit=50`,
});

/** The query of every page to a fleet with this many machines. */
export async function questionsTo(fleet: BenchFleet, machines: number): Promise<Questions> {
  const busiest = await busiestOf(fleet);
  const further = {
    boxes: await lowerDown(fleet, '/reports/issued?by=machine&limit=500'),
    year: await lowerDown(fleet, '/reports/year?limit=500'),
  };
  return {
    ...listQuestions(await cursorAt(fleet, machines >> 1)),
    ...machineQuestions(busiest),
    ...areaQuestions(busiest, await lowerDown(fleet, '/restock?limit=500')),
    ...reportQuestions(further, new Date().toISOString().slice(0, 10)),
    ...recallQuestions(await recallIn(fleet, '3601')),
  };
}
