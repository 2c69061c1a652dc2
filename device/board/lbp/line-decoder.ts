import { lineGuard } from '../line-guard.ts';
import { decodeLine } from './codec.ts';
import { LONGEST_LINE, NOISE_BYTES } from './limits.ts';
import { type Message, readMessage } from './messages.ts';

/** Decodes bytes to messages, and classifies the silence after a question. */
export class LineDecoder {
  readonly #guard = lineGuard(LONGEST_LINE);
  #invalidLines = 0;
  #bytes = 0;
  #validLines = 0;

  /** Lines dropped since the start: too long, damaged, or not a line of the protocol. */
  get dropped(): number {
    return this.#guard.dropped + this.#invalidLines;
  }

  /** The line was opened: bytes from before do not belong to it. */
  reset(): void {
    this.#guard.reset();
    this.attend();
  }

  /** A question is sent: `silence` counts from here. */
  attend(): void {
    this.#bytes = 0;
    this.#validLines = 0;
  }

  hear(bytes: Uint8Array): Message[] {
    this.#bytes += bytes.length;
    const messages: Message[] = [];
    for (const line of this.#guard.push(bytes)) {
      const body = decodeLine(line);
      if (body === null) this.#invalidLines += 1;
      else if (body !== 'empty') messages.push(readMessage(body));
    }
    this.#validLines += messages.length;
    return messages;
  }

  /** What came after the question instead of its answer. */
  get silence(): 'nothing' | 'noise' | 'other-lines' {
    if (this.#validLines > 0) return 'other-lines';
    return this.#bytes >= NOISE_BYTES ? 'noise' : 'nothing';
  }
}
