import { prefixOf } from '../../../shared/areas/jiangxi.ts';
import type { FlagQuery } from '../../../shared/contracts/fleet/flag.ts';
import type { EventList } from '../../../shared/contracts/fleet/history.ts';
import type { LedgerId, MachineId } from '../../../shared/contracts/ids.ts';
import type { LocalDay } from '../../../shared/rules/calendar.ts';
import { formatDay } from '../../../shared/rules/calendar.ts';
import { severities } from '../../evaluate/severity.ts';
import { lineOrText } from '../../ledger/stored-line.ts';
import type { Page } from '../../ports/page.ts';
import type { CommandRecord, FlagRecord } from '../../registry/records.ts';
import type { Connection } from './database.ts';
import { readPlaced } from './ledgers.ts';
import { readFlag } from './registry.ts';

type Value = string | number | null;

/** Conditions of a query with their values, all of which must hold. */
class Where {
  readonly #parts: string[] = [];
  readonly values: Value[] = [];

  and(part: string, ...values: Value[]): this {
    this.#parts.push(part);
    this.values.push(...values);
    return this;
  }

  anyOf(column: string, values: readonly Value[]): this {
    if (values.length === 0) return this;
    return this.and(`${column} IN (${values.map(() => '?').join(',')})`, ...values);
  }

  /** Only what lies in an area. */
  within(area: string, column = 'region'): this {
    const prefix = prefixOf(area);
    return this.and(`${column} >= ? AND ${column} < ?`, prefix, `${prefix}~`);
  }

  toString(): string {
    return this.#parts.length === 0 ? '1' : this.#parts.join(' AND ');
  }
}

/** A cursor is the sort value and the id behind which a list goes on. */
const writeCursor = (...values: Value[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** What a cursor says; null for the beginning. One that nobody made reads as the end, so that nobody walks in circles. */
function readCursor(text: string | null | undefined): Value[] | null {
  if (!text) return null;
  return parseCursor(text) ?? [null, null, null];
}

function parseCursor(text: string): Value[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(values) && values.every((each) => each === null || ['string', 'number'].includes(typeof each))
      ? (values as Value[])
      : null;
  } catch {
    return null;
  }
}

/** The lists with pages: the reader's half of a SQLite store. */
export function sqliteLists(db: Connection) {
  const events = (condition: string, order: string) =>
    `SELECT o.ledger, o.first, o.placed, c.received, c.lines, l.uuid FROM chunk_of o JOIN chunk c ON c.id = o.chunk
     JOIN ledger l ON l.id = o.ledger WHERE o.ledger = ? AND ${condition} ORDER BY o.first ${order}`;
  const forward = db.prepare(events('o.first > ?', 'ASC'));
  const backward = db.prepare(events('o.first < ?', 'DESC'));
  const chunkAt = db.prepare('SELECT max(first) FROM chunk_of WHERE ledger = ? AND first <= ?').pluck();
  const ledgersOf = db.prepare('SELECT id, uuid, through FROM ledger WHERE machine = ? ORDER BY id');

  return {
    clearedFlags(query: FlagQuery, area: string): Page<FlagRecord> {
      const where = new Where().within(area);
      if (query.region !== undefined) where.within(query.region);
      if (query.machine !== undefined) where.and('machine = ?', query.machine);
      where.anyOf('kind', query.kind).anyOf(
        'severity',
        query.severity.map((each) => severities.indexOf(each)),
      );
      if (query.acknowledged !== undefined) where.and('acknowledged = ?', query.acknowledged === 'true' ? 1 : 0);
      where.and('cleared IS NOT NULL');
      const total = db
        .prepare(`SELECT count(*) FROM flag WHERE ${where}`)
        .pluck()
        .get(...where.values) as number;
      const after = readCursor(query.cursor);
      if (after) where.and('(cleared, id) < (?, ?)', after[0] ?? null, after[1] ?? null);
      const rows = db
        .prepare(`SELECT id, doc, cleared FROM flag WHERE ${where} ORDER BY cleared DESC, id DESC LIMIT ?`)
        .all(...where.values, query.limit + 1) as { id: string; doc: string; cleared: number }[];
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      const next = rows.length > page.length && last ? writeCursor(last.cleared, last.id) : null;
      return { items: page.map(readFlag), total, next };
    },

    commands(machine: MachineId, cursor: string | null, limit: number): Page<CommandRecord> {
      const where = new Where().and('machine = ?', machine);
      const total = db
        .prepare(`SELECT count(*) FROM command WHERE ${where}`)
        .pluck()
        .get(...where.values) as number;
      const after = readCursor(cursor);
      if (after) where.and('(asked, id) < (?, ?)', after[0] ?? null, after[1] ?? null);
      const rows = db
        .prepare(`SELECT id, asked, doc FROM command WHERE ${where} ORDER BY asked DESC, id DESC LIMIT ?`)
        .all(...where.values, limit + 1) as { id: string; asked: number; doc: string }[];
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map((row) => JSON.parse(row.doc) as CommandRecord),
        total,
        next: rows.length > page.length && last ? writeCursor(last.asked, last.id) : null,
      };
    },

    ledgersOf: (machine: MachineId) =>
      (ledgersOf.all(machine) as { uuid: LedgerId; through: number }[]).map(({ uuid, through }) => ({
        id: uuid,
        through,
      })),

    /** Walks the machine's ledgers in the order in which they were opened. A cursor names a ledger's place and a line's number. */
    events(
      machine: MachineId,
      query: { after: string | null; order: 'oldest' | 'newest'; kinds: readonly string[]; limit: number },
    ): EventList {
      const ledgers = ledgersOf.all(machine) as { id: number; through: number }[];
      const oldest = query.order === 'oldest';
      if (!oldest) ledgers.reverse();
      let [place, seq] = readEventCursor(query.after, ledgers, oldest);
      const kinds = new Set(query.kinds);
      const mayHold = quickLook(query.kinds);
      const found: EventList['events'] = [];
      for (; place < ledgers.length; place += 1, seq = null) {
        const ledger = ledgers[place];
        if (!ledger) break;
        for (const event of oldest
          ? linesAfter(ledger.id, seq ?? 0, mayHold)
          : linesBefore(ledger.id, seq ?? Number.MAX_SAFE_INTEGER, mayHold)) {
          if (kinds.size > 0 && !isOf(kinds, event.line?.kind)) continue;
          if (found.length === query.limit) {
            const last = found.at(-1);
            const at = ledgers.findIndex((each) => each.id === ledger.id);
            const same = last?.ledger === event.ledger;
            return {
              events: found,
              next: writeCursor(ledger.id, same && last ? last.seq : oldest ? 0 : Number.MAX_SAFE_INTEGER, at),
            };
          }
          found.push(event);
        }
      }
      return { events: found, next: null };
    },
  };

  function readEventCursor(
    after: string | null,
    ledgers: readonly { id: number }[],
    oldest: boolean,
  ): [place: number, seq: number | null] {
    if (after !== null && /^\d+$/.test(after)) return [oldest ? Math.max(0, ledgers.length - 1) : 0, Number(after)];
    const cursor = readCursor(after);
    if (!cursor) return [0, null];
    const place = ledgers.findIndex((ledger) => ledger.id === cursor[0]);
    return [place < 0 ? ledgers.length : place, Number(cursor[1])];
  }

  type EventRow = { first: number; placed: string; received: number; lines: string; uuid: string };

  function* linesAfter(ledger: number, seq: number, mayHold: MayHold): Generator<EventList['events'][number]> {
    const from = (chunkAt.get(ledger, seq + 1) as number | null) ?? 0;
    for (const row of forward.iterate(ledger, from - 1) as IterableIterator<EventRow>)
      for (const event of eventsOf(row, mayHold)) if (event.seq > seq) yield event;
  }

  function* linesBefore(ledger: number, seq: number, mayHold: MayHold): Generator<EventList['events'][number]> {
    for (const row of backward.iterate(ledger, seq) as IterableIterator<EventRow>)
      for (const event of eventsOf(row, mayHold).reverse()) if (event.seq < seq) yield event;
  }
}

/** Whether a line's kind is among some; a machine may have written anything there. */
const isOf = (kinds: ReadonlySet<string>, kind: unknown): boolean => typeof kind === 'string' && kinds.has(kind);

/** Whether lines may be of the asked kinds, by a look at their text. */
type MayHold = (text: string) => boolean;

/** Reads no line that can't be of a kind: its word stands there between quotes, or written with escapes. */
function quickLook(kinds: readonly string[]): MayHold {
  if (kinds.length === 0) return () => true;
  const words = kinds.map((kind) => `"${kind}"`);
  return (text) => words.some((word) => text.includes(word)) || text.includes('\\u');
}

function eventsOf(
  row: { first: number; placed: string; received: number; lines: string; uuid: string },
  mayHold: MayHold,
): EventList['events'] {
  if (!mayHold(row.lines)) return [];
  const placed = readPlaced(row.placed);
  return row.lines.split('\n').flatMap((text, index) => {
    if (!mayHold(text)) return [];
    const at = placed[index];
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
