import type { MachineId } from '../../../shared/contracts/ids.ts';
import { daysBetween, parseDay, zoneOf } from '../../../shared/rules/calendar.ts';
import { neededForDays, rulesOn } from '../../../shared/rules/eligibility.ts';
import { volumeAt } from '../../../shared/rules/volume.ts';
import type { ScreenAction } from '../../../shared/screen/action.ts';
import type { ScreenMessage } from '../../../shared/screen/message.ts';
import type { ShownRules } from '../../../shared/screen/rules.ts';
import type { Leaving, Nearby, Offer, Screen, ScreenView } from '../../../shared/screen/view.ts';
import { clockTrust, dayNow, trueTimeMs } from '../clock.ts';
import type { Facts } from '../facts.ts';
import type { Now } from '../input.ts';
import { kioskTimeZone, limits } from '../limits.ts';
import type { RuntimeState } from '../runtime-state.ts';
import { outOfService } from '../service.ts';
import { daysNow } from './check.ts';
import { offerOf, offersOf, pageOf, settingsOf } from './offers.ts';
import { outOfServiceMessage } from './out-of-service.ts';
import { daysInWeek } from './person.ts';
import { staffView } from './staff/view.ts';
import { type ScreenNow, waysOf } from './state.ts';

/**
 * Everything that the page shows now; `seq` is counted outside. Nothing in it comes from a card.
 */
export function viewOf(facts: Facts, runtime: RuntimeState, machine: MachineId, now: Now): Omit<ScreenView, 'seq'> {
  const { screen } = runtime;
  const settings = settingsOf(facts, screen);
  const atMs = trueTimeMs(runtime.clock, now);
  return {
    screen: screen.number,
    machine,
    phone: settings.phone,
    language: screen.language,
    largeType: screen.largeType,
    discreet: settings.discreet,
    at: clockTrust(runtime.clock, now) === 'doubtful' ? null : atMs,
    rules: shownRules(facts, runtime, now),
    tone: screen.tone,
    volume: volumeAt(settings, zoneOf(kioskTimeZone).hourOf(atMs)),
    aside: screen.aside?.message ?? null,
    leaving: leavingOf(screen, now),
    buttons: buttonsOf(facts, runtime, now),
    shows: showsNow(facts, runtime, now),
  };
}

function shownRules(facts: Facts, runtime: RuntimeState, now: Now): ShownRules {
  if (!runtime.screen.front.identifies) return { ages: null, interval: null, quota: null, forgottenAfterDays: null };
  const { eligibility } = settingsOf(facts, runtime.screen);
  const { ages, interval, quota } = rulesOn(eligibility, daysNow(runtime, now).latest);
  return { ages, interval, quota, forgottenAfterDays: neededForDays(eligibility) + daysInWeek };
}

function leavingOf({ endMonoMs, step, largeType }: ScreenNow, { monoMs }: Now): Leaving | null {
  if (endMonoMs === null || step.at === 'idle') return null;
  const inMs = Math.max(0, endMonoMs - monoMs);
  const asks = step.at === 'choose' || step.at === 'identify' || step.at === 'staff';
  const warning = (largeType ? 2 : 1) * limits.screenWarningMs;
  return { inMs, warnInMs: asks ? Math.max(0, inMs - warning) : null };
}

function showsNow(facts: Facts, runtime: RuntimeState, now: Now): Screen {
  const { screen } = runtime;
  const { step } = screen;
  const settings = settingsOf(facts, screen);
  const offered = (): Offer[] => offersOf(facts, runtime, now);
  const named = (product: Offer['product']): Offer =>
    offered().find((offer) => offer.product === product) ?? offerOf(settings, product, 0);
  switch (step.at) {
    case 'idle':
      return idleNow(facts, runtime, now);
    case 'choose': {
      const { offers, number, of } = pageOf(offered(), screen);
      const identified = screen.identified !== null;
      return { screen: 'choose', offers, page: { number, of }, identified, message: step.message };
    }
    case 'identify': {
      const offer = screen.product === null ? null : named(screen.product);
      return { screen: 'identify', ways: waysOf(screen), way: step.way, offer, message: step.message };
    }
    case 'reading':
      return { screen: 'reading', what: 'card' };
    case 'dispensing':
      return { screen: 'dispensing', offer: named(step.product) };
    case 'take': {
      const leaflet = settings.products.find(({ product }) => product === step.product)?.leaflet ?? null;
      return { screen: 'take', offer: named(step.product), lot: step.lot, expires: step.expires, leaflet };
    }
    case 'ended': {
      const { how, message, mayChooseAgain } = step;
      return { screen: 'ended', how, message, mayChooseAgain, nearby: nearbyOf(facts, runtime, now) };
    }
    case 'staff':
      return { screen: 'staff', staff: staffView(facts, runtime, step.staff, now) };
  }
}

/** Nobody is there: the products, or why there is none. */
function idleNow(facts: Facts, runtime: RuntimeState, now: Now): Screen {
  const { screen } = runtime;
  const nearby = nearbyOf(facts, runtime, now);
  const [reason] = outOfService(facts, runtime);
  if (reason !== undefined)
    return { screen: 'out-of-service', message: outOfServiceMessage(facts, runtime, reason), nearby };
  const ways = waysOf(screen);
  if (screen.front.identifies && ways.length === 0)
    return { screen: 'out-of-service', message: { key: 'no-way-to-identify' }, nearby };
  const offers = offersOf(facts, runtime, now);
  if (offers.every(({ stock }) => stock === 'none')) return { screen: 'out-of-stock', nearby };
  return { screen: 'idle', offers, notice: noticeOf(screen, now), ways };
}

function noticeOf({ powerFailedUntilMonoMs, front, lost }: ScreenNow, { monoMs }: Now): ScreenMessage | null {
  if (powerFailedUntilMonoMs !== null && monoMs < powerFailedUntilMonoMs) return { key: 'power-failed' };
  if (front.cardReader && lost.cardReader) return { key: 'reader-out-of-order' };
  if (front.scanner && lost.scanner) return { key: 'scanner-out-of-order' };
  return null;
}

function nearbyOf(facts: Facts, runtime: RuntimeState, now: Now): Nearby {
  const { nearby, nearbyAsOf } = settingsOf(facts, runtime.screen);
  const asOf = nearbyAsOf === null ? null : parseDay(nearbyAsOf);
  const { today } = dayNow(runtime.clock, now);
  return { places: nearby, ageDays: asOf === null ? null : Math.max(0, daysBetween(asOf, today)) };
}

/** What each hardware button does on the present screen; empty without buttons. */
export function buttonsOf(facts: Facts, runtime: RuntimeState, now: Now): (ScreenAction | null)[] {
  const { screen } = runtime;
  if (screen.front.buttons === 0) return [];
  const { step } = screen;
  const none = null;
  const cancel = { do: 'cancel' } as const;
  switch (step.at) {
    case 'idle': {
      const language = { do: 'language', language: screen.language === 'zh' ? 'en' : 'zh' } as const;
      return [{ do: 'start' }, { do: 'large-type', on: !screen.largeType }, language, none];
    }
    case 'choose': {
      const { offers, number, of } = pageOf(offersOf(facts, runtime, now), screen);
      const [first, second] = offers.map(({ product }) => ({ do: 'choose', product }) as const);
      const more = of > 1 ? ({ do: 'turn-page', to: number < of ? 'next' : 'previous' } as const) : none;
      return [first ?? none, second ?? none, more, screen.identified === null ? { do: 'back' } : cancel];
    }
    case 'identify':
      return [none, none, { do: 'more-time' }, { do: 'back' }];
    case 'ended':
      return [none, none, step.mayChooseAgain ? { do: 'back' } : none, cancel];
    case 'take':
      return [none, none, none, cancel];
    case 'reading':
    case 'dispensing':
      return [none, none, none, none];
    // Staff mode needs touch; without it only leaving is possible.
    case 'staff':
      return [none, none, none, { do: 'staff', staff: { do: 'sign-out' } }];
  }
}
