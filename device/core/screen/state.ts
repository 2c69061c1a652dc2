import type { ScreenSettings } from '../../../shared/contracts/eligibility.ts';
import type { ProductCode, RequestId } from '../../../shared/contracts/ids.ts';
import type { IdentityWay } from '../../../shared/screen/action.ts';
import type { ScreenMessage } from '../../../shared/screen/message.ts';
import type { ScreenView } from '../../../shared/screen/view.ts';
import type { Now } from '../input.ts';
import { limits } from '../limits.ts';
import { type Front, plainFront } from './front.ts';
import type { Person } from './person.ts';
import type { StaffNow } from './staff/state.ts';

/** How a session's person was identified. */
export type Identified =
  | { readonly by: 'card'; readonly person: Person; readonly sinceMonoMs: number }
  | { readonly by: 'code'; readonly sinceMonoMs: number };

/** The step that a session has reached. `idle`: there is no session. */
export type Step =
  | { readonly at: 'idle' }
  | { readonly at: 'choose'; readonly message: ScreenMessage | null }
  | { readonly at: 'identify'; readonly way: IdentityWay | null; readonly message: ScreenMessage | null }
  | { readonly at: 'reading' }
  | { readonly at: 'dispensing'; readonly request: RequestId; readonly product: ProductCode }
  | {
      readonly at: 'take';
      readonly product: ProductCode;
      readonly lot: string | null;
      readonly expires: string | null;
    }
  | {
      readonly at: 'ended';
      readonly how: 'refused' | 'failed' | 'uncertain';
      readonly message: ScreenMessage;
      readonly mayChooseAgain: boolean;
    }
  | { readonly at: 'staff'; readonly staff: StaffNow };

/** The one session at this machine, and what the screen shows besides. Times are monotonic ms. */
export interface ScreenNow {
  readonly front: Front;
  /** Rises with every other screen, page or step. */
  readonly number: number;
  readonly step: Step;
  /** When this step is left by itself; null for never. */
  readonly endMonoMs: number | null;
  readonly tone: ScreenView['tone'];
  readonly language: 'zh' | 'en';
  readonly largeType: boolean;
  /** The page of products, from 1. */
  readonly page: number;
  readonly product: ProductCode | null;
  readonly identified: Identified | null;
  /** The configuration that this session began with; null while idle. */
  readonly settings: ScreenSettings | null;
  readonly aside: { readonly message: ScreenMessage; readonly untilMonoMs: number } | null;
  /** Until when the idle screen says that the power failed a moment ago. */
  readonly powerFailedUntilMonoMs: number | null;
  /** Which readers do not answer; only fitted ones count. */
  readonly lost: { readonly cardReader: boolean; readonly scanner: boolean };
  /** Wrong typed codes: how many since the last pause, and the pauses so far. */
  readonly wrongCodes: {
    readonly count: number;
    readonly firstMonoMs: number;
    readonly pauses: number;
    readonly untilMonoMs: number;
  };
}

/** The screen at a start. */
export const newScreen: ScreenNow = {
  front: plainFront,
  number: 0,
  step: { at: 'idle' },
  endMonoMs: null,
  tone: null,
  language: 'zh',
  largeType: false,
  page: 1,
  product: null,
  identified: null,
  settings: null,
  aside: null,
  powerFailedUntilMonoMs: null,
  lost: { cardReader: true, scanner: true },
  wrongCodes: { count: 0, firstMonoMs: 0, pauses: 0, untilMonoMs: 0 },
};

/** How long a step is shown, in ms; null for until something happens. */
function staysMs(step: Step): number | null {
  switch (step.at) {
    case 'idle':
    case 'dispensing':
      return null;
    case 'choose':
    case 'identify':
      return limits.screenChoiceMs;
    case 'reading':
      return limits.screenReadingMs;
    case 'take':
      return limits.screenTakeMs;
    case 'ended':
      return step.how === 'uncertain' ? limits.screenUncertainMs : limits.screenEndedMs;
    case 'staff':
      return staffStaysMs(step.staff);
  }
}

/** Nobody who has not signed in keeps the machine for long; while a motor turns nobody leaves. */
function staffStaysMs({ signedIn, step }: StaffNow): number | null {
  if (step.at === 'task' && step.state === 'working') return null;
  return signedIn === null ? limits.screenChoiceMs : limits.staffIdleMs;
}

/** The time of a step begins, or begins again. Large type doubles all times. */
export function timed(screen: ScreenNow, { monoMs }: Pick<Now, 'monoMs'>): ScreenNow {
  const ms = staysMs(screen.step);
  if (ms === null) return { ...screen, endMonoMs: null };
  return { ...screen, endMonoMs: monoMs + (screen.largeType ? 2 : 1) * ms };
}

/** Shows another step. */
export const shown = (screen: ScreenNow, step: Step, now: Now, tone: ScreenNow['tone'] = null): ScreenNow =>
  timed({ ...screen, step, tone, number: screen.number + 1 }, now);

/** Ends the session: nothing of it is left. */
export const toIdle = (screen: ScreenNow): ScreenNow => ({
  ...screen,
  number: screen.number + 1,
  step: { at: 'idle' },
  endMonoMs: null,
  tone: null,
  language: 'zh',
  largeType: false,
  page: 1,
  product: null,
  identified: null,
  settings: null,
  aside: null,
});

/** Says something over the screen for a moment. */
export const saying = (screen: ScreenNow, message: ScreenMessage, { monoMs }: Now): ScreenNow => ({
  ...screen,
  aside: { message, untilMonoMs: monoMs + limits.screenAsideMs },
});

/** The ways to identify that work now. */
export function waysOf({ front, lost }: Pick<ScreenNow, 'front' | 'lost'>): IdentityWay[] {
  if (!front.identifies) return [];
  return [
    ...(front.cardReader && !lost.cardReader ? (['card'] as const) : []),
    ...(front.codes ? (['code'] as const) : []),
    ...(front.scanner && !lost.scanner ? (['scan'] as const) : []),
  ];
}
