/**
 * What happened, in words; only if it is enabled, so that a world of many seeds builds no strings.
 */
export class WorldLog {
  readonly enabled: boolean;
  readonly #entries: string[] = [];
  readonly #nowMs: () => number;
  readonly #max = 200_000;

  constructor(enabled: boolean, nowMs: () => number) {
    this.enabled = enabled;
    this.#nowMs = nowMs;
  }

  /** `who` is a kiosk's name, or the part of the world that the entry is about. */
  write(who: string, what: () => string): void {
    if (this.enabled && this.#entries.length < this.#max)
      this.#entries.push(`${clockTime(this.#nowMs())}  ${who.padEnd(7)} ${what()}`);
  }

  get entries(): readonly string[] {
    return this.#entries;
  }
}

/** World time as days, hours, minutes, seconds and ms. */
export function clockTime(ms: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const day = Math.floor(ms / 86_400_000);
  const rest = ms % 86_400_000;
  const part = `${two(rest / 3_600_000)}:${two((rest / 60_000) % 60)}:${two((rest / 1000) % 60)}`;
  return `day ${day} ${part}.${String(ms % 1000).padStart(3, '0')}`;
}
