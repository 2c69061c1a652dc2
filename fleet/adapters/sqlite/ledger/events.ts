import type { EventList } from '../../../../shared/contracts/fleet/history.ts';
import type { LedgerId, MachineId } from '../../../../shared/contracts/ids.ts';
import { formatDay, type LocalDay } from '../../../../shared/rules/calendar.ts';
import { lineOrText } from '../../../ledger/stored-line.ts';
import type { EventQuery, Ledgers } from '../../../ports/ledgers.ts';
import type { MaybeSync } from '../../../ports/maybe-sync.ts';
import type { Connection } from '../connection/database.ts';
import { readCursor, writeCursor } from '../list-query.ts';
import { readTimestamps } from './timestamp-rows.ts';

interface EventRow {
  readonly first: number;
  readonly placed: string;
  readonly received: number;
  readonly lines: string;
  readonly uuid: string;
}
interface LedgerRow {
  readonly id: number;
  readonly uuid: LedgerId;
  readonly through: number;
}
type StoredEvent = EventList['events'][number];

/** The ledgers as a reader reads them. */
export function ledgerReader(db: Connection): MaybeSync<Pick<Ledgers, 'ledgersOf' | 'events'>> {
  const ledgersOf = db.prepare('SELECT id, uuid, through FROM ledger WHERE machine = ? ORDER BY id');
  const rowsOf = (machine: MachineId) => ledgersOf.all(machine) as LedgerRow[];
  const lines = lineReader(db);
  return {
    ledgersOf: (machine) => rowsOf(machine).map(({ uuid, through }) => ({ id: uuid, through })),
    events: (machine, query) => eventPage(rowsOf(machine), query, lines),
  };
}

/**
 * Walks a machine's ledgers, which come in the order in which they were opened, and takes up to `limit` lines. A cursor holds a ledger's number,
 * the line behind which the next page begins, and the ledger's place.
 */
function eventPage(opened: readonly LedgerRow[], query: EventQuery, lines: LineReader): EventList {
  const oldest = query.order === 'oldest';
  const ledgers = oldest ? opened : [...opened].reverse();
  const begin = readEventCursor(query.after, ledgers, oldest);
  const kinds = new Set(query.kinds);
  const mayHold = quickLook(query.kinds);
  const found: StoredEvent[] = [];
  for (const [place, ledger] of ledgers.entries()) {
    if (place < begin.place) continue;
    const seq = place === begin.place ? begin.seq : null;
    for (const event of oldest
      ? lines.after(ledger.id, seq ?? 0, mayHold)
      : lines.before(ledger.id, seq ?? Number.MAX_SAFE_INTEGER, mayHold)) {
      if (kinds.size > 0 && !isOf(kinds, event.line?.kind)) continue;
      if (found.length === query.limit) {
        const last = found.at(-1);
        const at = last?.ledger === event.ledger ? last.seq : oldest ? 0 : Number.MAX_SAFE_INTEGER;
        return { events: found, next: writeCursor(ledger.id, at, place) };
      }
      found.push(event);
    }
  }
  return { events: found, next: null };
}

/** Where a page begins: the place of its ledger, and the line behind which it begins; null for all lines. */
function readEventCursor(
  after: string | null,
  ledgers: readonly LedgerRow[],
  oldest: boolean,
): { readonly place: number; readonly seq: number | null } {
  // A plain number is a line of the newest ledger.
  if (after !== null && /^\d+$/.test(after))
    return { place: oldest ? Math.max(0, ledgers.length - 1) : 0, seq: Number(after) };
  const cursor = readCursor(after);
  if (!cursor) return { place: 0, seq: null };
  const place = ledgers.findIndex((ledger) => ledger.id === cursor[0]);
  return { place: place < 0 ? ledgers.length : place, seq: Number(cursor[1]) };
}

interface LineReader {
  /** A ledger's lines behind line `seq`, the oldest first. */
  after(ledger: number, seq: number, mayHold: MayHold): Iterable<StoredEvent>;
  /** A ledger's lines ahead of line `seq`, the newest first. */
  before(ledger: number, seq: number, mayHold: MayHold): Iterable<StoredEvent>;
}

function lineReader(db: Connection): LineReader {
  const events = (condition: string, order: string) =>
    `SELECT o.ledger, o.first, o.placed, c.received, c.lines, l.uuid FROM chunk_of o JOIN chunk c ON c.id = o.chunk
     JOIN ledger l ON l.id = o.ledger WHERE o.ledger = ? AND ${condition} ORDER BY o.first ${order}`;
  const forward = db.prepare(events('o.first > ?', 'ASC'));
  const backward = db.prepare(events('o.first < ?', 'DESC'));
  const chunkAt = db.prepare('SELECT max(first) FROM chunk_of WHERE ledger = ? AND first <= ?').pluck();
  return {
    *after(ledger, seq, mayHold) {
      const from = (chunkAt.get(ledger, seq + 1) as number | null) ?? 0;
      for (const row of forward.iterate(ledger, from - 1) as IterableIterator<EventRow>)
        for (const event of eventsOf(row, mayHold)) if (event.seq > seq) yield event;
    },
    *before(ledger, seq, mayHold) {
      for (const row of backward.iterate(ledger, seq) as IterableIterator<EventRow>)
        for (const event of eventsOf(row, mayHold).reverse()) if (event.seq < seq) yield event;
    },
  };
}

/** Whether a line's kind is among some; a machine may have written anything there. */
const isOf = (kinds: ReadonlySet<string>, kind: unknown): boolean => typeof kind === 'string' && kinds.has(kind);

/** Whether lines may be of the asked kinds, by a look at their text. */
type MayHold = (text: string) => boolean;

/** Spares reading lines that cannot be of a kind: its name stands there between quotes, or written with escapes. */
function quickLook(kinds: readonly string[]): MayHold {
  if (kinds.length === 0) return () => true;
  const names = kinds.map((kind) => `"${kind}"`);
  return (text) => names.some((name) => text.includes(name)) || text.includes('\\u');
}

function eventsOf(row: EventRow, mayHold: MayHold): StoredEvent[] {
  if (!mayHold(row.lines)) return [];
  const timestamps = readTimestamps(row.placed);
  return row.lines.split('\n').flatMap((text, index) => {
    if (!mayHold(text)) return [];
    const at = timestamps[index];
    return [
      {
        ledger: row.uuid,
        seq: row.first + index,
        received: row.received,
        at: at?.at ?? null,
        corrected: at?.corrected ?? false,
        uncounted: at?.uncounted ?? null,
        day: formatDay(at?.day ?? (0 as LocalDay)),
        ...lineOrText(text),
      },
    ];
  });
}
