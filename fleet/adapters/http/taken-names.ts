import { RateLimiterMemory } from 'rate-limiter-flexible';
import { bilingual } from '../../../shared/contracts/meaning.ts';
import { takePoint } from '../../auth/rate-limit.ts';
import { limits } from '../../limits.ts';
import { RefusedError } from '../../refused.ts';
import type { Principal } from '../../registry/records.ts';

/** Enters something under a name that nobody else may have. */
export type EnterName = <T>(by: Principal, enter: () => Promise<T>) => Promise<T>;

const tooManyTaken = bilingual(
  'too many names that are taken: wait an hour',
  '多次填写了已被使用的名称，请一小时后再试',
);

/**
 * Bounds how often one user or program learns that a name is taken. Names of users and numbers of
 * machines are those of the whole programme, so the refusal says that somebody has one, also to an
 * administrator who may not see who. Further tries are refused with `slow-down`, whether the name
 * is taken or not.
 */
export function boundTakenNames(): EnterName {
  const learnt = new RateLimiterMemory({ points: limits.takenNames, duration: limits.takenNamesS });
  return async (by, enter) => {
    const before = await learnt.get(by.user);
    if (before !== null && before.remainingPoints <= 0) await takePoint(learnt, by.user, tooManyTaken);
    try {
      return await enter();
    } catch (error) {
      if (error instanceof RefusedError && error.code === 'exists') await takePoint(learnt, by.user, tooManyTaken);
      throw error;
    }
  };
}
