import { describe, expect, test } from 'vitest';
import { AT_REST, lane, OTHER, ready, Script, turned, txn } from '../../../support/board/lbp-script.ts';

describe('settle', () => {
  const settle = (seen: Partial<typeof AT_REST>, before: number | null = 901) =>
    ready()
      .order({ kind: 'settle', turn: { txn: txn(902), lane: lane(1), board: 'LB00417', before } })
      .answers({ ...AT_REST, ...seen });

  test.each([
    [{ TXN: 'OK 902 1 DROPPED' }, { kind: 'one' }],
    [{ TXN: 'OK 902 1 NODROP' }, { kind: 'none', reason: 'no-drop' }],
    [{ TXN: 'OK 902 1 UNKNOWN' }, { kind: 'unknown', reason: 'power-lost' }],
    [{}, { kind: 'none', reason: 'not-started' }],
    [{ TXN: 'OK 0 0 NONE' }, { kind: 'unknown', reason: 'board-forgot' }],
    [{ TXN: 'OK 903 1 DROPPED' }, { kind: 'unknown', reason: 'unclear' }],
    [{ HELLO: OTHER }, { kind: 'unknown', reason: 'board-swapped' }],
    [
      { HELLO: OTHER, TXN: 'OK 902 1 DROPPED' },
      { kind: 'unknown', reason: 'board-swapped' },
    ],
  ])('%j → %j, and never an order', (seen, expected) => {
    const script = settle(seen);
    expect(turned(script)).toEqual(expected);
    expect(script.vends).toBe(0);
  });

  test('NONE before and NONE now proves nothing after our own restart: the board may have forgotten', () => {
    expect(turned(settle({ TXN: 'OK 0 0 NONE' }, 0))).toEqual({ kind: 'unknown', reason: 'board-forgot' });
  });

  test('a motor that still turns is waited for', () => {
    const script = settle({ TXN: 'OK 902 1 RUNNING' });
    expect(turned(script)).toBeUndefined();
    script.says('! DONE 902 1 DROPPED', 'OK 1 READY 31');
    expect(turned(script)).toEqual({ kind: 'one' });
  });

  test('a question before the board is ready is answered once it is', () => {
    const script = new Script().order({
      kind: 'settle',
      turn: { txn: txn(902), lane: lane(1), board: 'LB00417', before: 901 },
    });
    script
      .run(60_000)
      .open()
      .answers({ ...AT_REST, TXN: 'OK 902 1 DROPPED' });
    expect(turned(script)).toEqual({ kind: 'one' });
  });
});
