import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { limits } from '../limits.ts';
import type { Clock } from '../ports/clock.ts';

const nonceBytes = 16;
const timeBytes = 8;

/**
 * Challenges of passkeys. A challenge carries its own end and a signature, so that strangers who
 * ask for many fill no memory. It is valid for one purpose of one browser, for some minutes, and
 * once.
 */
export class Challenges {
  readonly #key = randomBytes(32);
  readonly #clock: Clock;
  /** The challenges that were answered rightly, until they would end anyway. */
  readonly #used = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A challenge for a purpose, such as a sign-in by the browser with a certain cookie. */
  make(purpose: string): Uint8Array<ArrayBuffer> {
    const body = Buffer.alloc(nonceBytes + timeBytes);
    randomBytes(nonceBytes).copy(body);
    body.writeDoubleBE(this.#clock.now() + limits.challengeMs, nonceBytes);
    return new Uint8Array(Buffer.concat([body, this.#sign(body, purpose)]));
  }

  /** Whether a challenge, as base64url, was made for this purpose, is valid, and was not used. */
  isValid(challenge: string, purpose: string): boolean {
    const bytes = Buffer.from(challenge, 'base64url');
    const body = bytes.subarray(0, nonceBytes + timeBytes);
    const wanted = this.#sign(body, purpose);
    const signature = bytes.subarray(nonceBytes + timeBytes);
    if (signature.length !== wanted.length || !timingSafeEqual(signature, wanted)) return false;
    return this.#clock.now() < body.readDoubleBE(nonceBytes) && !this.#used.has(body.toString('hex'));
  }

  /** Notes that a challenge was answered. False if somebody was faster. */
  use(challenge: string): boolean {
    const now = this.#clock.now();
    for (const [used, end] of this.#used) if (end <= now) this.#used.delete(used);
    const body = Buffer.from(challenge, 'base64url').subarray(0, nonceBytes + timeBytes);
    const name = body.toString('hex');
    if (this.#used.has(name)) return false;
    this.#used.set(name, body.readDoubleBE(nonceBytes));
    return true;
  }

  #sign(body: Buffer, purpose: string): Buffer {
    return createHmac('sha256', this.#key).update(body).update(purpose).digest();
  }
}
