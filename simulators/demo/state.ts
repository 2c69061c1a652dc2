import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { ReportedState } from '../../shared/contracts/reported.ts';
import { laneState, laneStock, laneUncertain } from '../../shared/ledger/books.ts';
import type { DemoLedger } from './ledger.ts';
import type { DemoMachine } from './machine.ts';

/** The state that a seeded machine would report. */
export function stateOf(machine: DemoMachine, ledger: DemoLedger, now: number, troubled: boolean): ReportedState {
  const { books } = ledger;
  const drifts = troubled && machine.trouble === 'drift';
  const lost = books.boardState === 'lost';
  const lanes = [...books.lanes.values()].map((lane, index) => ({
    lane: lane.lane,
    product: lane.product,
    capacity: lane.capacity,
    par: lane.par,
    // A cabinet whose own count differs from the books.
    stock: laneStock(lane) + (drifts && index === 0 ? 1 : 0),
    uncertain: laneUncertain(lane),
    state: laneState(lane),
    reason: lane.reason,
    lots: [...lane.lots],
  }));
  const reasons = outOf(books.boardState === 'lost', books.sensor === 'suspect', books.door === 'open', books.climate);
  return {
    at: now,
    run: ledger.run,
    ledger: ledger.ledger as LedgerId,
    last: ledger.seq,
    config: books.configVersion,
    lanes,
    board: {
      state: lost ? 'lost' : 'ready',
      reason: lost ? 'mute' : null,
      driver: 'lbp',
      serial: machine.board,
      model: 'SPIRAL-40',
      firmware: '2.3.1',
      door: books.door === 'open' ? 'open' : 'closed',
      tempDeciC: books.climate === 'out' ? 431 : 214 + (machine.index % 60),
      humidityPct: 40 + (machine.index % 30),
      dropped: machine.index % 7,
    },
    service: { state: reasons.length === 0 ? 'in-service' : 'out-of-service', reasons },
    sensor: books.sensor,
    agent: { version: '1.0.0', uptime: Math.max(0, Math.floor((now - ledger.bootAt) / 1000)), rss: 71_000_000 },
  };
}

function outOf(
  boardLost: boolean,
  suspect: boolean,
  open: boolean,
  climate: 'ok' | 'out' | null,
): ReportedState['service']['reasons'] {
  return [
    ...(boardLost ? (['board-lost'] as const) : []),
    ...(open ? (['door-open'] as const) : []),
    ...(suspect ? (['sensor-suspect'] as const) : []),
    ...(climate === 'out' ? (['climate'] as const) : []),
  ];
}
