import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { AuditAct, AuditFields } from '../../../shared/contracts/fleet/audit.ts';
import type { Permission } from '../../../shared/contracts/fleet/role.ts';
import type { AuditResult } from '../../ports/audit-trail.ts';
import type { Principal } from '../../registry/records.ts';

/** A request as a handler sees it: parsed by its schemas, with its sender. */
export interface HandlerInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly principal: Principal;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * What a route needs: a permission, one of several, or `own` for a person's own account, which
 * every person has and no program.
 */
export type Needed = Permission | 'own' | readonly Permission[];

/** What an entry of the audit log is about, besides the machine in the path. */
export interface AuditAbout {
  readonly machine?: string | null;
  readonly user?: string | null;
  readonly subject?: string | null;
  readonly region?: string | null;
}

/**
 * How a request is recorded in the audit log. None of the functions may throw, and none may return
 * a secret. `here` reads what is there, before and after the act.
 */
export interface AuditSpec<Input> {
  readonly about?: (input: Input) => AuditAbout;
  readonly asked?: (input: Input) => AuditFields;
  readonly here?: (input: Input) => AuditFields | null | Promise<AuditFields | null>;
  readonly why?: (input: Input) => string | null;
  /** Whether it is of so little weight that repetitions within a minute share an entry. */
  readonly repeated?: true;
  /** What the answer adds, such as the id of what was made. */
  readonly result?: (answer: never) => AuditResult;
}

/** The media types of exported files. */
export const sheetTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const;
type SheetType = (typeof sheetTypes)[keyof typeof sheetTypes];

interface Described<Params, Query, Body> {
  readonly path: string;
  /** A one-sentence summary. */
  readonly summary: string;
  readonly tag: string;
  readonly permission: Needed;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly status?: 200 | 201 | 204;
}

/**
 * What a route does, with its operation id in the API's description, and its answer's schema or
 * media type. A route that changes something, or exports a file, says how it is recorded.
 */
type Doing<Input> =
  | {
      readonly method: 'GET';
      readonly id: string;
      readonly answer: z.ZodType | readonly ['text/event-stream'];
      readonly audit?: undefined;
    }
  | {
      readonly method: 'GET';
      readonly id: string;
      readonly answer: readonly [SheetType];
      readonly audit: AuditSpec<Input>;
    }
  | {
      readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      readonly id: AuditAct;
      readonly answer: z.ZodType;
      readonly audit: AuditSpec<Input>;
    };

/** A route below `/api/v1`: its schemas, its description and the permission that it needs. */
export type RouteSpec<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = Described<
  Params,
  Query,
  Body
> &
  Doing<HandlerInput<z.output<Params>, z.output<Query>, z.output<Body>>>;
