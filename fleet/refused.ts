import type { ProblemCode } from '../shared/contracts/fleet/common.ts';

/**
 * A request that cannot be granted, with the error code of the API and the reason in both
 * languages. The Chinese one is also shown on screens.
 */
export class RefusedError extends Error {
  readonly code: ProblemCode;
  readonly zh: string;
  /** In how many seconds the same request may be granted. Null if the code's usual time holds. */
  readonly retryAfterS: number | null;

  constructor(code: ProblemCode, en: string, zh: string, retryAfterS: number | null = null) {
    super(en);
    this.code = code;
    this.zh = zh;
    this.retryAfterS = retryAfterS;
  }
}
