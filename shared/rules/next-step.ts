import type { LocalDay } from './calendar.ts';

/** What to do next: a code for the console's sentence, and the values that the sentence needs. */
export type NextStep =
  | {
      readonly code: 'remove-boxes';
      readonly product: string;
      readonly lot: string | null;
      readonly lanes: readonly number[];
    }
  | { readonly code: 'move-or-use-first'; readonly product: string; readonly lot: string | null; readonly by: LocalDay }
  | { readonly code: 'carry-boxes'; readonly product: string; readonly boxes: number; readonly by: LocalDay | null }
  | { readonly code: 'clear-lane'; readonly lane: number }
  | { readonly code: 'date-boxes'; readonly product: string; readonly lanes: readonly number[] }
  | { readonly code: 'count-lanes'; readonly lanes: readonly number[] | null }
  | { readonly code: 'raise-issue'; readonly needed: number | null; readonly missing: number }
  | { readonly code: NextStepHere };

/** Steps that need only the machine that they are for. */
export type NextStepHere =
  | 'replace-disk-and-count'
  | 'read-server-log'
  | 'check-machine-program'
  | 'find-second-machine'
  | 'find-who-connects'
  | 'check-drop-sensor'
  | 'check-board-cable'
  | 'check-power-and-network'
  | 'check-temperature'
  | 'close-door'
  | 'look-at-machine'
  | 'encrypt-link'
  | 'set-clock'
  | 'update-fleet'
  | 'compare-and-decide'
  | 'decide-late-entry'
  | 'find-out-and-release'
  | 'wait-for-kiosk'
  | 'stop-by-hand'
  | 'resume-when-fit';

/** The steps that begin with a call at the site. */
export const callSteps: readonly NextStepHere[] = ['check-power-and-network', 'look-at-machine', 'stop-by-hand'];

/** Whether a step begins with a call at the site. */
export const callsSite = ({ code }: NextStep): boolean => callSteps.some((step) => step === code);
