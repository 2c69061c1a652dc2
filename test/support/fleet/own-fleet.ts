import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { RunningFleet } from '../../../fleet/main.ts';
import { runFleet, testFolder } from './fleet.ts';

/** A data folder, new for each test of the file that calls this, and the fleet that runs there. */
export function ownFleet() {
  let folder: ReturnType<typeof testFolder>;
  let running: RunningFleet | null = null;
  const stop = async (): Promise<void> => {
    await running?.stop();
    running = null;
  };
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(async () => {
    await stop();
    folder.remove();
  });
  return {
    get path() {
      return folder.path;
    },
    /** The fleet's database. */
    get file() {
      return join(folder.path, 'fleet.db');
    },
    /** The fleet that was started last. Throws if none is running. */
    get running() {
      if (running === null) throw new Error('no fleet is running');
      return running;
    },
    /** Starts a fleet, which is stopped after the test at the latest. */
    run: async (more: object = {}, dataDir = folder.path): Promise<RunningFleet> => {
      running = await runFleet(dataDir, more);
      return running;
    },
    /** Takes over a fleet that was started in another way. */
    adopt: (fleet: RunningFleet): void => {
      running = fleet;
    },
    stop,
  };
}
