import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import type { Problem } from '../../../shared/contracts/fleet-http.ts';
import { inPlainWords } from '../../../shared/contracts/issue-text.ts';

/**
 * A request whose parameters or body do not fit their schemas: each wrong field with its message in
 * both languages.
 */
export class WrongRequest extends Error {
  readonly errors: NonNullable<Problem['errors']>;

  constructor(errors: NonNullable<Problem['errors']>) {
    super('the request is wrong');
    this.errors = errors;
  }
}

/** Reads the parameters, the query or the body of a request by its zod schema. */
export const requestValidator: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (value) => {
    const read = schema.safeParse(value, inPlainWords);
    if (read.success) return { value: read.data };
    return {
      error: new WrongRequest(
        read.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
      ),
    };
  };
