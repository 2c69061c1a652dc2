import { sha256 } from '../../../fleet/adapters/native/sha256.ts';
import type { FleetEvent } from '../../../fleet/ports/events.ts';
import { FleetService } from '../../../fleet/service/fleet-service.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { zoneOf } from '../../../shared/rules/calendar.ts';
import { defaultRules } from '../../../shared/rules/defaults.ts';
import { worldPins } from '../../../simulators/world/pins.ts';
import type { TestLedger } from './kiosk.ts';
import { openStore } from './store.ts';

export const start = Date.UTC(2026, 5, 1, 2);
export const name = 'JX-360102-0001' as MachineId;
export const minute = 60_000;

/** Ids and secrets that count up, so that each run has the same ones. */
function countedIds() {
  let ids = 0;
  const next = (): number => {
    ids += 1;
    return ids;
  };
  return {
    uuid: () => `00000000-0000-4000-8000-${String(next()).padStart(12, '0')}`,
    secret: () => `secret-${next()}`,
    hash: sha256,
  };
}

/** What the machine's kiosk says to the service that runs now. */
const kioskOf = (service: () => FleetService, now: () => number) => ({
  hear: (ledger: TestLedger, more: object = {}) => {
    const text = JSON.stringify({
      online: true,
      run: 1,
      at: now(),
      up: now() - start + 1,
      ledger: ledger.id,
      last: ledger.lines.length,
      config: 0,
      ...more,
    });
    service().message(name, 'presence', text, text.length);
  },
  take: async (ledger: TestLedger, first = 1) => {
    const text = ledger.batch(first);
    service().message(name, 'events', text, text.length);
    await service().idle();
  },
});

/** A fleet on virtual time: the store in memory, the link a list, the clock a number. */
export async function virtualFleet() {
  let now = start;
  const clock = { now: () => now };
  const ids = countedIds();
  const sent: { channel: string; payload: string; at: number }[] = [];
  const news: FleetEvent[] = [];
  const store = await openStore(':memory:', now);
  const make = () =>
    new FleetService({
      store,
      broker: { send: (_, channel, payload) => void sent.push({ channel, payload, at: now }), drop: () => undefined },
      clock,
      ids,
      pins: worldPins({ between: () => 271_828 }),
      zone: zoneOf('Asia/Shanghai'),
      rules: defaultRules,
      emit: (each) => void news.push(each),
    });
  let service = make();
  await service.open();
  await service.registry.register(
    { machine: name, name, region: '360102', site: 'clinic', address: null, inServiceFrom: '2026-06-01' },
    'test',
  );
  return {
    get service() {
      return service;
    },
    store,
    sent,
    news,
    now: clock.now,
    skip: (ms: number): void => {
      now += ms;
    },
    pass: async (ms: number) => {
      const end = now + ms;
      while (now < end) {
        now = Math.min(end, now + minute);
        await service.tick();
      }
    },
    restart: async () => {
      service = make();
      await service.open();
    },
    flags: () => service.state(name)?.flags.map(({ flag }) => flag.finding.kind) ?? [],
    ...kioskOf(() => service, clock.now),
  };
}
