import type { Lane, ProductCode } from '../../../shared/contracts/ids.ts';

/** Boxes that staff put into one lane. */
export interface Load {
  readonly lane: Lane;
  readonly product: ProductCode;
  readonly lot: string | null;
  /** The lot as staff typed it, if that is another spelling. */
  readonly lotTyped?: string | undefined;
  readonly expires: string | null;
  readonly added: number;
  /** Who made them, and the bag that they came in, if that is known. */
  readonly maker?: string | undefined;
  readonly bag?: string | undefined;
}

/** Boxes counted in one lane, and why they differ from the books if staff said so. */
export interface CountedLane {
  readonly lane: Lane;
  readonly stock: number;
  readonly reason?: string | undefined;
}

/** Boxes that staff took out of one lane. */
export interface Removal {
  readonly lane: Lane;
  readonly removed: number;
  readonly reason: string;
  /** Which lot was taken out; absent: the unfit ones first, then from the front. */
  readonly lot?: string | null | undefined;
}
