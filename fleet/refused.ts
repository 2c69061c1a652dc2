import type { ProblemCode } from '../shared/contracts/fleet/common.ts';

/** A wish that can't be granted, with the closed code that the API answers. */
export class RefusedError extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}
