import { type RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Bilingual } from '../../shared/contracts/meaning.ts';
import { RefusedError } from '../refused.ts';

/** Takes one of the points of a key. Refuses with `slow-down` if there is none left. */
export async function takePoint(limiter: RateLimiterMemory, key: string, { en, zh }: Bilingual): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new RefusedError('slow-down', en, zh, Math.ceil(error.msBeforeNext / 1000));
  }
}
