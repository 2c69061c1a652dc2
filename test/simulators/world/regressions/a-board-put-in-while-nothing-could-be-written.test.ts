import { expect, it } from 'vitest';
import type { Facts } from '../../../../device/core/facts.ts';
import type { RuntimeState } from '../../../../device/core/runtime-state.ts';
import { writeFailed } from '../../../../device/core/write-failure.ts';

const ready = (serial: string) =>
  ({
    kind: 'board',
    event: { kind: 'ready', identity: { serial, model: null, firmware: null }, restarted: null },
  }) as never;

it.each([
  ['LB2', 'starting'],
  ['LB1', 'ready'],
])('board %s, installed for LB1 while nothing could be written, is %s: its counters are its own', (serial, state) => {
  const board = { state: 'ready', identity: { serial: 'LB1', model: null, firmware: null } } as never;
  const { runtime: run } = writeFailed({} as Facts, { board } as unknown as RuntimeState, {
    kind: 'write-failed',
    input: ready(serial),
    code: 'disk-full',
  });
  expect(run.board.state).toBe(state);
  expect(run.disk).toBe('disk-full');
});
