import { prefixOf } from '../../shared/areas/jiangxi.ts';
import type { MachineQuery } from '../../shared/contracts/fleet/machine.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { FlagKind } from '../../shared/rules/finding.ts';
import { Catalogue, type Condition } from './catalogue.ts';
import { cursorSigns, readCursor, writeCursor } from './cursor.ts';
import type { MachineBrief } from './machine-brief.ts';
import { textOrder } from './ordered.ts';
import { severities } from './severity.ts';
import { Words } from './words.ts';

export interface MachinePage {
  /** Machines that fit, on all pages. */
  readonly total: number;
  readonly briefs: readonly MachineBrief[];
  readonly next: string | null;
}

type Key = string | number;

/** What is not known stands last, whichever way a list goes. */
const unknown = 9e15;

const texts = ['machine', 'name', 'region', 'site', 'inServiceFrom'] as const;
const numbers = [
  'worst',
  'issuedToday',
  'issuedYear',
  'annual',
  'chance',
  'stock',
  'coverDays',
  'heard',
  'lastIssued',
] as const;

/** A list's column and direction as the key that a machine has there, and the order of two such keys. */
function sorting(sort: string): { keyOf: (brief: MachineBrief) => Key; direction: 1 | -1 } {
  const direction = sort.startsWith('-') ? -1 : 1;
  const name = sort.replace(/^-/, '');
  const number = numbers.find((each) => each === name);
  if (number) return { keyOf: (brief) => brief[number] ?? direction * unknown, direction };
  const text = texts.find((each) => each === name) ?? 'machine';
  return { keyOf: (brief) => brief[text].slice(0, cursorSigns), direction };
}

function keyOrder(a: Key, b: Key): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return textOrder(String(a), String(b));
}

/** Between two texts that a search looks in; no text holds it. */
const between = '\n';

/** Letters of ASCII in lower case: a search takes both for the same, as it takes every other sign for itself. */
const folded = (text: string): string =>
  text.replaceAll(between, ' ').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const wordsOf = ({ machine, name, site, address }: MachineBrief): string =>
  [machine, name, site, address].map(folded).join(between);

const worstOf = (worst: number | null): string => String(worst ?? '');

/** A machine as the list knows it. */
interface Entry {
  readonly brief: MachineBrief;
  /** The kinds of its open flags, each between commas. */
  readonly kinds: string;
  /** What a search looks in. */
  readonly words: string;
}

const facets = {
  region: ({ brief }: Entry) => brief.region,
  service: ({ brief }: Entry) => brief.service,
  link: ({ brief }: Entry) => brief.link,
  site: ({ brief }: Entry) => brief.site,
  verdict: ({ brief }: Entry) => brief.verdict,
  worst: ({ brief }: Entry) => worstOf(brief.worst),
  products: ({ brief }: Entry) => brief.products,
  kinds: ({ kinds }: Entry) => kinds,
};

/** All judged machines, by every column that a list sorts by. A column's order is made when somebody first asks for it, and kept from then on. */
export class MachineList {
  readonly #all = new Catalogue<Entry, keyof typeof facets>(facets);
  readonly #slots = new Map<string, number>();
  /** Made when somebody searches, forgotten when a machine is called otherwise. */
  #words: Words | null = null;

  put(brief: MachineBrief, flagKinds: Iterable<FlagKind>): void {
    const slot = this.#slots.get(brief.machine);
    const kinds = `,${[...new Set(flagKinds)].sort().join()},`;
    const words = wordsOf(brief);
    const before = slot === undefined ? null : this.#all.row(slot);
    if (before?.words !== words) this.#words = null;
    if (slot === undefined) this.#slots.set(brief.machine, this.#all.add({ brief, kinds, words }));
    else this.#all.replace(slot, { brief, kinds, words: before?.words === words ? before.words : words });
  }

  brief(machine: string): MachineBrief | null {
    const slot = this.#slots.get(machine);
    return slot === undefined ? null : this.#all.row(slot).brief;
  }

  /** So many machines of an area behind one, by their ids. */
  behind(machine: string, area: string, limit: number): MachineId[] {
    const slots = this.#all.slots('machine', ({ brief: a }, { brief: b }) => textOrder(a.machine, b.machine));
    const isBehind = ({ brief }: Entry): boolean => brief.machine > machine;
    const conditions = [this.#all.facet('region').where(under(area))];
    return this.#all.page(slots, conditions, { isBehind, limit }).rows.map(({ brief }) => brief.machine);
  }

  /** A page of the machines in an area that fit a question. */
  page(query: MachineQuery, area: string): MachinePage {
    const { keyOf, direction } = sorting(query.sort);
    const slots = this.#all.slots(
      query.sort,
      ({ brief: a }, { brief: b }) => direction * (keyOrder(keyOf(a), keyOf(b)) || textOrder(a.machine, b.machine)),
    );
    const isBehind = behind(query.cursor, keyOf, direction);
    const { total, rows, isLast } = this.#all.page(slots, this.#conditions(query, area), {
      isBehind,
      limit: query.limit,
    });
    const last = rows.at(-1)?.brief;
    return {
      total,
      briefs: rows.map(({ brief }) => brief),
      next: !isLast && last ? writeCursor(keyOf(last), last.machine) : null,
    };
  }

  #conditions(query: MachineQuery, area: string): Condition[] {
    const where = (name: keyof typeof facets, holds: (word: string) => boolean) => this.#all.facet(name).where(holds);
    const conditions = [where('region', under(area))];
    if (query.region !== undefined) conditions.push(where('region', under(query.region)));
    const anyOf = (name: keyof typeof facets, words: readonly string[]): void => {
      if (words.length > 0) conditions.push(where(name, (word) => words.includes(word)));
    };
    anyOf('service', query.service);
    anyOf('link', query.link);
    anyOf('site', query.site);
    anyOf('verdict', query.verdict);
    anyOf(
      'worst',
      query.severity.map((each) => worstOf(severities.indexOf(each))),
    );
    const holdsOne = (list: string, word: string): boolean => list.includes(`,${word},`);
    if (query.flag.length > 0)
      conditions.push(where('kinds', (kinds) => query.flag.some((kind) => holdsOne(kinds, kind))));
    for (const product of query.product) conditions.push(where('products', (products) => holdsOne(products, product)));
    const words = folded(query.q ?? '');
    if (words !== '') {
      this.#words ??= new Words([...this.#slots.values()].map((slot) => [slot, this.#all.row(slot).words]));
      const found = this.#words.slotsWith(words);
      conditions.push((slot) => found.has(slot));
    }
    return conditions;
  }
}

/** Whether a county lies in an area. */
const under = (area: string): ((county: string) => boolean) => {
  const prefix = prefixOf(area);
  return (county) => county.startsWith(prefix);
};

/** What stands behind the line that a cursor names, also where that has gone elsewhere meanwhile; nothing where nobody made it. */
function behind(
  cursor: string | undefined,
  keyOf: (brief: MachineBrief) => Key,
  direction: 1 | -1,
): ((entry: Entry) => boolean) | null {
  if (!cursor) return null;
  const [key, machine] = readCursor(cursor) ?? [];
  if ((typeof key !== 'string' && typeof key !== 'number') || typeof machine !== 'string') return () => false;
  return ({ brief }) => direction * (keyOrder(keyOf(brief), key) || textOrder(brief.machine, machine)) > 0;
}
