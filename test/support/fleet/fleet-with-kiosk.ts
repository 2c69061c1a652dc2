import { afterEach, beforeEach } from 'vitest';
import type { RunningFleet } from '../../../fleet/main.ts';
import { call, register, runFleet, testFolder } from './fleet.ts';
import { lines, TestKiosk, TestLedger } from './kiosk.ts';

const name = 'JX-360102-0001';
const now = Date.now();

/**
 * A fleet with one registered kiosk that is connected, started for each test of the file that calls
 * this.
 */
export function fleetWithKiosk() {
  let folder: ReturnType<typeof testFolder>;
  let secret: string;
  let fleet: RunningFleet;
  let kiosk: TestKiosk;
  const connect = async (): Promise<void> => {
    kiosk = await TestKiosk.connect(fleet, name, secret);
  };
  beforeEach(async () => {
    folder = testFolder();
    fleet = await runFleet(folder.path);
    secret = await register(fleet, name);
    await connect();
  });
  afterEach(async () => {
    await kiosk.end();
    await fleet.stop();
    folder.remove();
  });
  return {
    name,
    now,
    /** A ledger that begins with eight boxes in lane 1. */
    stocked: () => new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 8)),
    get fleet() {
      return fleet;
    },
    get kiosk() {
      return kiosk;
    },
    /** Connects the kiosk again. */
    connect,
    /**
     * Stops the fleet and starts it again on the same folder; the kiosk must be connected again.
     */
    restart: async (): Promise<void> => {
      await fleet.stop();
      fleet = await runFleet(folder.path);
    },
    /** The machine's page, once everything that arrived is folded. */
    machine: async () => {
      await fleet.service.idle();
      await fleet.tick();
      return (await call(fleet, `/api/v1/machines/${name}`)).body;
    },
  };
}
