import type { Lane } from '../../../shared/contracts/ids.ts';
import type { LaneHardware } from '../port.ts';
import { HOMING_MS, HOMING_POLL_MS } from './limits.ts';
import { ask, awaitEvent, type Procedure } from './procedure.ts';
import { clear, laneState } from './questions.ts';

/** How homing a lane ended: its state, or why it is not known. */
export type Homed =
  | { readonly hardware: LaneHardware; readonly reason: null }
  | { readonly hardware: null; readonly reason: string };

/**
 * Homes a lane's motor and learns how it ended: by `! LANE`, or by asking if that was lost. A lane
 * that was ready before the homing is ready while its motor still moves, so there the answer proves
 * nothing until the motor's time is over.
 */
export function* homeProcedure(lane: Lane, before: LaneHardware | null): Procedure<Homed> {
  const taken = yield* ask(clear(lane));
  if (taken.kind === 'err') return { hardware: null, reason: taken.code.toLowerCase() };
  const untilMonoMs = taken.monoMs + HOMING_MS;
  for (let monoMs = taken.monoMs; ; ) {
    const heard = yield* awaitEvent((event) => event.is === 'lane' && event.lane === lane, monoMs + HOMING_POLL_MS);
    if (heard.message?.is === 'lane') return { hardware: heard.message.hardware, reason: null };
    const asked = yield* ask(laneState(lane));
    if (asked.kind === 'err') return { hardware: null, reason: asked.code.toLowerCase() };
    monoMs = asked.monoMs;
    const { hardware } = asked.value;
    if ((hardware === 'ready' && before !== 'ready') || monoMs >= untilMonoMs) return { hardware, reason: null };
  }
}
