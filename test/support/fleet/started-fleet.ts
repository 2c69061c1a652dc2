import { afterAll, beforeAll, expect } from 'vitest';
import type { RunningFleet } from '../../../fleet/main.ts';
import { call, runFleet, testFolder } from './fleet.ts';
import { putInto, steadyMachine } from './province.ts';

/** A real fleet that runs for all tests of a file, stopped after the last of them. */
export interface StartedFleet extends Omit<RunningFleet, 'stop' | 'adminPassword'> {
  /** Its data folder, which is removed with it. */
  readonly dataDir: string;
  /** The API's response for a path below `/api/v1`, which must have status 200. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers.
  get(path: string): Promise<any>;
}

/**
 * Starts a fleet before the first test of the file that calls this; `prepare` may fill its data
 * folder first.
 */
export function startedFleet(prepare: (dataDir: string) => Promise<void> = async () => {}): StartedFleet {
  let folder: ReturnType<typeof testFolder>;
  let running: RunningFleet;
  beforeAll(async () => {
    folder = testFolder();
    await prepare(folder.path);
    running = await runFleet(folder.path);
  });
  afterAll(async () => {
    await running.stop();
    folder.remove();
  });
  return {
    get dataDir() {
      return folder.path;
    },
    get service() {
      return running.service;
    },
    get store() {
      return running.store;
    },
    get address() {
      return running.address;
    },
    get httpPort() {
      return running.httpPort;
    },
    get mqttPort() {
      return running.mqttPort;
    },
    tick: () => running.tick(),
    get: async (path) => {
      const answer = await call(running, `/api/v1${path}`);
      expect(answer.status, path).toBe(200);
      return answer.body;
    },
  };
}

/**
 * Three machines with 60 days of history: two in one county, one on pace and one that gave nothing
 * out, and one in another city.
 */
export const machines = { good: 'JX-360102-0001', poor: 'JX-360102-0002', away: 'JX-360428-0001' } as const;

/** A fleet with these three machines, evaluated. */
export function startedProvince(): StartedFleet {
  const fleet = startedFleet((dataDir) =>
    putInto(dataDir, [
      steadyMachine(machines.good, '360102', 60, 2),
      steadyMachine(machines.poor, '360102', 60, 0),
      steadyMachine(machines.away, '360428', 60, 1),
    ]),
  );
  beforeAll(() => fleet.tick());
  return fleet;
}
