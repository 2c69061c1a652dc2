import { bilingual } from '../../../shared/contracts/meaning.ts';
import { type BoardDriver, type BoardModel, type BoardOutput, type LastTransaction, OutputList } from './board.ts';
import type { Cabinet } from './cabinet.ts';
import { runDue } from './due.ts';

/** A piece of recorded traffic. */
export interface RecordedChunk {
  readonly atMs: number;
  readonly from: 'host' | 'board';
  readonly bytes: Uint8Array;
}

/** A difference between this host and the recorded one. */
export interface RecordingDifference {
  /** The number of the piece: its line in the file, from 1. */
  readonly piece: number;
  readonly recorded: Uint8Array;
  /** Null: nothing came in time. */
  readonly heard: Uint8Array | null;
}

/** The recording to play, and the board that it plays. */
export interface PlayerOptions {
  readonly driver: BoardDriver;
  readonly cabinet: Cabinet;
  readonly pieces: readonly RecordedChunk[];
  /** How long to wait for a silent host. */
  readonly patienceMs?: number;
}

/**
 * Plays a recording as if it were a board: sends what the board sent after the same pauses, waits
 * where the host sent something, and notes what this host sends differently.
 */
export class RecordingPlayer implements BoardModel {
  readonly driver: BoardDriver;
  readonly serial = 'RECORDING';
  readonly lastTransaction: LastTransaction | null = null;
  readonly #cabinet: Cabinet;
  readonly #pieces: readonly RecordedChunk[];
  readonly #patienceMs: number;
  readonly #out = new OutputList(true);
  #on = false;
  #next = 0;
  #dueAtMs = Infinity;
  #heard: number[] = [];
  readonly #differences: RecordingDifference[] = [];

  constructor(options: PlayerOptions) {
    this.driver = options.driver;
    this.#cabinet = options.cabinet;
    this.#pieces = options.pieces;
    this.#patienceMs = options.patienceMs ?? 5000;
  }

  get powered(): boolean {
    return this.#on;
  }

  get ready(): boolean {
    return this.#on;
  }

  /** Pieces of the host that did not come, or came differently. */
  get differences(): readonly RecordingDifference[] {
    return this.#differences;
  }

  /**
   * The progress of the recording: the line that is next, the number of lines, and who sends that
   * line; null at its end.
   */
  get progress(): { readonly line: number; readonly of: number; readonly from: 'host' | 'board' } | null {
    const piece = this.#pieces[this.#next];
    return piece === undefined ? null : { line: this.#next + 1, of: this.#pieces.length, from: piece.from };
  }

  get ended(): boolean {
    return this.#next >= this.#pieces.length;
  }

  get wakeAtMs(): number | null {
    const atMs = Math.min(this.#dueAtMs, this.#cabinet.wakeAtMs ?? Infinity);
    return atMs === Infinity ? null : atMs;
  }

  laneState(): string {
    return '-';
  }

  drain(): readonly BoardOutput[] {
    return this.#out.drain();
  }

  powerOn(nowMs: number): void {
    if (this.#on) return;
    this.#on = true;
    this.#alarm(nowMs);
  }

  powerOff(): void {
    this.#on = false;
    this.#dueAtMs = Infinity;
  }

  /** A recording can't hang. */
  hang(): void {}

  received(bytes: Uint8Array, nowMs: number): void {
    this.wake(nowMs);
    if (!this.#on) return;
    for (const byte of bytes) this.#heard.push(byte);
    this.#compare(nowMs);
  }

  wake(nowMs: number): void {
    runDue(this.#cabinet, nowMs, this.#due);
  }

  readonly #due = {
    atMs: (): number => this.#dueAtMs,
    act: (atMs: number): void => this.#play(atMs),
  };

  #play(atMs: number): void {
    const piece = this.#pieces[this.#next];
    if (piece === undefined) return;
    if (piece.from === 'board') this.#out.send(piece.bytes);
    else this.#differs(piece.bytes, null);
    this.#advance(atMs);
  }

  /** Compares what was heard with the recording, piece by piece. */
  #compare(nowMs: number): void {
    for (let piece = this.#pieces[this.#next]; piece?.from === 'host'; piece = this.#pieces[this.#next]) {
      if (this.#heard.length < piece.bytes.length) return;
      const heard = this.#heard.splice(0, piece.bytes.length);
      if (!piece.bytes.every((byte, at) => byte === heard[at])) this.#differs(piece.bytes, Uint8Array.from(heard));
      this.#advance(nowMs);
    }
  }

  #differs(recorded: Uint8Array, heard: Uint8Array | null): void {
    const piece = this.#next + 1;
    this.#differences.push({ piece, recorded, heard });
    this.#heard = [];
    this.#out.trace(() =>
      bilingual(
        `line ${piece}: the host said ${heard === null ? 'nothing' : 'something else'}`,
        `第 ${piece} 行：终端${heard === null ? '没有发送' : '发送了别的内容'}`,
      ),
    );
  }

  #advance(nowMs: number): void {
    this.#next += 1;
    this.#alarm(nowMs);
    this.#compare(nowMs);
  }

  #alarm(nowMs: number): void {
    const piece = this.#pieces[this.#next];
    if (piece === undefined) {
      this.#dueAtMs = Infinity;
      this.#out.trace(() => bilingual('the recording ends', '记录播放完毕'));
      return;
    }
    const before = this.#pieces[this.#next - 1]?.atMs ?? piece.atMs;
    const pauseMs = Math.max(0, piece.atMs - before);
    this.#dueAtMs = nowMs + pauseMs + (piece.from === 'host' ? this.#patienceMs : 0);
  }
}
