import type { Problem } from '../../../shared/contracts/fleet-http.ts';
import type { Language } from '../../../shared/contracts/meaning.ts';
import { apiAddress } from './address.ts';
import { takePrefetched } from './prefetched.ts';
import type { Query } from './query.ts';

/** A failed request: the fleet's error code, or `unreachable` if there was no answer. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** Why, in each language that the answer has. */
  readonly detail: Readonly<Record<Language, string | undefined>>;
  readonly fields: readonly { path: string; message: string }[];

  constructor(problem: Pick<Problem, 'code' | 'status' | 'title' | 'detail' | 'zh' | 'errors'>) {
    super(problem.title);
    this.code = problem.code;
    this.status = problem.status;
    this.detail = { en: problem.detail, zh: problem.zh?.detail };
    this.fields = problem.errors ?? [];
  }
}

async function problemOf(response: Response): Promise<ApiError> {
  try {
    const body: Partial<Problem> = await response.json();
    return new ApiError({
      code: body.code ?? 'failed',
      status: response.status,
      title: body.title ?? response.statusText,
      detail: body.detail,
      zh: body.zh,
      errors: body.errors,
    });
  } catch {
    return new ApiError({ code: 'failed', status: response.status, title: response.statusText });
  }
}

async function call<T>(method: string, path: string, query: Query, body: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    const address = apiAddress(path, query);
    const early = method === 'GET' ? takePrefetched(address) : undefined;
    response = await (early ??
      fetch(address, {
        method,
        credentials: 'same-origin',
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
      }));
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ code: 'unreachable', status: 0, title: 'unreachable' });
  }
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? (undefined as T) : response.json();
}

/**
 * Requests to the fleet. The caller names the answer's type, which comes from the same schemas as
 * the answer.
 */
export const api = {
  get: <T>(path: string, query: Query = {}, signal?: AbortSignal) => call<T>('GET', path, query, undefined, signal),
  post: <T>(path: string, body: unknown = {}) => call<T>('POST', path, {}, body),
  put: <T>(path: string, body: unknown) => call<T>('PUT', path, {}, body),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, {}, body),
  remove: (path: string, body?: unknown) => call<void>('DELETE', path, {}, body),
};
