import { inArea } from '../../shared/areas/jiangxi.ts';
import { type MachineCondition, type MachineQuery, MachineSort } from '../../shared/contracts/fleet/machine.ts';
import { severities } from '../../shared/contracts/fleet/severity.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { searchKey } from '../../shared/contracts/spelling.ts';
import type { LocalDay } from '../../shared/rules/calendar.ts';
import type { FlagKind } from '../../shared/rules/finding.ts';
import { cursorsOf, maxCursorCharacters } from '../cursor.ts';
import type { Condition } from './facet-index.ts';
import { KeyedRows } from './keyed-rows.ts';
import type { MachineBrief } from './machine-brief.ts';
import { textOrder } from './ordered.ts';
import { SearchText } from './search-text.ts';

/** One page of the list of machines. */
export interface MachinePage {
  /** The number of matching machines on all pages. */
  readonly total: number;
  readonly briefs: readonly MachineBrief[];
  readonly next: string | null;
}

type Key = string | number;

/** Unknown values come last in either direction. */
const unknown = 9e15;

/** A list's column and direction: the sort key of a machine, and the order of two keys. */
function sorting(sort: string): { keyOf: (brief: MachineBrief) => Key; direction: 1 | -1 } {
  const direction = sort.startsWith('-') ? -1 : 1;
  const name = sort.replace(/^-/, '');
  const column = MachineSort.options.find((each) => each === name) ?? 'machine';
  const keyOf = (brief: MachineBrief): Key => {
    const value = brief[column];
    return typeof value === 'string' ? value.slice(0, maxCursorCharacters) : (value ?? direction * unknown);
  };
  return { keyOf, direction };
}

function keyOrder(a: Key, b: Key): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return textOrder(String(a), String(b));
}

/** Separates the texts that a search looks in. No text contains it. */
const between = '\n';

const wordsOf = ({ machine, name, site, address }: MachineBrief): string =>
  [machine, name, site, address].map(searchKey).join(between);

/** Whether each condition holds for a machine on a day. */
const conditions: Readonly<Record<MachineCondition, (brief: MachineBrief, day: LocalDay) => boolean>> = {
  'gives-nothing': ({ empty }) => empty === 1,
  'to-restock': ({ restock }) => restock === 1,
  'issued-today': ({ today, issuedToday }, day) => today === day && issuedToday > 0,
};

const worstOf = (worst: number | null): string => String(worst ?? '');

/** A machine as the list holds it. */
interface Entry {
  readonly brief: MachineBrief;
  /** The kinds of its open flags, each between commas. */
  readonly kinds: string;
  /** The text that a search looks in. */
  readonly words: string;
}

const facets = {
  region: ({ brief }: Entry) => brief.region,
  service: ({ brief }: Entry) => brief.service,
  link: ({ brief }: Entry) => brief.link,
  site: ({ brief }: Entry) => searchKey(brief.site),
  verdict: ({ brief }: Entry) => brief.verdict,
  worst: ({ brief }: Entry) => worstOf(brief.worst),
  products: ({ brief }: Entry) => brief.products,
  kinds: ({ kinds }: Entry) => kinds,
};

/**
 * All evaluated machines, in the order of every column that a list sorts by. The order of a column
 * is made on first use and then kept up to date.
 */
export class MachineList {
  readonly #all = new KeyedRows<Entry, keyof typeof facets>(facets);
  /** Made by the first search, dropped when a machine's texts change. */
  #words: SearchText | null = null;

  put(brief: MachineBrief, flagKinds: Iterable<FlagKind>): void {
    const kinds = `,${[...new Set(flagKinds)].sort().join()},`;
    const words = wordsOf(brief);
    const before = this.#all.row(brief.machine);
    if (before?.words !== words) this.#words = null;
    // If the text did not change, keep the old string: otherwise two copies would stay in memory.
    this.#all.put(brief.machine, { brief, kinds, words: before?.words === words ? before.words : words });
  }

  brief(machine: string): MachineBrief | null {
    return this.#all.row(machine)?.brief ?? null;
  }

  /** Up to `limit` machines of an area after one, by their ids. */
  following(machine: string, area: string, limit: number): MachineId[] {
    const { index } = this.#all;
    const slots = index.slots('machine', ({ brief: a }, { brief: b }) => textOrder(a.machine, b.machine));
    const isAfter = ({ brief }: Entry): boolean => brief.machine > machine;
    const conditions = [index.facet('region').where(inArea(area))];
    return index.page(slots, conditions, { isAfter, limit }).rows.map(({ brief }) => brief.machine);
  }

  /** A page of the machines in an area that match a query on a day. */
  page(query: MachineQuery, area: string, day: LocalDay): MachinePage {
    const { keyOf, direction } = sorting(query.sort);
    const { index } = this.#all;
    const slots = index.slots(
      query.sort,
      ({ brief: a }, { brief: b }) => direction * (keyOrder(keyOf(a), keyOf(b)) || textOrder(a.machine, b.machine)),
    );
    const cursors = cursorsOf(`machines ${query.sort}`, ['key', 'text']);
    const isAfter = afterPosition(cursors.read(query.cursor), keyOf, direction);
    const { total, rows, isLast } = index.page(slots, this.#conditions(query, area, day), {
      isAfter,
      limit: query.limit,
    });
    const last = rows.at(-1)?.brief;
    return {
      total,
      briefs: rows.map(({ brief }) => brief),
      next: !isLast && last ? cursors.write(keyOf(last), last.machine) : null,
    };
  }

  #conditions(query: MachineQuery, area: string, day: LocalDay): Condition[] {
    const { index } = this.#all;
    const where = (name: keyof typeof facets, holds: (word: string) => boolean) => index.facet(name).where(holds);
    const asked = [where('region', inArea(area))];
    if (query.region !== undefined) asked.push(where('region', inArea(query.region)));
    for (const name of ['service', 'link', 'verdict'] as const) asked.push(index.facet(name).anyOf(query[name]));
    asked.push(index.facet('site').anyOf(query.site.map(searchKey)));
    asked.push(index.facet('worst').anyOf(query.severity.map((each) => worstOf(severities.indexOf(each)))));
    const holdsOne = (list: string, word: string): boolean => list.includes(`,${word},`);
    if (query.flag.length > 0) asked.push(where('kinds', (kinds) => query.flag.some((kind) => holdsOne(kinds, kind))));
    for (const product of query.product) asked.push(where('products', (products) => holdsOne(products, product)));
    const words = searchKey(query.q ?? '').split(' ');
    if (words[0] !== '') {
      this.#words ??= new SearchText([...this.#all.slots()].map((slot) => [slot, index.row(slot).words]));
      const found = this.#words.slotsWith(words);
      asked.push((slot) => found.has(slot));
    }
    if (query.condition.length > 0)
      asked.push((slot) => query.condition.some((each) => conditions[each](index.row(slot).brief, day)));
    return asked;
  }
}

/**
 * Selects what follows a position, even if its line has moved meanwhile. Null for the list's
 * beginning.
 */
function afterPosition(
  position: readonly [key: Key, machine: string] | null,
  keyOf: (brief: MachineBrief) => Key,
  direction: 1 | -1,
): ((entry: Entry) => boolean) | null {
  if (position === null) return null;
  const [key, machine] = position;
  return ({ brief }) => direction * (keyOrder(keyOf(brief), key) || textOrder(brief.machine, machine)) > 0;
}
