import type { EventList } from '../../shared/contracts/fleet/history.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { type Cursors, cursorsOf } from '../cursor.ts';
import type { Ledgers, LinePosition, LineQuery } from '../ports/ledgers.ts';

/** Which lines are asked for; `after` is a cursor, or the number of a line of the newest ledger. */
type AskedLines = Omit<LineQuery, 'after'> & { readonly after: string | undefined };

/** The line after which a page begins. Null for the first page. */
function beginOf(after: string | undefined, cursors: Cursors<readonly [number, number]>): LinePosition | null {
  if (after !== undefined && /^\d{1,15}$/.test(after)) return { ledger: null, seq: Number(after) };
  const position = cursors.read(after, 'after');
  return position && { ledger: position[0], seq: position[1] };
}

/** A page of a machine's lines, with the cursor of the next. Refuses cursors of other lists. */
export async function linePage(
  store: Pick<Ledgers, 'events'>,
  machine: MachineId,
  { after, ...query }: AskedLines,
): Promise<EventList> {
  const cursors = cursorsOf(`lines of ${machine}, ${query.order}`, ['number', 'number']);
  const { events, next } = await store.events(machine, { ...query, after: beginOf(after, cursors) });
  return { events, next: next && cursors.write(next.ledger, next.seq) };
}
