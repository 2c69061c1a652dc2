import type { Tag, UseChange, Week } from '../../device/core/screen/person.ts';
import type { RequestId } from '../../shared/contracts/ids.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { Use } from '../../shared/rules/eligibility.ts';

/** One kept use; `request` is null once its outcome is known. */
export interface UseRow {
  readonly tag: Tag;
  readonly week: Week;
  readonly group: string;
  readonly day: LocalDay;
  readonly request: RequestId | null;
}

/** The rows after a change, as a table of a kiosk's disk has them. */
export function changedUses(rows: readonly UseRow[], changes: readonly UseChange[]): readonly UseRow[] {
  return changes.reduce((before, change) => {
    const { request } = change;
    switch (change.kind) {
      case 'open':
        return change.use.use((use) => before.concat({ ...use, request }));
      case 'keep':
        return before.map((row) => (row.request === request ? { ...row, request: null } : row));
      default:
        return before.filter((row) => row.request !== request);
    }
  }, rows);
}

/** The uses of any of these tags. */
export function usesAmong(rows: readonly UseRow[], tags: ReadonlyMap<Week, Tag>): Use[] {
  const wanted = new Set(tags.values());
  return rows
    .filter(({ tag }) => wanted.has(tag))
    .map(({ group, day, request }) => ({ group, day, state: request === null ? 'issued' : 'open' }));
}

/** The requests whose outcome is open. */
export const openAmong = (rows: readonly UseRow[]): RequestId[] =>
  rows.flatMap(({ request }) => (request === null ? [] : [request]));
