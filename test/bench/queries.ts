import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sqliteStore } from '../../fleet/adapters/sqlite/store.ts';
import { dayOf } from '../../simulators/demo/days.ts';
import { provinceOf } from '../../simulators/demo/machine.ts';
import { seedProvince } from '../../simulators/demo/seeding.ts';
import { apiToken, type BenchFleet, type Ground, startFleetProcess } from './ground.ts';
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

/** A fleet that judges its machines after its start answers late; so many quick answers in a row mean that it is done. */
const restsAfter = 20;
const quickMs = 15;

/** Waits until every machine has been judged, and the server rests. */
async function judged(fleet: BenchFleet, machines: number): Promise<string> {
  for (let tries = 0, quick = 0; tries < 2_400; tries++) {
    const { text } = await fleet.ask('/machines?limit=1&sort=-issuedYear');
    const { total, machines: rows } = JSON.parse(text) as { total: number; machines: { machine: string }[] };
    const [first] = rows;
    if (total >= machines && first) {
      const began = performance.now();
      await fleet.ask(`/machines/${first.machine}`);
      quick = performance.now() - began < quickMs ? quick + 1 : 0;
      if (quick >= restsAfter) return first.machine;
    }
    await pause(100);
  }
  throw new Error('the machines were not judged in time');
}

/** p95 of every page's question over HTTP, while kiosks go on sending. */
export async function queriesBench(ground: Ground): Promise<Row[]> {
  const machines = ground.large ? 20_000 : 300;
  const { dataDir, lines } = await seeded(ground, machines);
  const fleet = await startFleetProcess(ground, dataDir);
  const busiest = await judged(fleet, machines);
  const load = ground.run(kiosks, [
    ...['kiosks', '--fleet', fleet.url, '--mqtt', `mqtt://127.0.0.1:${fleet.mqttPort}`, '--token', apiToken],
    ...['--count', '20', '--speed', '60', '--busy', '20'],
  ]);
  await load.says(/20\/20 up/);
  const pages: Readonly<Record<string, string>> = {
    today: '/today?limit=100',
    'today of a county': '/today?region=360102&limit=100',
    machines: '/machines?limit=100',
    'machines, worst first': '/machines?limit=100&sort=worst',
    'machines, searched': '/machines?limit=100&q=人民医院&sort=-issuedYear',
    'one machine': `/machines/${busiest}`,
    'its pace': `/machines/${busiest}/pace`,
    'its events': `/machines/${busiest}/events?order=newest&limit=100`,
    'its boxes by day': `/machines/${busiest}/issues`,
    'its stock': `/machines/${busiest}/stock`,
    flags: '/flags?limit=100',
    'the province': '/regions/360000',
    'a city': '/regions/3601',
    'restock of a county': '/restock?region=360102',
    'report by area': '/reports/issued',
    'year-end report': '/reports/year?region=3601',
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
