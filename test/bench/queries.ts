import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dayOf } from '../../simulators/demo/days.ts';
import { provinceOf } from '../../simulators/demo/machine.ts';
import { seedProvince } from '../../simulators/demo/seeding.ts';
import { openStore } from '../support/fleet/store.ts';
import { cpuMs } from './child.ts';
import type { BenchFixture } from './fixture.ts';
import { apiToken, type BenchFleet, startFleetProcess } from './fleet-process.ts';
import { questionsTo } from './questions.ts';
import { quantile, type Row } from './table.ts';

const yaoju = fileURLToPath(new URL('../../../bin/yaoju.js', import.meta.url));
const times = 40;

/**
 * The folder of a fleet with a province in it, and the number of its lines; one that was seeded
 * earlier is used as it is.
 */
async function seeded(fixture: BenchFixture, machines: number): Promise<{ dataDir: string; lines: number }> {
  const dataDir = fixture.data === null ? fixture.folder('queries') : join(fixture.data, `${machines}-machines`);
  const note = join(dataDir, 'seeded.json');
  if (existsSync(note)) return { dataDir, lines: (JSON.parse(readFileSync(note, 'utf8')) as { lines: number }).lines };
  fixture.say(`seeding ${machines} machines …`);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const lines = await seed(fixture, dataDir, machines);
  writeFileSync(note, JSON.stringify({ lines }));
  return { dataDir, lines };
}

/** Writes a province into a fleet's folder, without a server. */
async function seed(fixture: BenchFixture, dataDir: string, machines: number): Promise<number> {
  const beganAt = Date.now();
  const province = { seed: 7, machines, beganAt, beganDay: dayOf(beganAt) };
  const store = await openStore(join(dataDir, 'fleet.db'), beganAt);
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
        fixture.say(`${((lines + count) / 1e6).toFixed(2)} million lines …`);
      lines += count;
    },
  });
  await store.close();
  return lines;
}

/**
 * The server is idle if it uses less than this share of each of several spans. Then every machine
 * has been evaluated.
 */
const restSpanMs = 1_000;
const restCpuMs = 150;
const restSpans = 3;

/** Waits until every machine has been evaluated and the server is idle. */
async function evaluated(fleet: BenchFleet): Promise<void> {
  for (let tries = 0, rested = 0; tries < 900; tries++) {
    const before = cpuMs(fleet.child.process.pid);
    await pause(restSpanMs);
    rested = cpuMs(fleet.child.process.pid) - before < restCpuMs ? rested + 1 : 0;
    if (rested >= restSpans) return;
  }
  throw new Error('the machines were not evaluated in time');
}

/** p95 of every page's query over HTTP, while kiosks continue to send. */
export async function queriesBench(fixture: BenchFixture): Promise<Row[]> {
  const machines = fixture.large ? 20_000 : 300;
  const { dataDir, lines } = await seeded(fixture, machines);
  const fleet = await startFleetProcess(fixture, dataDir);
  await evaluated(fleet);
  const words = ['kiosks', '--fleet', fleet.url, '--mqtt', `mqtt://127.0.0.1:${fleet.mqttPort}`];
  const load = fixture.run(yaoju, [...words, '--count', '20', '--speed', '60', '--busy', '20'], {
    YAOJU_API_TOKEN: apiToken,
  });
  await load.says(/20\/20 up/);
  const rows: Row[] = [];
  for (const [what, path] of Object.entries(await questionsTo(fleet, machines))) {
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
