import { expect, it } from 'vitest';
import { AT_REST, HELLO, lane, Script } from '../../../support/board/lbp-script.ts';

const idlePollMs = 60_000;
const another = 'OK LBP/1 SPIRAL-40 2.3.1 LB00999 2 12';

/**
 * A driver with two lanes of the first board, each at 30 drops; its first idle questions are
 * answered.
 */
const ready = (): Script => new Script(idlePollMs).open().answers(AT_REST);

const counted = ({ events }: Script): unknown[] =>
  events.flatMap((event) => (event.kind === 'lane' || event.kind === 'looked' ? [event.drops] : []));

// Seed 78: another board was installed and its boot was not heard. At the next idle poll its drop
// counter was taken for the earlier board's, and a turn that had given nothing was settled as
// issued.
it.each([
  ['other BOOTS', 'OK CLOSED 215 48 3 40'],
  ['as many BOOTS, and its UPTIME from the beginning', 'OK CLOSED 215 48 3 12'],
])('%s: a counter of the new board is not reported as the old one’s', (_, status) => {
  const script = ready();
  const before = counted(script).length;
  script.run(idlePollMs).says('OK 1 READY 31').says(status);
  expect(script.asked).toBe('HELLO');
  expect(counted(script).slice(before)).toEqual([]);
  script.says(another).says('OK 0 0 NONE');
  expect(script.last('ready')?.identity.serial).toBe('LB00999');
});

it('nor is one that a look reads', () => {
  const script = ready();
  const before = counted(script).length;
  script
    .order({ kind: 'look', lane: lane(1) })
    .says('OK 1 READY 31')
    .says(another)
    .says('OK 0 0 NONE');
  expect(script.last('look-failed')).toMatchObject({ lane: 1 });
  expect(counted(script).slice(before)).toEqual([]);
});

it('a board whose STATUS always has other BOOTS than its HELLO is greeted twice, not for ever', () => {
  const script = new Script(idlePollMs).open().answers({ ...AT_REST, HELLO, STATUS: 'OK CLOSED 215 48 100 77' });
  script.run(idlePollMs).answers({ ...AT_REST, STATUS: 'OK CLOSED 215 48 160 77' });
  expect(script.events.filter(({ kind: event }) => event === 'ready')).toHaveLength(2);
  expect(script.events.filter(({ kind: event }) => event === 'lane')).toHaveLength(2);
});
