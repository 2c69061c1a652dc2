import type { PinHash } from '../../shared/contracts/staff.ts';

/** Draws and hashes PINs. They come from outside, as everything that is random. */
export interface Pins {
  /** A random PIN that is not weak. */
  draw(): string;
  /** Its salted hash. */
  hash(pin: string): Promise<PinHash>;
}
