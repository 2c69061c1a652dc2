import type { Lane } from '../../../shared/contracts/ids.ts';
import type { LaneSeen } from '../snapshot.ts';
import { type BoardReading, readBoard } from './board-reading.ts';
import type { Status } from './messages.ts';
import { ask, type Procedure } from './procedure.ts';
import { laneState, STATUS } from './questions.ts';

/** Reads a lane. A board that refuses the question has no such lane. */
function* seeLane(lane: Lane): Procedure<LaneSeen> {
  const answer = yield* ask(laneState(lane));
  return answer.kind === 'ok' ? answer.value : { lane, hardware: 'absent', drops: null };
}

/**
 * A fresh reading before a vend: the lane, then who is there and its last transaction [LBP/1 owes
 * 2]. In this order the lane belongs to the board that was there before, or the reading shows that
 * another is there now.
 */
export function* lookProcedure(lane: Lane): Procedure<{ reading: BoardReading; seen: LaneSeen }> {
  const seen = yield* seeLane(lane);
  return { reading: yield* readBoard(), seen };
}

/**
 * One round of idle questions: one lane in turn, then the board's state, which says whether the
 * lane was still of the same run.
 */
export function* pollProcedure(lane: Lane | null): Procedure<{ status: Status; seen: LaneSeen | null }> {
  const seen = lane === null ? null : yield* seeLane(lane);
  const status = yield* ask(STATUS);
  return { status: status.value, seen };
}
