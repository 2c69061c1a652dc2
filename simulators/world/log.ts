import { type Bilingual, bilingual, type Language, splitBilingual } from '../../shared/contracts/meaning.ts';

/**
 * What an entry of the log says. `begins`: a new part of the history, such as a request or a fault.
 * `step`: what follows from it. `line`: a line of a kiosk's ledger as JSON text. `routine`: the
 * fleet stores lines or confirms them, which happens all the time. `wire`: bytes on a serial line.
 */
export type LogText =
  | { readonly kind: 'begins' | 'step' | 'routine'; readonly text: Bilingual }
  | { readonly kind: 'line'; readonly seq: number; readonly line: string }
  | { readonly kind: 'wire'; readonly text: string };

/** One entry of the log. `who`: a kiosk's name, or the part of the world that it is about. */
export type LogEntry = LogText & { readonly atMs: number; readonly who: string };

/**
 * What happened, in words: only if somebody enabled it, so that a world of many seeds builds no
 * strings.
 */
export class WorldLog {
  readonly enabled: boolean;
  readonly #entries: LogEntry[] = [];
  readonly #nowMs: () => number;
  readonly #max = 200_000;

  constructor(enabled: boolean, nowMs: () => number) {
    this.enabled = enabled;
    this.#nowMs = nowMs;
  }

  /** A step of what is going on. */
  write(who: string, text: () => Bilingual): void {
    this.#add(who, () => ({ kind: 'step', text: text() }));
  }

  /** A new part of the history begins. */
  begin(who: string, text: () => Bilingual): void {
    this.#add(who, () => ({ kind: 'begins', text: text() }));
  }

  /** The fleet does what it does for every line. */
  routine(who: string, text: () => Bilingual): void {
    this.#add(who, () => ({ kind: 'routine', text: text() }));
  }

  /** A line of a kiosk's ledger. */
  line(who: string, seq: number, line: () => string): void {
    this.#add(who, () => ({ kind: 'line', seq, line: line() }));
  }

  /** Bytes on a serial line, in words. */
  wire(who: string, text: () => string): void {
    this.#add(who, () => ({ kind: 'wire', text: text() }));
  }

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  #add(who: string, text: () => LogText): void {
    if (this.enabled && this.#entries.length < this.#max) this.#entries.push({ atMs: this.#nowMs(), who, ...text() });
  }
}

/** World time as days, hours, minutes, seconds and ms. */
export function clockTime(ms: number, language: Language = 'en'): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const day = Math.floor(ms / 86_400_000);
  const rest = ms % 86_400_000;
  const part = `${two(rest / 3_600_000)}:${two((rest / 60_000) % 60)}:${two((rest / 1000) % 60)}`;
  return `${language === 'zh' ? `第 ${day} 天` : `day ${day}`} ${part}.${String(ms % 1000).padStart(3, '0')}`;
}

/** What the agent itself logs: some messages hold both languages. */
export function agentLog(level: string, message: string, detail: unknown): Bilingual {
  const { en, zh } = splitBilingual(message) ?? bilingual(message, message);
  const fields = JSON.stringify(detail ?? {});
  const tail = fields === '{}' ? '' : ` ${fields}`;
  return bilingual(`log ${level}: ${en}${tail}`, `日志：${zh}`);
}
