import type { EventList } from '../../../../shared/contracts/fleet/history.ts';
import type { LedgerId, MachineId } from '../../../../shared/contracts/ids.ts';
import { type DaySpan, formatDay, type LocalDay } from '../../../../shared/rules/calendar.ts';
import { lineOrText } from '../../../ledger/stored-line.ts';
import type { Ledgers, LinePage, LinePosition, LineQuery } from '../../../ports/ledgers.ts';
import type { MaybeSync } from '../../../ports/maybe-sync.ts';
import type { Connection } from '../connection/database.ts';
import { lotIssueReader } from './lot-issues.ts';
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

/** The reader's calls for ledgers. */
export function ledgerReader(db: Connection): MaybeSync<Pick<Ledgers, 'ledgersOf' | 'lotIssues' | 'events'>> {
  const ledgersOf = db.prepare('SELECT id, uuid, through FROM ledger WHERE machine = ? ORDER BY id');
  const rowsOf = (machine: MachineId) => ledgersOf.all(machine) as LedgerRow[];
  const lines = lineReader(db);
  return {
    ledgersOf: (machine) => rowsOf(machine).map(({ uuid, through }) => ({ id: uuid, through })),
    lotIssues: lotIssueReader(db),
    events: (machine, query) => eventPage(rowsOf(machine), query, lines),
  };
}

/**
 * Goes through a machine's ledgers, which are in the order in which they began, and takes up to
 * `limit` lines.
 */
function eventPage(opened: readonly LedgerRow[], query: LineQuery, lines: LineReader): LinePage {
  const oldest = query.order === 'oldest';
  const ledgers = oldest ? opened : [...opened].reverse();
  const begin = beginOf(query.after, ledgers, oldest);
  const kinds = new Set(query.kinds);
  const days = query.days ?? null;
  const wanted = { days, mayHold: quickLook(query.kinds) };
  const found: StoredEvent[] = [];
  for (const [place, ledger] of ledgers.entries()) {
    if (place < begin.place) continue;
    const seq = place === begin.place ? begin.seq : null;
    for (const event of oldest
      ? lines.after(ledger.id, seq ?? 0, wanted)
      : lines.before(ledger.id, seq ?? Number.MAX_SAFE_INTEGER, wanted)) {
      if (kinds.size > 0 && !isOf(kinds, event.line?.kind)) continue;
      if (found.length === query.limit) {
        const last = found.at(-1);
        const at = last?.ledger === event.ledger ? last.seq : oldest ? 0 : Number.MAX_SAFE_INTEGER;
        return { events: found, next: { ledger: ledger.id, seq: at } };
      }
      found.push(event);
    }
  }
  return { events: found, next: null };
}

/**
 * The beginning of a page: the index of its ledger, and the line after which it begins. Null for
 * all lines.
 */
function beginOf(
  after: LinePosition | null,
  ledgers: readonly LedgerRow[],
  oldest: boolean,
): { readonly place: number; readonly seq: number | null } {
  if (after === null) return { place: 0, seq: null };
  const { ledger, seq } = after;
  if (ledger === null) return { place: oldest ? Math.max(0, ledgers.length - 1) : 0, seq };
  const place = ledgers.findIndex(({ id }) => id === ledger);
  return { place: place < 0 ? ledgers.length : place, seq };
}

/** Which lines are wanted: those on some days (null for all) whose text may be of the kinds. */
interface Wanted {
  readonly days: DaySpan | null;
  readonly mayHold: MayHold;
}

interface LineReader {
  /** A ledger's lines after line `seq`, oldest first. */
  after(ledger: number, seq: number, wanted: Wanted): Iterable<StoredEvent>;
  /** A ledger's lines before line `seq`, newest first. */
  before(ledger: number, seq: number, wanted: Wanted): Iterable<StoredEvent>;
}

/**
 * A wrong clock may put lines on days in another order than their own, so every chunk is checked
 * for the days that it holds.
 */
const holdsDays = `EXISTS (SELECT 1 FROM json_each(o.placed) AS line
  WHERE json_extract(line.value, '$[2]') BETWEEN :from AND :to)`;

function lineReader(db: Connection): LineReader {
  const events = (condition: string, order: string) =>
    db.prepare(`SELECT o.ledger, o.first, o.placed, c.received, c.lines, l.uuid FROM chunk_of o JOIN chunk c ON c.id = o.chunk
     JOIN ledger l ON l.id = o.ledger WHERE o.ledger = :ledger AND ${condition} ORDER BY o.first ${order}`);
  const forward = { all: events('o.first > :seq', 'ASC'), ofDays: events(`o.first > :seq AND ${holdsDays}`, 'ASC') };
  const backward = { all: events('o.first < :seq', 'DESC'), ofDays: events(`o.first < :seq AND ${holdsDays}`, 'DESC') };
  const chunkAt = db.prepare('SELECT max(first) FROM chunk_of WHERE ledger = ? AND first <= ?').pluck();
  const rows = (of: typeof forward, ledger: number, seq: number, days: DaySpan | null) =>
    (days === null
      ? of.all.iterate({ ledger, seq })
      : of.ofDays.iterate({ ledger, seq, from: days.from, to: days.to })) as IterableIterator<EventRow>;
  return {
    *after(ledger, seq, wanted) {
      const from = (chunkAt.get(ledger, seq + 1) as number | null) ?? 0;
      for (const row of rows(forward, ledger, from - 1, wanted.days))
        for (const event of eventsOf(row, wanted)) if (event.seq > seq) yield event;
    },
    *before(ledger, seq, wanted) {
      for (const row of rows(backward, ledger, seq, wanted.days))
        for (const event of eventsOf(row, wanted).reverse()) if (event.seq < seq) yield event;
    },
  };
}

/** Whether a line's kind is one of some. A machine may have written anything there. */
const isOf = (kinds: ReadonlySet<string>, kind: unknown): boolean => typeof kind === 'string' && kinds.has(kind);

/** Whether a line may be of the wanted kinds, judged by its text alone. */
type MayHold = (text: string) => boolean;

/**
 * Avoids parsing lines that cannot be of a kind: the kind's name must be in the text between
 * quotes, or written with escapes.
 */
function quickLook(kinds: readonly string[]): MayHold {
  if (kinds.length === 0) return () => true;
  const names = kinds.map((kind) => `"${kind}"`);
  return (text) => names.some((name) => text.includes(name)) || text.includes('\\u');
}

/** Whether a line is on one of the days. A line without a timestamp is on none. */
const isIn = (days: DaySpan | null, day: LocalDay | undefined): boolean =>
  days === null || (day !== undefined && day >= days.from && day <= days.to);

function eventsOf(row: EventRow, { days, mayHold }: Wanted): StoredEvent[] {
  if (!mayHold(row.lines)) return [];
  const timestamps = readTimestamps(row.placed);
  return row.lines.split('\n').flatMap((text, index) => {
    const at = timestamps[index];
    if (!mayHold(text) || !isIn(days, at?.day)) return [];
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
