import type { RequestId } from '../../../shared/contracts/ids.ts';
import type { ScreenAction } from '../../../shared/screen/action.ts';
import { type Decision, nothing } from '../decision.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import { limits } from '../limits.ts';
import type { RuntimeState } from '../runtime-state.ts';
import type { ScreenInput } from './inputs.ts';
import { begun, choosingAgain, onScreen, productWanted } from './session.ts';
import { staffActed, staffModeWanted } from './staff/acted.ts';
import { type ScreenNow, shown, timed, toIdle, waysOf } from './state.ts';
import { buttonsOf } from './view.ts';

/** What follows from an action at the screen. One on an earlier screen changes nothing. */
export function screenActed(facts: Facts, runtime: RuntimeState, input: ScreenInput, now: Now): Decision {
  if (input.screen !== runtime.screen.number) return nothing(runtime);
  const action = 'action' in input ? input.action : (buttonsOf(facts, runtime, now)[input.button - 1] ?? null);
  return action === null ? nothing(runtime) : acted(facts, runtime, action, input.request, now);
}

function acted(facts: Facts, runtime: RuntimeState, action: ScreenAction, request: RequestId, now: Now): Decision {
  const { screen } = runtime;
  const { at } = screen.step;
  switch (action.do) {
    case 'touch':
    case 'more-time':
      return onScreen(runtime, at === 'choose' || at === 'identify' || at === 'staff' ? timed(screen, now) : screen);
    case 'start':
      return at === 'idle' ? chosenLater(facts, runtime, now) : nothing(runtime);
    case 'choose':
      return at === 'idle' || at === 'choose'
        ? productWanted(facts, runtime, action.product, request, now)
        : nothing(runtime);
    case 'turn-page':
      return at === 'choose' ? onScreen(runtime, turned(screen, action.to, now)) : nothing(runtime);
    case 'back':
      return back(runtime, now);
    case 'cancel':
      return at === 'idle' || at === 'dispensing' || at === 'staff'
        ? nothing(runtime)
        : onScreen(runtime, toIdle(screen));
    case 'language':
      return onScreen(runtime, preferring(screen, { language: screen.largeType ? 'zh' : action.language }, now));
    case 'large-type':
      return onScreen(
        runtime,
        preferring(screen, { largeType: action.on, language: action.on ? 'zh' : screen.language, page: 1 }, now),
      );
    case 'way':
      return at === 'identify' && waysOf(screen).includes(action.way)
        ? onScreen(runtime, shown(screen, { at: 'identify', way: action.way, message: null }, now))
        : nothing(runtime);
    case 'staff-mode':
      return staffModeWanted(runtime, now);
    case 'staff':
      return action.staff.do === 'sign-in' ? nothing(runtime) : staffActed(facts, runtime, action.staff, now);
    // Codes and PINs are compared outside, and come back as inputs of their own.
    case 'code':
      return nothing(runtime);
  }
}

function chosenLater(facts: Facts, runtime: RuntimeState, now: Now): Decision {
  const screen = begun(facts, runtime);
  return screen === null ? nothing(runtime) : onScreen(runtime, shown(screen, { at: 'choose', message: null }, now));
}

function turned(screen: ScreenNow, to: 'next' | 'previous', now: Now): ScreenNow {
  const page = Math.max(1, screen.page + (to === 'next' ? 1 : -1));
  return shown({ ...screen, page }, { at: 'choose', message: null }, now);
}

function back(runtime: RuntimeState, now: Now): Decision {
  const { screen } = runtime;
  const { step } = screen;
  if (step.at === 'identify')
    return onScreen(runtime, { ...shown(screen, { at: 'choose', message: null }, now), product: null });
  if (step.at === 'choose' && screen.identified === null) return onScreen(runtime, toIdle(screen));
  if (step.at === 'ended' && step.mayChooseAgain) return choosingAgain(runtime, now);
  return nothing(runtime);
}

/** Another language or type size. On the idle screen it lasts as long as a choice. */
function preferring(screen: ScreenNow, change: Partial<ScreenNow>, now: Now): ScreenNow {
  const preferred = timed({ ...screen, ...change }, now);
  return screen.step.at === 'idle' ? { ...preferred, endMonoMs: now.monoMs + limits.screenChoiceMs } : preferred;
}
