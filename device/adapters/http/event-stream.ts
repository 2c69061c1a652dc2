import type { ServerResponse } from 'node:http';
import type { LedgerId } from '../../../shared/contracts/ids.ts';
import type { ReportedState } from '../../../shared/contracts/reported.ts';
import type { LedgerStore } from '../../ports.ts';

/** What a stream tells of: the ledger's lines from some point on, and the state. */
export interface Streamed {
  readonly ledger: Pick<LedgerStore, 'ledger' | 'last' | 'read'>;
  state(): ReportedState;
}

/** Screens and technicians at one kiosk. */
const maxStreams = 8;
/** A reader that is this far behind is let go; it comes back with the last id it saw. */
const maxBufferedBytes = 1024 * 1024;
/** Lines sent from the ledger when a reader comes back; one that lacks more is let go after them and comes back again. */
const maxCatchUp = 2_000;
/** The state is told again after this, and keeps the connection known as alive. */
const stateEveryMs = 15_000;

/**
 * Server-sent events: `line` for every ledger line once it is durable, with `{ledger}/{seq}` as its id, and `state`. A reader that comes
 * back with `Last-Event-ID` gets what it missed, first.
 */
export function eventStream(now: () => Streamed | null) {
  const readers = new Set<ServerResponse>();
  let stateDue: NodeJS.Timeout | undefined;

  const write = (reader: ServerResponse, text: string): void => {
    if (reader.writableLength > maxBufferedBytes) reader.destroy();
    else reader.write(text);
  };
  const lineText = (ledger: LedgerId, seq: number, line: string) =>
    `id: ${ledger}/${seq}\nevent: line\ndata: {"ledger":"${ledger}","seq":${seq},"line":${line}}\n\n`;
  const stateText = () => {
    const streamed = now();
    return streamed ? `event: state\ndata: ${JSON.stringify(streamed.state())}\n\n` : '';
  };
  const tellState = () => {
    stateDue = undefined;
    const text = readers.size > 0 ? stateText() : '';
    for (const reader of readers) write(reader, text);
  };
  const beat = setInterval(tellState, stateEveryMs);
  beat.unref();

  /** What a returning reader missed, and whether that is more than one go. Throws DiskFailure. */
  function missedSince(lastSeen: string | undefined): { texts: string[]; more: boolean } {
    const streamed = now();
    const seen = /^([0-9a-f-]{36})\/(\d{1,15})$/.exec(lastSeen ?? '');
    if (!streamed || !seen) return { texts: [], more: false };
    const { ledger } = streamed;
    const first = seen[1] === ledger.ledger ? Number(seen[2]) + 1 : 1;
    const texts = ledger.read(first, maxCatchUp).map((line, index) => lineText(ledger.ledger, first + index, line));
    return { texts, more: first + texts.length <= ledger.last };
  }

  return {
    /** False where there are too many readers already. */
    open(reader: ServerResponse, lastSeen: string | undefined): boolean {
      if (readers.size >= maxStreams) return false;
      const missed = missedSince(lastSeen);
      reader.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      for (const text of missed.texts) reader.write(text);
      if (missed.more) {
        reader.end();
        return true;
      }
      reader.write(`retry: 2000\n\n${stateText()}`);
      readers.add(reader);
      reader.on('close', () => readers.delete(reader));
      return true;
    },

    recorded(ledger: LedgerId, seq: number, line: string): void {
      if (readers.size === 0) return;
      const text = lineText(ledger, seq, line);
      for (const reader of readers) write(reader, text);
      stateDue ??= setTimeout(tellState, 50);
    },

    close(): void {
      clearInterval(beat);
      clearTimeout(stateDue);
      for (const reader of readers) reader.end();
      readers.clear();
    },
  };
}
