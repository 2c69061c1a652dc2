import type { Lane } from '../../../../shared/contracts/ids.ts';
import { uncountedLanes } from '../../../../shared/ledger/books.ts';
import type { LeaveCheck, StaffView } from '../../../../shared/screen/staff.ts';
import { isDoorOpen } from '../../door.ts';
import type { Facts } from '../../facts.ts';
import type { RuntimeState } from '../../runtime-state.ts';

type Check = Extract<StaffView, { step: 'leave' }>['checks'][number];

/** The most lanes that one check names. */
const mostLanes = 20;

/** Whether everything is in order before staff leave: each check, with the lanes that fail it. */
export function leaveChecks(facts: Facts, runtime: RuntimeState): Check[] {
  const { books } = facts;
  const { board, disk, screen, staff } = runtime;
  const check = (name: LeaveCheck, isGood: boolean): Check => ({ check: name, isGood, lanes: [] });
  const ofLanes = (name: LeaveCheck, lanes: readonly Lane[]): Check => ({
    check: name,
    isGood: lanes.length === 0,
    lanes: [...lanes].sort((a, b) => a - b).slice(0, mostLanes),
  });
  const lanes = [...books.lanes.values()];
  const { front, lost } = screen;
  return [
    check('round', staff.round === null || staff.round.works.size === 0),
    check('door', !isDoorOpen(facts, runtime)),
    check('board', board.state === 'ready'),
    check('sensor', books.sensor === 'trusted'),
    ofLanes(
      'jams',
      lanes.flatMap(({ lane, condition }) => (condition === 'jam' || condition === 'absent' ? [lane] : [])),
    ),
    ofLanes('uncounted', [
      ...new Set([
        ...uncountedLanes(books),
        ...lanes.flatMap(({ lane, uncertain, doubted }) => (uncertain > 0 || doubted ? [lane] : [])),
      ]),
    ]),
    ofLanes(
      'locked',
      lanes.flatMap(({ lane, lock }) => (lock === null ? [] : [lane])),
    ),
    check('climate', books.climate !== 'out'),
    check('disk', disk === null),
    ...(front.cardReader ? [check('reader', !lost.cardReader)] : []),
    ...(front.scanner ? [check('scanner', !lost.scanner)] : []),
    ...(books.stopped === null ? [] : [check('stopped', false)]),
  ];
}
