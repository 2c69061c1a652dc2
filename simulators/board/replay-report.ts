import { type Bilingual, bilingual } from '../../shared/contracts/meaning.ts';
import { boardKinds } from './model/boards.ts';
import { type RecordingDifference, RecordingPlayer } from './model/recording-player.ts';
import type { BoardRuntime } from './runtime.ts';

/** At most this many lines report the progress of a recording. */
const progressLines = 20;

/** Reports how a recording goes on, while it is played on `runtime`. */
export class ReplayReport {
  readonly #runtime: BoardRuntime;
  readonly #say: (text: Bilingual) => void;
  /** The last line of the recording that was reported. */
  #line = 0;
  #differences = 0;

  constructor(runtime: BoardRuntime, say: (text: Bilingual) => void) {
    this.#runtime = runtime;
    this.#say = say;
  }

  /** To be called after each step of the board; answers whether the recording is at its end. */
  step(): boolean {
    const { board, wire } = this.#runtime;
    if (!(board instanceof RecordingPlayer)) return false;
    const [first] = board.differences;
    if (first !== undefined && this.#differences === 0)
      this.#say(bilingual(`first difference: ${this.#text(first).en}`, `第一处不同：${this.#text(first).zh}`));
    this.#differences = board.differences.length;
    this.#progress(board);
    return board.ended && wire.wakeAtMs === null;
  }

  /** What differed, a line each; null if the host said the same as the recorded one. */
  differences(): Bilingual | null {
    const { board } = this.#runtime;
    if (!(board instanceof RecordingPlayer) || board.differences.length === 0) return null;
    const texts = board.differences.map((each) => this.#text(each));
    const times = texts.length;
    return bilingual(
      [`the host said something else ${times} times`, ...texts.map(({ en }) => `  ${en}`)].join('\n'),
      [`终端有 ${times} 次发送了别的内容`, ...texts.map(({ zh }) => `  ${zh}`)].join('\n'),
    );
  }

  #progress(player: RecordingPlayer): void {
    const at = player.progress;
    if (at === null || at.line === this.#line) return;
    const step = Math.ceil(at.of / progressLines);
    const isShown = this.#line === 0 || Math.floor(at.line / step) > Math.floor(this.#line / step);
    if (!isShown) return;
    this.#line = at.line;
    const waits = at.from === 'host';
    this.#say(
      bilingual(
        `line ${at.line} of ${at.of}${waits ? ', waiting for the host' : ''}`,
        `第 ${at.line} 行，共 ${at.of} 行${waits ? '，等待终端发送' : ''}`,
      ),
    );
  }

  #text({ piece, recorded, heard }: RecordingDifference): Bilingual {
    const { describe } = boardKinds[this.#runtime.driver];
    return bilingual(
      `line ${piece}: recorded "${describe(recorded)}", this host said ${heard === null ? 'nothing' : `"${describe(heard)}"`}`,
      `第 ${piece} 行：记录为“${describe(recorded)}”，本次终端${heard === null ? '没有发送' : `发送了“${describe(heard)}”`}`,
    );
  }
}
