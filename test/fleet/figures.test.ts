import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { adminPassword, call, testFolder, token } from '../support/fleet/fleet.ts';
import { areaFigures } from './figures/boxes.ts';
import { carryFigures } from './figures/carrying.ts';
import { countFigures } from './figures/counts.ts';
import { differences, type Figure } from './figures/figure.ts';
import { placeFigures } from './figures/in-areas.ts';
import { Look } from './figures/look.ts';
import { machineFigures } from './figures/machines.ts';
import { now } from './figures/past.ts';
import { putSeeded } from './figures/seeded.ts';
import { type Truth, truthOf } from './figures/truth.ts';
import { putNasty } from './figures/world.ts';

const figures: Readonly<Record<string, Readonly<Record<string, Figure>>>> = {
  'of areas': areaFigures,
  'of machines': machineFigures,
  'of machines in areas': placeFigures,
  'as things stand': countFigures,
  'to carry': carryFigures,
};

const provinces = {
  'a province with everything that makes figures differ': putNasty,
  'a seeded province': putSeeded,
};

/** Suspends one machine for days on which it gave boxes out, and takes a task on. */
async function change(fleet: RunningFleet): Promise<void> {
  const ask = async (path: string, body: object) => {
    const { status } = await call(fleet, `/api/v1${path}`, { body });
    expect(status, path).toBeLessThan(300);
  };
  const [first] = (await call(fleet, '/api/v1/machines?service=in-service&limit=500')).body.machines.filter(
    ({ issued }: { issued: { year: number } }) => issued.year > 1,
  );
  await ask(`/machines/${first.machine}/suspensions`, { from: '2026-02-01', until: '2026-02-10', reason: 'holiday' });
  const { flags } = (await call(fleet, '/api/v1/flags?limit=500')).body;
  for (const { id } of flags.filter((_: unknown, at: number) => at % 2 === 0))
    await ask(`/flags/${id}/acknowledge`, {});
  await fleet.tick();
}

describe.each(Object.entries(provinces))('%s', (_, put) => {
  const folder = testFolder();
  let fleet: RunningFleet;
  let look: Look;
  let truth: Truth;

  beforeAll(async () => {
    await put(folder.path);
    const config = FleetConfig.parse({
      dataDir: folder.path,
      mqtt: { host: '127.0.0.1', port: 0 },
      http: { host: '127.0.0.1', port: 0 },
    });
    fleet = await startFleet(config, { adminPassword, apiToken: token }, pino({ level: 'silent' }), { now: () => now });
    await fleet.tick();
    await change(fleet);
    look = new Look(fleet);
    truth = await truthOf(look);
  }, 120_000);

  afterAll(async () => {
    await fleet.stop();
    folder.remove();
  });

  for (const [kind, some] of Object.entries(figures))
    for (const [name, figure] of Object.entries(some))
      it(`shows one number for each figure ${kind}: ${name}`, async () => {
        const is = await figure.truth(truth, look);
        if (put === putNasty) expect(Math.max(...is.values()), 'there is something to show').toBeGreaterThan(0);
        const wrong: Record<string, string[]> = {};
        for (const [place, { at, of = () => true }] of Object.entries(figure.shown)) {
          const found = differences(is, await at(look, truth), (key) => of(key, look));
          if (found.length > 0) wrong[place] = found.slice(0, 5);
        }
        expect(wrong).toEqual({});
      });
});
