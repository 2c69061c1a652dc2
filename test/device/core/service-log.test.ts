import { afterEach, describe, expect, it } from 'vitest';
import { answerSentence, notIssued, outcomes } from '../../../device/core/reply.ts';
import { type TestKiosk, testKiosk } from '../../support/device/test-kiosk.ts';

let kiosk: TestKiosk;
afterEach(() => kiosk?.check());

describe('the log of a kiosk', () => {
  it('says in both languages why nothing is given out, and that boxes are given out again, once for each change', () => {
    kiosk = testKiosk().ready();
    const from = kiosk.logged.length;
    const tell = (state: 'open' | 'closed') => kiosk.tell({ kind: 'door', state });
    tell('open');
    tell('open');
    kiosk.tell({ kind: 'lost', reason: 'port-gone' });
    kiosk.boardReady();
    tell('closed');
    const said = kiosk.logged.slice(from).filter((line) => /given out/.test(line));
    expect(said[0]).toBe('nothing is given out: the cabinet door is open · 暂停发放：柜门未关');
    expect(said[1]).toContain('控制板无应答');
    expect(said.at(-1)).toBe('boxes are given out · 正常发放');
    expect(said.filter((line, index) => line === said[index - 1])).toEqual([]);
  });
});

describe('the sentence of an answer', () => {
  it('invites to try again where the machine is only getting ready, and not to choose another product', () => {
    for (const reason of ['busy', 'not-started'] as const) {
      const { zh, en } = answerSentence({ outcome: 'not-issued', reason });
      expect([zh, en]).toEqual([expect.stringContaining('请稍候再试'), expect.stringContaining('try again')]);
      expect(zh).not.toContain('其他药具');
    }
  });

  it('is that of its outcome for a reason of another version', () => {
    expect(answerSentence({ outcome: 'not-issued', reason: 'toString' })).toBe(outcomes['not-issued']);
    expect(answerSentence({ outcome: 'uncertain', reason: 'busy' })).toBe(outcomes.uncertain);
    expect(answerSentence({ outcome: 'issued', reason: null })).toBe(outcomes.issued);
    expect(Object.keys(notIssued)).toContain('door');
  });
});
