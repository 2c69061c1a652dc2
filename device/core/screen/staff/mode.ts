import { type Decision, nothing } from '../../decision.ts';
import type { Now } from '../../input.ts';
import type { RuntimeState } from '../../runtime-state.ts';
import { shown, timed } from '../state.ts';
import type { StaffKept, StaffNow, StaffStep } from './state.ts';

/** What staff mode keeps changes. */
export const keeping = (runtime: RuntimeState, kept: Partial<StaffKept>): RuntimeState => ({
  ...runtime,
  staff: { ...runtime.staff, ...kept },
});

/** Shows another step of staff mode. */
export const stepping = (runtime: RuntimeState, staff: StaffNow, step: StaffStep, now: Now): Decision =>
  nothing({ ...runtime, screen: shown(runtime.screen, { at: 'staff', staff: { ...staff, step } }, now) });

/** Nothing but the time until idle begins again. */
export const inStaffMode = (runtime: RuntimeState, _staff: StaffNow, now: Now): Decision =>
  nothing({ ...runtime, screen: timed(runtime.screen, now) });

/** Staff mode as it is now; null if nobody is in it. */
export const staffNow = ({ screen }: Pick<RuntimeState, 'screen'>): StaffNow | null =>
  screen.step.at === 'staff' ? screen.step.staff : null;

/** Whether staff are at work at the screen: nobody else may let a motor turn. */
export const staffAtWork = (runtime: Pick<RuntimeState, 'screen'>): boolean => staffNow(runtime) !== null;
