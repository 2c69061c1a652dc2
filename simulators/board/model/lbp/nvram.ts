/** What an LBP/1 board keeps without power. One text is one atomic write [LBP/1 promises 1]. */

export type LbpResult = 'NONE' | 'RUNNING' | 'DROPPED' | 'NODROP' | 'JAM' | 'UNKNOWN';
/** A lane's state as the board keeps it. */
export type LbpLaneState = 'READY' | 'EMPTY' | 'JAM';

/** What an LBP/1 board keeps without power. */
export interface LbpNvram {
  boots: number;
  /** The last transaction; 0 0 NONE if there was none. */
  t: number;
  n: number;
  result: LbpResult;
  /**
   * The sensor's latch counter when this was written. What it counted since then belongs to the
   * present turn.
   */
  mark: number;
  /** Boxes seen, by lane, the first lane first. */
  drops: number[];
  states: LbpLaneState[];
}

const results: ReadonlySet<string> = new Set(['NONE', 'RUNNING', 'DROPPED', 'NODROP', 'JAM', 'UNKNOWN']);
const laneStates: ReadonlySet<string> = new Set(['READY', 'EMPTY', 'JAM']);

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isResult(value: unknown): value is LbpResult {
  return typeof value === 'string' && results.has(value);
}

function isLaneState(value: unknown): value is LbpLaneState {
  return typeof value === 'string' && laneStates.has(value);
}

function blankNvram(lanes: number): LbpNvram {
  const drops = new Array<number>(lanes).fill(0);
  const states = new Array<LbpLaneState>(lanes).fill('READY');
  return { boots: 0, t: 0, n: 0, result: 'NONE', mark: 0, drops, states };
}

/** Reads what was saved; an invalid text counts as a lost memory. */
export function readNvram(text: string, lanes: number): LbpNvram {
  const nvram = blankNvram(lanes);
  let saved: unknown;
  try {
    saved = JSON.parse(text);
  } catch {
    return nvram;
  }
  if (typeof saved !== 'object' || saved === null) return nvram;
  const { boots, t, n, result, mark, drops, states } = saved as Record<string, unknown>;
  if (!isCount(boots) || !isCount(t) || !isCount(n) || !isCount(mark) || !isResult(result)) return nvram;
  if (!Array.isArray(drops) || !Array.isArray(states)) return nvram;
  for (let lane = 0; lane < lanes; lane += 1) {
    const seen: unknown = drops[lane];
    const state: unknown = states[lane];
    if (isCount(seen)) nvram.drops[lane] = seen;
    if (isLaneState(state)) nvram.states[lane] = state;
  }
  return Object.assign(nvram, { boots, t, n, result, mark });
}

/** Writes NVRAM as text. The lanes rarely change, so their text is kept until `lanesChanged`. */
export class NvramText {
  #lanes: string | null = null;

  lanesChanged(): void {
    this.#lanes = null;
  }

  of(nvram: LbpNvram): string {
    this.#lanes ??= `"drops":[${nvram.drops.join()}],"states":${JSON.stringify(nvram.states)}`;
    const { boots, t, n, result, mark } = nvram;
    return `{"boots":${boots},"t":${t},"n":${n},"result":"${result}","mark":${mark},${this.#lanes}}`;
  }
}
