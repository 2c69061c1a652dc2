import type { ScreenMessage } from '../../../shared/screen/message.ts';
import type { CardFailure } from '../../readers/port.ts';
import { type Decision, nothing } from '../decision.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import { limits } from '../limits.ts';
import type { RuntimeState } from '../runtime-state.ts';
import type { CodeInput, IdentifiedInput, ReaderInput } from './inputs.ts';
import { begun, judged, onScreen } from './session.ts';
import { type ScreenNow, saying, shown } from './state.ts';

/** Whether a card that is laid down now is read, and a scanned code taken. */
export function isArmed(facts: Facts, runtime: RuntimeState): boolean {
  const { front, identified, step } = runtime.screen;
  if (!front.identifies || identified !== null || !runtime.started) return false;
  if (step.at === 'reading') return true;
  return (step.at === 'idle' || step.at === 'choose' || step.at === 'identify') && begun(facts, runtime) !== null;
}

/** What follows from a reader's report. */
export function readerReported(facts: Facts, runtime: RuntimeState, input: ReaderInput, now: Now): Decision {
  const { screen } = runtime;
  const { event } = input;
  switch (event.kind) {
    case 'ready':
    case 'lost': {
      const which = input.reader === 'scanner' ? 'scanner' : 'cardReader';
      return onScreen(runtime, { ...screen, lost: { ...screen.lost, [which]: event.kind === 'lost' } });
    }
    case 'card-laid': {
      if (!isArmed(facts, runtime)) return second(runtime, now);
      const session = begun(facts, runtime);
      return session === null || screen.step.at === 'reading'
        ? nothing(runtime)
        : onScreen(runtime, shown(session, { at: 'reading' }, now));
    }
    case 'card-failed':
      if (screen.step.at !== 'reading') return nothing(runtime);
      return onScreen(runtime, identifying(screen, { key: failures[event.failure] }, now));
  }
}

const failures = {
  lifted: 'card-lifted',
  unreadable: 'card-unreadable',
  refused: 'card-refused',
} as const satisfies Record<CardFailure, string>;

/** A second card or code during a session is ignored with a sentence, and never queued. */
function second(runtime: RuntimeState, now: Now): Decision {
  const { screen } = runtime;
  if (screen.step.at === 'idle' || !screen.front.identifies) return nothing(runtime);
  return onScreen(runtime, saying(screen, { key: 'second-card-ignored' }, now));
}

const identifying = (screen: ScreenNow, message: ScreenMessage, now: Now): ScreenNow =>
  shown(screen, { at: 'identify', way: null, message }, now, 'error');

/** A card was looked up. It counts only while the session waits for it. */
export function cardLookedUp(
  facts: Facts,
  runtime: RuntimeState,
  { person, request }: IdentifiedInput,
  now: Now,
): Decision {
  const { screen } = runtime;
  if (screen.step.at !== 'reading') return nothing(runtime);
  if (person === null) return onScreen(runtime, identifying(screen, { key: 'card-unreadable' }, now));
  const identified = { by: 'card', person, sinceMonoMs: now.monoMs } as const;
  return judged(facts, { ...runtime, screen: { ...screen, identified } }, request, now, 'card-read');
}

/** A code was looked up. A good one is an order that was checked when it was made. */
export function codeLookedUp(facts: Facts, runtime: RuntimeState, input: CodeInput, now: Now): Decision {
  if (!isArmed(facts, runtime) || runtime.screen.step.at === 'reading') return second(runtime, now);
  const session = begun(facts, runtime);
  if (session === null) return nothing(runtime);
  if (input.how === 'typed' && now.monoMs < session.wrongCodes.untilMonoMs)
    return onScreen(runtime, identifying(session, pause(session, now), now));
  const { verdict } = input;
  if (verdict.kind === 'good') {
    const identified = { by: 'code', sinceMonoMs: now.monoMs } as const;
    const screen = { ...session, product: verdict.product, identified };
    return judged(facts, { ...runtime, screen }, input.request, now, 'card-read');
  }
  if (verdict.kind === 'other-machine')
    return onScreen(runtime, identifying(session, { key: 'code-other-machine', machine: verdict.machine }, now));
  const counted = input.how === 'typed' ? wrongTyped(session, now) : session;
  const paused = input.how === 'typed' && now.monoMs < counted.wrongCodes.untilMonoMs;
  const message: ScreenMessage = paused ? pause(counted, now) : { key: `code-${verdict.kind}` };
  return onScreen(runtime, identifying(counted, message, now));
}

const pause = ({ wrongCodes }: ScreenNow, { monoMs }: Now): ScreenMessage => ({
  key: 'code-pause',
  seconds: Math.max(1, Math.ceil((wrongCodes.untilMonoMs - monoMs) / 1000)),
});

/** One more wrong typed code; the last one of a row begins a pause. */
function wrongTyped(screen: ScreenNow, { monoMs }: Now): ScreenNow {
  const { wrongCodes } = screen;
  const forgotten = monoMs - wrongCodes.untilMonoMs > limits.codePausesForgottenMs;
  const pauses = forgotten ? 0 : wrongCodes.pauses;
  const inRow = wrongCodes.count > 0 && monoMs - wrongCodes.firstMonoMs <= limits.wrongCodesWithinMs;
  const count = inRow ? wrongCodes.count + 1 : 1;
  const firstMonoMs = inRow ? wrongCodes.firstMonoMs : monoMs;
  if (count < limits.wrongCodesBeforePause)
    return { ...screen, wrongCodes: { ...wrongCodes, pauses, count, firstMonoMs } };
  const ms = Math.min(limits.codePauseMostMs, limits.codePauseFirstMs * 2 ** pauses);
  return { ...screen, wrongCodes: { count: 0, firstMonoMs: 0, pauses: pauses + 1, untilMonoMs: monoMs + ms } };
}
