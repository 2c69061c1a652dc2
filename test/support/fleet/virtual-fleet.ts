import { sha256 } from '../../../fleet/adapters/native/sha256.ts';
import type { FleetEvent } from '../../../fleet/ports/events.ts';
import { FleetService } from '../../../fleet/service/fleet-service.ts';
import { sqliteStore } from '../../../fleet/store/sqlite-store.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import { zoneOf } from '../../../shared/rules/calendar.ts';
import { defaultRules } from '../../../shared/rules/defaults.ts';
import type { TestLedger } from './kiosk.ts';

export const start = Date.UTC(2026, 5, 1, 2);
export const name = 'JX-360102-0001' as MachineId;
export const minute = 60_000;

/** A fleet on virtual time: the store in memory, the link a list, the clock a number. */
export async function virtualFleet() {
  let now = start;
  let ids = 0;
  const sent: { channel: string; payload: string; at: number }[] = [];
  const news: FleetEvent[] = [];
  const store = sqliteStore({
    file: ':memory:',
    timeZone: 'Asia/Shanghai',
    clockToleranceMs: 600_000,
    yearClosesDays: 31,
    fastestTurnMs: 200,
    now,
  });
  await store.open();
  const make = () =>
    new FleetService({
      store,
      broker: { send: (_, channel, payload) => void sent.push({ channel, payload, at: now }), drop: () => undefined },
      clock: { now: () => now },
      ids: {
        uuid: () => {
          ids += 1;
          return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
        },
        secret: () => {
          ids += 1;
          return `secret-${ids}`;
        },
        hash: sha256,
      },
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
  const skip = (ms: number): void => {
    now += ms;
  };
  const pass = async (ms: number) => {
    const end = now + ms;
    while (now < end) {
      now = Math.min(end, now + minute);
      await service.tick();
    }
  };
  return {
    get service() {
      return service;
    },
    store,
    sent,
    news,
    now: () => now,
    skip,
    pass,
    restart: async () => {
      service = make();
      await service.open();
    },
    flags: () => service.state(name)?.flags.map(({ flag }) => flag.finding.kind) ?? [],
    hear: (ledger: TestLedger, more: object = {}) => {
      const text = JSON.stringify({
        online: true,
        run: 1,
        at: now,
        up: now - start + 1,
        ledger: ledger.id,
        last: ledger.lines.length,
        config: 0,
        ...more,
      });
      service.message(name, 'presence', text, text.length);
    },
    take: async (ledger: TestLedger, first = 1) => {
      const text = ledger.batch(first);
      service.message(name, 'events', text, text.length);
      await service.idle();
    },
  };
}
