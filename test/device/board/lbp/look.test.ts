import { describe, expect, test } from 'vitest';
import { AT_REST, lane, OTHER, ready } from '../../../support/board/lbp-script.ts';

describe('look', () => {
  test('LANE, HELLO, TXN: the present state', () => {
    const script = ready()
      .order({ kind: 'look', lane: lane(1) })
      .answers(AT_REST);
    expect(script.sent.slice(-3).map((line) => line.split(' ')[1])).toEqual(['LANE', 'HELLO', 'TXN']);
    expect(script.last('looked')).toEqual({
      kind: 'looked',
      lane: 1,
      reading: { serial: 'LB00417', before: 901 },
      hardware: 'ready',
      drops: 30,
      door: 'closed',
    });
  });

  test('a lane that the board does not know is absent', () => {
    const script = ready()
      .order({ kind: 'look', lane: lane(9) })
      .answers({ ...AT_REST, LANE: 'ERR LANE' });
    expect(script.last('looked')?.hardware).toBe('absent');
  });

  test('a busy board and another board give no reading', () => {
    const busy = ready()
      .order({ kind: 'look', lane: lane(1) })
      .answers({ ...AT_REST, TXN: 'OK 902 2 RUNNING' });
    expect(busy.last('look-failed')?.reason).toBe('busy');
    const swapped = ready()
      .order({ kind: 'look', lane: lane(1) })
      .answers({ ...AT_REST, HELLO: OTHER, STATUS: 'OK CLOSED - - 9 3' });
    expect(swapped.last('look-failed')?.reason).toBe('board-restarted');
    expect(swapped.last('ready')).toMatchObject({ identity: { serial: 'LB99999' }, restarted: null });
  });
});
