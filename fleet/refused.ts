import type { ProblemCode } from '../shared/contracts/fleet/common.ts';

/** A request that cannot be granted, with the error code of the API. */
export class RefusedError extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}
