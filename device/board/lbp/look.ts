import type { Lane } from '../../../shared/contracts/ids.ts';
import type { LaneSeen } from '../picture.ts';
import { type Eyes, openEyes } from './eyes.ts';
import type { Status } from './messages.ts';
import { laneState, STATUS } from './questions.ts';
import { ask, type Story } from './story.ts';

/** A lane as asked for; a board that refuses the question has no such lane. */
function* seeLane(lane: Lane): Story<LaneSeen> {
  const answer = yield* ask(laneState(lane));
  return answer.as === 'ok' ? answer.value : { lane, hardware: 'absent', drops: null };
}

/** Fresh eyes before a vend: who is there, its last transaction, and the lane [LBP/1 owes 2]. */
export function* lookStory(lane: Lane): Story<{ eyes: Eyes; seen: LaneSeen }> {
  const eyes = yield* openEyes();
  return { eyes, seen: yield* seeLane(lane) };
}

/** One round of idle questions: the board's state, and one lane in turn. */
export function* pollStory(lane: Lane | null): Story<{ status: Status; seen: LaneSeen | null }> {
  const status = yield* ask(STATUS);
  return { status: status.value, seen: lane === null ? null : yield* seeLane(lane) };
}
