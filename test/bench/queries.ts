import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sqliteStore } from '../../fleet/store/sqlite-store.ts';
import { MachineSort } from '../../shared/contracts/fleet-http.ts';
import { dayOf } from '../../simulators/demo/days.ts';
import { provinceOf } from '../../simulators/demo/machine.ts';
import { seedProvince } from '../../simulators/demo/seeding.ts';
import { apiToken, type BenchFleet, cpuMs, type Ground, startFleetProcess } from './ground.ts';
import { quantile, type Row } from './table.ts';

const kiosks = fileURLToPath(new URL('../../../bin/yaoju.js', import.meta.url));
const times = 40;

/** The folder of a fleet with a province in it, and the count of its lines; one that was seeded before is taken as it is. */
async function seeded(ground: Ground, machines: number): Promise<{ dataDir: string; lines: number }> {
  const dataDir = ground.data === null ? ground.folder('queries') : join(ground.data, `${machines}-machines`);
  const note = join(dataDir, 'seeded.json');
  if (existsSync(note)) return { dataDir, lines: (JSON.parse(readFileSync(note, 'utf8')) as { lines: number }).lines };
  ground.say(`seeding ${machines} machines …`);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const lines = await seed(ground, dataDir, machines);
  writeFileSync(note, JSON.stringify({ lines }));
  return { dataDir, lines };
}

/** Writes a province into a fleet's folder, without a server. */
async function seed(ground: Ground, dataDir: string, machines: number): Promise<number> {
  const beganAt = Date.now();
  const province = { seed: 7, machines, beganAt, beganDay: dayOf(beganAt) };
  const store = sqliteStore({
    file: join(dataDir, 'fleet.db'),
    timeZone: 'Asia/Shanghai',
    clockToleranceMs: 600_000,
    yearClosesDays: 31,
    fastestTurnMs: 200,
    now: beganAt,
  });
  await store.open();
  const all = provinceOf(province);
  let lines = 0;
  await seedProvince({
    store,
    seed: province,
    machines: all,
    order: all.map(({ index }) => index),
    signal: new AbortController().signal,
    seeded: async (_group, count) => {
      if (Math.floor((lines + count) / 250_000) > Math.floor(lines / 250_000))
        ground.say(`${((lines + count) / 1e6).toFixed(2)} million lines …`);
      lines += count;
    },
  });
  await store.close();
  return lines;
}

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

/** The server rests if it uses less than this share of each of several spans. Then every machine has been evaluated. */
const restSpanMs = 1_000;
const restCpuMs = 150;
const restSpans = 3;

/** Waits until every machine has been evaluated, and the server rests. */
async function evaluated(fleet: BenchFleet): Promise<void> {
  for (let tries = 0, rested = 0; tries < 900; tries++) {
    const before = cpuMs(fleet.child.process.pid);
    await pause(restSpanMs);
    rested = cpuMs(fleet.child.process.pid) - before < restCpuMs ? rested + 1 : 0;
    if (rested >= restSpans) return;
  }
  throw new Error('the machines were not evaluated in time');
}

/** The machine that gave out the most. */
async function busiestOf(fleet: BenchFleet): Promise<string> {
  const { text } = await fleet.ask('/machines?limit=1&sort=-issuedYear');
  const [first] = (JSON.parse(text) as { machines: { machine: string }[] }).machines;
  if (!first) throw new Error('there is no machine');
  return first.machine;
}

/** Every column of the list, in the direction in which a person would first look. */
const sorts = MachineSort.options.map((column) => (worstFirst.has(column) ? column : `-${column}`));

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

/** p95 of every page's question over HTTP, while kiosks go on sending. */
export async function queriesBench(ground: Ground): Promise<Row[]> {
  const machines = ground.large ? 20_000 : 300;
  const { dataDir, lines } = await seeded(ground, machines);
  const fleet = await startFleetProcess(ground, dataDir);
  await evaluated(fleet);
  const busiest = await busiestOf(fleet);
  const load = ground.run(kiosks, [
    ...['kiosks', '--fleet', fleet.url, '--mqtt', `mqtt://127.0.0.1:${fleet.mqttPort}`, '--token', apiToken],
    ...['--count', '20', '--speed', '60', '--busy', '20'],
  ]);
  await load.says(/20\/20 up/);
  const deep = await cursorAt(fleet, machines >> 1);
  const day = new Date().toISOString().slice(0, 10);
  const pages: Readonly<Record<string, string>> = {
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
    'one machine': `/machines/${busiest}`,
    'its pace': `/machines/${busiest}/pace`,
    'its events': `/machines/${busiest}/events?order=newest&limit=50`,
    'its faults among its events': `/machines/${busiest}/events?order=newest&limit=50&kind=door`,
    'its boxes by day': `/machines/${busiest}/issues`,
    'its stock': `/machines/${busiest}/stock`,
    'its stock since it stands there': `/machines/${busiest}/stock?from=2020-01-01`,
    'its suspensions': `/machines/${busiest}/suspensions`,
    'its configuration': `/machines/${busiest}/config`,
    'its commands': `/machines/${busiest}/commands?limit=20`,
    flags: '/flags?limit=100',
    'cleared flags': '/flags?limit=100&open=false',
    'the tree of areas': '/regions',
    'the province': '/regions/360000',
    'a city': '/regions/3601',
    'a county': '/regions/360102',
    'restock of a county': '/restock?region=360102&limit=40',
    'restock of a city': '/restock?region=3601&limit=40',
    'restock of the province': '/restock?limit=40',
    'restock of the province, further down': `/restock?limit=40&cursor=${await lowerDown(fleet, '/restock?limit=500')}`,
    'restock of the province, a machine left out': `/restock?limit=1&without=${busiest}`,
    'report by area': '/reports/issued',
    'report by product': '/reports/issued?by=product',
    'report of a month': `/reports/issued?from=${day.slice(0, 7)}&to=${day.slice(0, 7)}`,
    'report by machine of a county': '/reports/issued?by=machine&region=360102&limit=40',
    'report by machine of a city': '/reports/issued?by=machine&region=3601&limit=40',
    'report by machine of the province': '/reports/issued?by=machine&limit=40',
    'report by machine of the province, 40 more': `/reports/issued?by=machine&limit=40&cursor=${busiest}`,
    'year-end report of a county': '/reports/year?region=360102&limit=40',
    'year-end report of a city': '/reports/year?region=3601&limit=40',
    'year-end report of the province': '/reports/year?limit=40',
    'year-end report of the province, 40 more': `/reports/year?limit=40&cursor=${busiest}`,
    'year-end report, only those that miss': '/reports/year?limit=40&missed=true',
    'year-end report of the last year': `/reports/year?region=3601&limit=40&year=${Number(day.slice(0, 4)) - 1}`,
  };
  const rows: Row[] = [];
  for (const [what, path] of Object.entries(pages)) {
    const took: number[] = [];
    for (let time = 0; time < times; time++) {
      const began = performance.now();
      const { status, text } = await fleet.ask(path);
      took.push(performance.now() - began);
      if (status !== 200) throw new Error(`${path}: ${status} ${text.slice(0, 200)}`);
    }
    rows.push({
      what: `${what}, p95, ${machines.toLocaleString('en')} machines, ${(lines / 1e6).toFixed(1)} million lines, ingest running`,
      value: quantile(took, 0.95),
      unit: 'ms',
      beside: null,
      limit: { of: 'value', is: 'at most', bound: 50 },
    });
  }
  load.process.kill('SIGTERM');
  await once(load.process, 'close');
  return rows;
}
