import type { ProductCode, RequestId } from '../../../shared/contracts/ids.ts';
import { acting, type Decision, nothing } from '../decision.ts';
import { asked } from '../dispense.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import { limits } from '../limits.ts';
import type { RuntimeState } from '../runtime-state.ts';
import { outOfService } from '../service.ts';
import { refusalFor } from './check.ts';
import { offersOf, settingsOf } from './offers.ts';
import { type ScreenNow, shown, toIdle } from './state.ts';
import { screenTicket } from './ticket.ts';

/** Nothing but the screen changes. */
export const onScreen = (runtime: RuntimeState, screen: ScreenNow): Decision => nothing({ ...runtime, screen });

/**
 * The screen when somebody begins, with the configuration of this moment. Null if the machine gives
 * nothing out now.
 */
export function begun(facts: Facts, runtime: RuntimeState): ScreenNow | null {
  const { screen } = runtime;
  if (screen.step.at !== 'idle') return screen;
  if (outOfService(facts, runtime).length > 0) return null;
  return { ...screen, settings: settingsOf(facts, screen), aside: null };
}

/** Somebody wants this product: identified persons get it if the rules allow, others identify. */
export function productWanted(
  facts: Facts,
  runtime: RuntimeState,
  product: ProductCode,
  request: RequestId,
  now: Now,
): Decision {
  const offered = offersOf(facts, runtime, now).some((offer) => offer.product === product && offer.stock !== 'none');
  const screen = offered ? begun(facts, runtime) : null;
  if (screen === null) return nothing(runtime);
  const chosen = { ...runtime, screen: { ...screen, product } };
  if (screen.front.identifies && screen.identified === null)
    return onScreen(chosen, shown(chosen.screen, { at: 'identify', way: null, message: null }, now));
  return judged(facts, chosen, request, now, null);
}

/**
 * The person is known, or need not be: refuses by the rules, offers the products, or gives the
 * chosen one.
 */
export function judged(
  facts: Facts,
  runtime: RuntimeState,
  request: RequestId,
  now: Now,
  tone: ScreenNow['tone'],
): Decision {
  const { screen } = runtime;
  const { identified, product } = screen;
  const message = identified?.by === 'card' ? refusalFor(facts, runtime, identified.person, now) : null;
  if (message !== null) {
    const refused = shown(screen, { at: 'ended', how: 'refused', message, mayChooseAgain: false }, now, 'error');
    return onScreen(runtime, { ...refused, identified: null });
  }
  if (product === null) return onScreen(runtime, shown(screen, { at: 'choose', message: null }, now, tone));
  const step = { at: 'dispensing', request, product } as const;
  return asked(
    facts,
    { ...runtime, screen: shown(screen, step, now, tone) },
    { kind: 'dispense', ticket: screenTicket, request, want: { product } },
    now,
  );
}

/** Back to the products after a turn without a box; who was identified a moment ago still is. */
export function choosingAgain(runtime: RuntimeState, now: Now): Decision {
  const { screen } = runtime;
  const { identified } = screen;
  const stillKnown = identified !== null && now.monoMs - identified.sinceMonoMs <= limits.screenIdentityMs;
  const choosing = shown(screen, { at: 'choose', message: null }, now);
  return onScreen(runtime, { ...choosing, product: null, identified: stillKnown ? identified : null });
}

/** The time of the present step is over, or the machine went out of service; null for neither. */
export function screenDue(facts: Facts, runtime: RuntimeState, now: Now): Decision | null {
  const { screen } = runtime;
  if (screen.aside !== null && now.monoMs >= screen.aside.untilMonoMs)
    return onScreen(runtime, { ...screen, aside: null });
  const { at } = screen.step;
  if (at === 'choose' || at === 'identify' || at === 'reading')
    if (outOfService(facts, runtime).length > 0) return onScreen(runtime, toIdle(screen));
  if (screen.endMonoMs === null || now.monoMs < screen.endMonoMs) return null;
  if (at !== 'reading') return acting({ ...runtime, screen: toIdle(screen) });
  const message = { key: 'card-unreadable' } as const;
  return onScreen(runtime, shown(screen, { at: 'identify', way: null, message }, now, 'error'));
}

/** When the screen changes by itself, as monotonic ms; infinite for never. */
export const screenDueMonoMs = ({ aside, endMonoMs }: ScreenNow): number =>
  Math.min(aside?.untilMonoMs ?? Number.POSITIVE_INFINITY, endMonoMs ?? Number.POSITIVE_INFINITY);
