import type { z } from 'zod';
import type { Bilingual } from '../../../shared/contracts/meaning.ts';
import type { Refusal } from '../../core/reply.ts';
import type { ProblemCode } from './problem.ts';

/**
 * A request that works on a new kiosk after the examples before it, and the answer that it gets.
 */
export interface RouteExample {
  readonly title: Bilingual;
  /** The body of a POST, or the query of a GET; null for none. */
  readonly send: Readonly<Record<string, unknown>> | null;
  /** The answer, with the schema of the route; null if it is too long to be shown. */
  readonly answer: unknown;
}

/** One route of the kiosk's HTTP: what it is for, what it takes, what it gives. */
export interface RouteSpec {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly tag: 'citizens' | 'screen' | 'staff' | 'reading';
  readonly summary: Bilingual;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  /** The schema of the answer with status 200, or its media type if it is no JSON. */
  readonly answer: z.ZodType | string;
  /** Also answered with the schema of 200 if the kiosk is out of service. */
  readonly alsoWith?: 503;
  /** The codes of the other answers, without those that any route may give. */
  readonly codes: readonly (ProblemCode | Refusal)[];
  readonly examples: readonly RouteExample[];
}
