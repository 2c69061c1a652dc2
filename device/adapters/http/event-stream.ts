import type { ServerResponse } from 'node:http';
import type { LedgerId } from '../../../shared/contracts/ids.ts';
import type { ReportedState } from '../../../shared/contracts/reported.ts';
import type { LedgerStore } from '../../ports.ts';

/** What a stream reports: the ledger's lines from a given line on, and the state. */
export interface Streamed {
  readonly ledger: Pick<LedgerStore, 'ledger' | 'last' | 'read'>;
  state(): ReportedState;
}

/**
 * The most readers at one time: screens and technicians at one kiosk; and of these, the most that
 * are programs of other users, so that the screen always has its place.
 */
const maxStreams = 8;
const maxForeignStreams = 4;
/**
 * The most bytes that may wait for a reader. A reader with more is disconnected; it reconnects with
 * the last id that it received.
 */
const maxBufferedBytes = 1024 * 1024;
/**
 * The most lines read from the ledger when a reader returns. A reader that missed more is
 * disconnected after them and reconnects.
 */
const maxCatchUp = 2_000;
/** The state is sent again after this time, which also keeps the connection alive. */
const stateEveryMs = 15_000;

/** Who reads a stream: where to write, and whether it is a program of the agent's own user. */
export interface StreamReader {
  readonly response: ServerResponse;
  readonly isOwn: boolean;
}

/** The places of readers; those of other users' programs are fewer. */
function streamPlaces() {
  let taken = 0;
  let foreign = 0;
  return {
    /** Takes a place until the response closes. False if none is free. */
    take(response: ServerResponse, isOwn: boolean): boolean {
      if (taken >= maxStreams || (!isOwn && foreign >= maxForeignStreams)) return false;
      const step = isOwn ? 0 : 1;
      taken += 1;
      foreign += step;
      response.on('close', () => {
        taken -= 1;
        foreign -= step;
      });
      return true;
    },
  };
}

/**
 * Server-sent events: `line` for every ledger line once it is durable, with `{ledger}/{seq}` as its
 * id, and `state`. A reader that comes back with `Last-Event-ID` gets what it missed, first.
 */
export function eventStream(now: () => Streamed | null) {
  const readers = new Set<ServerResponse>();
  const places = streamPlaces();
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

  /** What a returning reader missed; `more` if that is not all. Throws DiskFailure. */
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
    /** False if there are too many readers already. */
    open({ response: reader, isOwn }: StreamReader, lastSeen: string | undefined): boolean {
      if (!places.take(reader, isOwn)) return false;
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
