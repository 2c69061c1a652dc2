import { zoneOf } from '../../../shared/rules/calendar.ts';
import type { Heartbeat } from '../../../shared/screen/action.ts';
import type { PageAnswer } from '../../../shared/screen/display.ts';
import type { ScreenView } from '../../../shared/screen/view.ts';
import { kioskTimeZone } from '../../core/limits.ts';

/** How long a page may be silent: outside of a session, and in one. */
const silentMs = { idle: 15_000, session: 5_000 } as const;
/** A page whose heap is larger is loaded again at the next idle time. */
const heapMaxBytes = 400 * 1024 * 1024;
/** Once a night, in this hour of the wall clock, an idle page is loaded again. */
const reloadHour = 3;
/** A page that was loaded again is left alone for this long. */
const reloadGapMs = 2 * 3_600_000;

/** Watches the heartbeat of the page. `build` is that of the page on the disk, null for none. */
export function pageWatch(build: string | null, monoMs: () => number) {
  let heardMonoMs: number | null = null;
  let reloadedMonoMs = Number.NEGATIVE_INFINITY;

  function isDue({ page, heapBytes }: Heartbeat, { at }: ScreenView): boolean {
    if (build !== null && page !== '' && page !== build) return true;
    if ((heapBytes ?? 0) > heapMaxBytes) return true;
    return at !== null && zoneOf(kioskTimeZone).hourOf(at) === reloadHour;
  }

  return {
    /** The page was heard. True if it is to load itself again: never in a session. */
    heard(heartbeat: Heartbeat, view: ScreenView | null): boolean {
      heardMonoMs = monoMs();
      if (view === null || isInSession(view) || heardMonoMs - reloadedMonoMs < reloadGapMs) return false;
      if (!isDue(heartbeat, view)) return false;
      reloadedMonoMs = heardMonoMs;
      return true;
    },
    answer: (view: ScreenView | null): PageAnswer => ({
      heardMs: heardMonoMs === null ? null : Math.round(monoMs() - heardMonoMs),
      withinMs: view !== null && isInSession(view) ? silentMs.session : silentMs.idle,
    }),
  };
}

/** Whether there is a session, or staff are at work. */
const isInSession = ({ shows }: ScreenView): boolean =>
  shows.screen !== 'idle' && shows.screen !== 'out-of-stock' && shows.screen !== 'out-of-service';
