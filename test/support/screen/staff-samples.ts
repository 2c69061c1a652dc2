import { Lane } from '../../../shared/contracts/ids.ts';
import type { StaffView } from '../../../shared/screen/staff.ts';
import type { Screen } from '../../../shared/screen/view.ts';

const name = { zh: '避孕套 中号', en: 'Condoms size M' };
const lane = (number: number) => Lane.parse(number);
const named = { lane: lane(12), name };
const load = {
  step: 'load',
  ...named,
  ask: 'code',
  lot: null,
  expires: null,
  room: 6,
  suggested: 6,
  lots: [
    { lot: 'B260105', expires: '2029-01-31' },
    { lot: 'B260233', expires: '2029-03-31' },
  ],
  added: 4,
  problem: null,
} as const;
const both = (text: string) => ({ zh: text, en: text });

/** Every step of staff mode with its longest content. */
export const staffSteps = {
  home: {
    step: 'home',
    name: '欧阳建国',
    role: null,
    parts: ['round', 'jams', 'sensor', 'test', 'return', 'technician', 'leave'],
    drafted: 3,
    last: { at: 0, lanes: 8, added: 66, removed: 12 },
    unsent: 40,
  },
  lanes: {
    step: 'lanes',
    part: 'round',
    lanes: (['unfit', 'count', 'jam', 'empty', 'low', null] as const).map((need, index) => ({
      lane: lane(index + 7),
      name,
      need,
      done: index === 5,
    })),
    page: { number: 2, of: 3 },
    mayReview: true,
    problem: null,
  },
  count: { step: 'count', ...named, most: 20, book: null },
  difference: { step: 'difference', ...named, counted: 9, book: 10 },
  remove: {
    step: 'remove',
    ...named,
    lot: 'B260105',
    expires: '2026-11-30',
    reason: 'closing',
    boxes: 4,
    from: 1,
  },
  'load-code': load,
  'load-refused': { ...load, problem: 'code-separator' },
  'load-lot': { ...load, ask: 'lot' },
  'load-expiry': { ...load, ask: 'expiry', lot: 'B260105', problem: 'expiry-no-day' },
  'load-which': { ...load, ask: 'which', lot: 'B260105', expires: '2029-01-31' },
  'load-boxes': { ...load, ask: 'boxes', lot: 'B260105', expires: '2029-01-31' },
  review: {
    step: 'review',
    part: 'round',
    lines: [1, 2, 3, 4].map((n) => ({ lane: lane(n), name, before: 10, counted: 9, removed: 4, added: 12, after: 17 })),
    page: { number: 1, of: 2 },
    problem: null,
  },
  entered: { step: 'entered', lanes: 8, added: 66, removed: 12, warned: true },
  'task-ask': { step: 'task', part: 'test', lane: lane(12), state: 'ask', fell: null, problem: null },
  'task-working': { step: 'task', part: 'jams', lane: lane(12), state: 'working', fell: null, problem: null },
  'task-done': { step: 'task', part: 'test', lane: lane(12), state: 'done', fell: 1, problem: null },
  'task-unknown': { step: 'task', part: 'test', lane: lane(12), state: 'failed', fell: null, problem: null },
  'task-failed': { step: 'task', part: 'jams', lane: lane(12), state: 'failed', fell: null, problem: 'board-lost' },
  'leave-bad': {
    step: 'leave',
    checks: [
      { check: 'door', isGood: false, lanes: [] },
      { check: 'sensor', isGood: false, lanes: [] },
      { check: 'uncounted', isGood: false, lanes: [1, 2, 3, 4].map(lane) },
    ],
  },
  'leave-good': { step: 'leave', checks: [{ check: 'door', isGood: true, lanes: [] }] },
  technician: {
    step: 'technician',
    topics: (['board', 'lanes', 'transaction', 'reader', 'clock'] as const).map((topic, index) => ({
      topic,
      isGood: index !== 3,
      value: both('4711-0815 · 2.1.4'),
    })),
    errors: [],
    page: { number: 1, of: 3 },
    stick: 'ready',
  },
  'technician-errors': {
    step: 'technician',
    topics: [],
    errors: [1, 2, 3].map((n) => ({
      at: n,
      text: { zh: '读卡器的串口已断开', en: 'the line of a reader is closed' },
    })),
    page: { number: 3, of: 3 },
    stick: null,
  },
} as const satisfies Readonly<Record<string, unknown>> as unknown as Readonly<Record<string, StaffView>>;

/** A step as a screen. */
export const staffScreen = (staff: StaffView): Screen => ({ screen: 'staff', staff });
