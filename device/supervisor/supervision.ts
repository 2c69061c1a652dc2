/** What is known of browser and page at one moment. */
export interface Seen {
  /** Whether the browser's process is there. */
  readonly running: boolean;
  /**
   * The agent's answer: how long ago it heard the page, null if never in this run of it, and how
   * long the page may be silent. Null if the agent does not answer.
   */
  readonly page: { readonly heardMs: number | null; readonly withinMs: number } | null;
  /** The memory of the browser's processes; null if unknown. */
  readonly memoryBytes: number | null;
}

/** What is to be done. */
export type Step =
  | { readonly do: 'nothing' }
  /** `plain`: the page without drawings, after many restarts. */
  | { readonly do: 'start'; readonly plain: boolean }
  | { readonly do: 'end'; readonly why: 'silent' | 'memory' };

/** The times of the supervision, in ms, and its bound of memory. */
export interface SupervisionLimits {
  /** How long a new browser may take until its page is heard for the first time. */
  readonly loadWithinMs: number;
  /** The pause before a browser that ended is started again; doubled each time it ends early. */
  readonly againAfterMs: number;
  readonly againAtMostMs: number;
  /** After this many restarts within `manyWithinMs` the page is shown without drawings. */
  readonly many: number;
  readonly manyWithinMs: number;
  /** More memory than this ends the browser at the next idle time. */
  readonly memoryMaxBytes: number;
}

/** The limits of a kiosk. */
export const usualLimits: SupervisionLimits = {
  loadWithinMs: 45_000,
  againAfterMs: 1_000,
  againAtMostMs: 60_000,
  many: 3,
  manyWithinMs: 600_000,
  memoryMaxBytes: 900 * 1024 * 1024,
};

/** A page that may be silent for less is in a session, and is not ended for its memory. */
const idleSilenceMs = 10_000;
const nothing = { do: 'nothing' } as const;

/**
 * Decides when a browser is started and ended, without clock and processes: a browser whose page is
 * silent, although the agent answers, is ended and started again. While the agent itself is silent
 * nothing is ended: its page waits for it, and starting the agent is not this program's work.
 */
export function supervision(limits: SupervisionLimits = usualLimits) {
  let startedAt: number | null = null;
  let endedAt = Number.NEGATIVE_INFINITY;
  let heardAt: number | null = null;
  let agentSince: number | null = null;
  let pauseMs = limits.againAfterMs;
  let restarts: number[] = [];

  function notRunning(seen: Seen, nowMs: number): Step {
    if (startedAt !== null) {
      const early = heardAt === null;
      pauseMs = early ? Math.min(limits.againAtMostMs, 2 * pauseMs) : limits.againAfterMs;
      endedAt = nowMs;
      restarts = [...restarts.filter((at) => nowMs - at < limits.manyWithinMs), nowMs].slice(-limits.many);
      startedAt = null;
    }
    if (seen.page === null || nowMs - endedAt < pauseMs) return nothing;
    startedAt = nowMs;
    heardAt = null;
    const plain = restarts.filter((at) => nowMs - at < limits.manyWithinMs).length >= limits.many;
    return { do: 'start', plain };
  }

  return {
    next(seen: Seen, nowMs: number): Step {
      const { page, running, memoryBytes } = seen;
      agentSince = page === null ? null : (agentSince ?? nowMs);
      if (!running) return notRunning(seen, nowMs);
      startedAt ??= nowMs;
      if (page === null || agentSince === null) return nothing;
      if (page.heardMs !== null && nowMs - page.heardMs >= startedAt) heardAt = nowMs - page.heardMs;
      // An agent that has just started has not heard anybody yet.
      const from = Math.max(heardAt ?? startedAt, agentSince);
      const may = heardAt === null ? limits.loadWithinMs : page.withinMs;
      if (nowMs - from > may) return { do: 'end', why: 'silent' };
      if (memoryBytes !== null && memoryBytes > limits.memoryMaxBytes && page.withinMs > idleSilenceMs)
        return { do: 'end', why: 'memory' };
      return nothing;
    },
  };
}
