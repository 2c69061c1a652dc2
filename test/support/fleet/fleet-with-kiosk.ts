import { afterEach, beforeEach } from 'vitest';
import { call, register } from './fleet.ts';
import { lines, TestKiosk, TestLedger } from './kiosk.ts';
import { ownFleet } from './own-fleet.ts';

const name = 'JX-360102-0001';
const now = Date.now();

/**
 * A fleet with one registered kiosk that is connected, started for each test of the file that calls
 * this.
 */
export function fleetWithKiosk() {
  const own = ownFleet();
  let secret: string;
  let kiosk: TestKiosk;
  const connect = async (): Promise<void> => {
    kiosk = await TestKiosk.connect(own.running, name, secret);
  };
  beforeEach(async () => {
    secret = await register(await own.run(), name);
    await connect();
  });
  afterEach(() => kiosk.end());
  return {
    name,
    now,
    /** A ledger that begins with eight boxes in lane 1. */
    stocked: () => new TestLedger().write(lines.booted(now), lines.configured(now), lines.restocked(now, 8)),
    get fleet() {
      return own.running;
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
      await own.stop();
      await own.run();
    },
    /** The machine's page, once everything that arrived is folded. */
    machine: async () => {
      await own.running.service.idle();
      await own.running.tick();
      return (await call(own.running, `/api/v1/machines/${name}`)).body;
    },
  };
}
