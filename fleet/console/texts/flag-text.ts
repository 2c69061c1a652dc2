import type { Facts } from '../../../shared/contracts/fleet-http.ts';
import type { Format } from './format.ts';

/** The values in a flag's sentences, formatted for the reader. A missing figure is `–`. */
export interface FlagTextValues {
  readonly lane: string;
  readonly product: string;
  readonly lot: string;
  /** Whether it is about one lot and not all of a product. */
  readonly isOneLot: boolean;
  /** Why it was suspended or stopped. */
  readonly suspension: string;
  has(fact: string): boolean;
  value(fact: string): number;
  count(fact: string): string;
  rate(fact: string): string;
  /** A probability. */
  chance(fact: string): string;
  day(fact: string): string;
  /** Whether a day is over. */
  isPast(fact: string): boolean;
  text(fact: string): string;
}

const missing = '–';

/** The values of a flag for its sentences. */
export function flagTextValues(
  about: { lane: number | null; product: string | null; lot: string | null; facts: Facts },
  format: Format,
  productName: (code: string) => string,
  reasonName: (code: string) => string,
): FlagTextValues {
  const { facts } = about;
  const number = (fact: string, write: (n: number) => string): string => {
    const value = facts[fact];
    return typeof value === 'number' && Number.isFinite(value) ? write(value) : missing;
  };
  const product = about.product ?? (typeof facts.product === 'string' ? facts.product : null);
  const lot = about.lot ?? (typeof facts.lot === 'string' ? facts.lot : null);
  return {
    lane: format.list(String(about.lane ?? facts.lane ?? facts.lanes ?? missing).split(', ')),
    product: product === null ? missing : productName(product),
    lot: lot ?? missing,
    isOneLot: lot !== null,
    suspension: typeof facts.reason === 'string' ? reasonName(facts.reason) : missing,
    has: (fact) => facts[fact] !== null && facts[fact] !== undefined,
    value: (fact) => {
      const value = facts[fact];
      return typeof value === 'number' ? value : Number.NaN;
    },
    count: (fact) => number(fact, format.count),
    rate: (fact) => number(fact, format.rate),
    chance: (fact) => number(fact, format.chance),
    isPast: (fact) => format.isPast(String(facts[fact] ?? missing)),
    day: (fact) => {
      const value = facts[fact];
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? format.dayLong(value) : missing;
    },
    text: (fact) => String(facts[fact] ?? missing),
  };
}
