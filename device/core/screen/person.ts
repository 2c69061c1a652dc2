import type { RequestId } from '../../../shared/contracts/ids.ts';
import type { LocalDay } from '../../../shared/rules/calendar.ts';
import type { Document, Use } from '../../../shared/rules/eligibility.ts';
import type { Secret } from '../../../shared/secret.ts';

declare const weekBrand: unique symbol;
declare const tagBrand: unique symbol;

/** A week as a number: local days 0–6 since 1970-01-01 are week 0. Each has a key of its own. */
export type Week = number & { readonly [weekBrand]: true };

/** The week of a local day. */
export const weekOf = (day: LocalDay): Week => Math.floor(day / daysInWeek) as Week;

/** So long is one key used. */
export const daysInWeek = 7;

/**
 * What a person's number is turned into for one week: 32 hexadecimal digits. It says nothing
 * without this kiosk's salt and that week's key.
 */
export type Tag = string & { readonly [tagBrand]: true };

/** Somebody whose card was read: all that the core ever gets of it. */
export interface Person {
  readonly document: Secret<Document>;
  /** The person's tag for each week that has a key. */
  readonly tags: Secret<ReadonlyMap<Week, Tag>>;
  /** The uses of these tags at this machine. */
  readonly uses: readonly Use[];
  /** A constructed card. */
  readonly isTest: boolean;
}

/** Overwrites what is held of a person. */
export function forget({ document, tags }: Person): void {
  document.wipe();
  tags.wipe();
}

/** A use as it is kept from the turning of the motor on. */
export interface NewUse {
  readonly tag: Tag;
  readonly week: Week;
  readonly group: string;
  readonly day: LocalDay;
}

/**
 * A change of the kept uses. It is written in the same transaction as the lines that it belongs to.
 * `open`: a motor is about to turn for this person. `keep`: a box was issued, and the request is
 * struck out. `drop`: none was.
 */
export type UseChange =
  | { readonly kind: 'open'; readonly request: RequestId; readonly use: Secret<NewUse> }
  | { readonly kind: 'keep' | 'drop'; readonly request: RequestId };
