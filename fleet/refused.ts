import type { ProblemCode } from '../shared/contracts/fleet/common.ts';

/** A request that cannot be granted, with the error code of the API. */
export class RefusedError extends Error {
  readonly code: ProblemCode;
  /** In how many seconds the same request may be granted. Null if the code's usual time holds. */
  readonly retryAfterS: number | null;

  constructor(code: ProblemCode, message: string, retryAfterS: number | null = null) {
    super(message);
    this.code = code;
    this.retryAfterS = retryAfterS;
  }
}
