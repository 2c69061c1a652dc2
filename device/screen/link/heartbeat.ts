import type { Heartbeat, HeartbeatAnswer } from '../../../shared/screen/action.ts';
import type { AgentLink } from './agent.ts';

const everyMs = 2_000;

/** What a heartbeat says, apart from the size of the page. */
export interface Pulse {
  /** The number of the screen that is shown. */
  readonly screen: number;
  readonly ghostTouches: number;
}

/** The size of the JavaScript heap, in Chromium only. */
const heapBytes = (): number | undefined =>
  (performance as Performance & { readonly memory?: { readonly usedJSHeapSize: number } }).memory?.usedJSHeapSize;

/**
 * Says every 2 s that the page lives and draws: it waits for a frame to be drawn, so a page whose
 * drawing hangs is silent. Loads the page again when the agent asks for it.
 */
export function startHeartbeat(agent: AgentLink, pulse: () => Pulse): void {
  const page = document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content ?? '';
  let waiting = false;
  setInterval(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(async () => {
      const heap = heapBytes();
      const body: Heartbeat = {
        page,
        ...pulse(),
        elements: document.getElementsByTagName('*').length,
        ...(heap === undefined ? {} : { heapBytes: heap }),
      };
      const answer = (await agent.post('/api/screen/heartbeat', body)) as HeartbeatAnswer | null;
      waiting = false;
      if (answer?.reload === true) location.reload();
    });
  }, everyMs);
}
