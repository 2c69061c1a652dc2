import { prefixOf } from '../../shared/areas/jiangxi.ts';
import type { MachineQuery } from '../../shared/contracts/fleet/machine.ts';
import type { FlagKind } from '../../shared/rules/finding.ts';
import { cursorSigns, readCursor, writeCursor } from './cursor.ts';
import type { MachineBrief } from './machine-brief.ts';
import { firstBehind, Ordered, textOrder } from './ordered.ts';
import { severities } from './severity.ts';

/** A machine as the list knows it; `words` is what a search looks in. */
interface Entry {
  readonly brief: MachineBrief;
  readonly words: string;
}

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

/** Letters of ASCII in lower case: a search takes both for the same, as it takes every other sign for itself. */
const folded = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const between = '\n';

type Fits = (entry: Entry) => boolean;

/** All judged machines, by every column that a list sorts by. A column's order is made when somebody first asks for it, and kept from then on. */
export class MachineList {
  readonly #entries = new Map<string, Entry>();
  readonly #orders = new Map<string, Ordered<Entry>>();
  readonly #kindsOf: (machine: string) => ReadonlySet<FlagKind> | null;

  /** `kindsOf` tells the kinds of a machine's open flags. */
  constructor(kindsOf: (machine: string) => ReadonlySet<FlagKind> | null) {
    this.#kindsOf = kindsOf;
  }

  put(brief: MachineBrief): void {
    const before = this.#entries.get(brief.machine);
    const words = [brief.machine, brief.name, brief.site, brief.address].map(folded).join(between);
    const entry = { brief, words: before?.words === words ? before.words : words };
    this.#entries.set(brief.machine, entry);
    for (const [sort, order] of this.#orders) {
      if (before) order.remove(before);
      order.add(entry);
      // Nobody has looked for long: making it anew is cheaper than remembering on.
      if (order.pending > this.#entries.size) this.#orders.delete(sort);
    }
  }

  brief(machine: string): MachineBrief | null {
    return this.#entries.get(machine)?.brief ?? null;
  }

  *briefs(): Generator<MachineBrief> {
    for (const { brief } of this.#entries.values()) yield brief;
  }

  /** A page of the machines in an area that fit a question. */
  page(query: MachineQuery, area: string): MachinePage {
    const { keyOf, direction } = sorting(query.sort);
    const fits = this.#fits(query, area);
    const all = this.#ordered(query.sort).all();
    const start = startOf(all, query.cursor, keyOf, direction);
    const briefs: MachineBrief[] = [];
    let total = 0;
    let more = false;
    for (const [index, entry] of all.entries()) {
      if (!fits(entry)) continue;
      total += 1;
      if (index < start) continue;
      if (briefs.length < query.limit) briefs.push(entry.brief);
      else more = true;
    }
    const last = briefs.at(-1);
    return { total, briefs, next: more && last ? writeCursor(keyOf(last), last.machine) : null };
  }

  #ordered(sort: string): Ordered<Entry> {
    const known = this.#orders.get(sort);
    if (known) return known;
    const { keyOf, direction } = sorting(sort);
    const order = new Ordered<Entry>(
      (a, b) => direction * (keyOrder(keyOf(a.brief), keyOf(b.brief)) || textOrder(a.brief.machine, b.brief.machine)),
      this.#entries.values(),
    );
    this.#orders.set(sort, order);
    return order;
  }

  #fits(query: MachineQuery, area: string): Fits {
    const conditions: Fits[] = [];
    const within = (code: string): void => {
      const prefix = prefixOf(code);
      conditions.push(({ brief }) => brief.region.startsWith(prefix));
    };
    within(area);
    if (query.region !== undefined && query.region !== area) within(query.region);
    const anyOf = (column: 'service' | 'link' | 'site' | 'verdict', values: readonly string[]): void => {
      if (values.length > 0) conditions.push(({ brief }) => values.includes(brief[column]));
    };
    anyOf('service', query.service);
    anyOf('link', query.link);
    anyOf('site', query.site);
    anyOf('verdict', query.verdict);
    const ranks = query.severity.map((each) => severities.indexOf(each));
    if (ranks.length > 0) conditions.push(({ brief }) => brief.worst !== null && ranks.includes(brief.worst));
    if (query.flag.length > 0)
      conditions.push(({ brief }) => {
        const kinds = this.#kindsOf(brief.machine);
        return kinds !== null && query.flag.some((kind) => kinds.has(kind as FlagKind));
      });
    for (const product of query.product) conditions.push(({ brief }) => brief.products.includes(`,${product},`));
    const words = folded(query.q ?? '');
    if (words !== '') conditions.push((entry) => entry.words.includes(words));
    return (entry) => conditions.every((holds) => holds(entry));
  }
}

/** Where a page begins: behind what the cursor names, also where that has gone elsewhere meanwhile; at the end for one that nobody made. */
function startOf(
  all: readonly Entry[],
  cursor: string | undefined,
  keyOf: (brief: MachineBrief) => Key,
  direction: 1 | -1,
): number {
  if (!cursor) return 0;
  const [key, machine] = readCursor(cursor) ?? [];
  if ((typeof key !== 'string' && typeof key !== 'number') || typeof machine !== 'string') return all.length;
  return firstBehind(
    all,
    ({ brief }) => direction * (keyOrder(keyOf(brief), key) || textOrder(brief.machine, machine)) > 0,
  );
}
