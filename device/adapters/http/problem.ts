import type { z } from 'zod';
import { inPlainWords } from '../../../shared/contracts/issue-text.ts';
import type { KioskProblem } from '../../../shared/contracts/kiosk-answers.ts';
import { type Refusal, refusals, type Sentence } from '../../core/reply.ts';

/**
 * What is wrong with a request before it reaches the kiosk's core. The core's own refusals have
 * their own catalogue in `reply.ts`.
 */
export const problems = {
  malformed: { status: 422, zh: '请求格式有误', en: 'The request is malformed' },
  'too-large': { status: 413, zh: '请求过大', en: 'The request is too large' },
  'no-such-route': { status: 404, zh: '没有这个接口', en: 'There is no such route' },
  'foreign-host': { status: 403, zh: '只接受本机访问', en: 'Only this computer itself may ask' },
  'foreign-origin': { status: 403, zh: '不接受其他网页的请求', en: 'Other web pages may not ask' },
  'not-the-screen': {
    status: 403,
    zh: '这里不能领取，请在机器上操作',
    en: 'A box cannot be ordered here; please use the machine itself',
  },
  'too-many-orders': {
    status: 429,
    zh: '领取过于频繁，请稍候再试',
    en: 'Too many boxes within an hour; wait before the next',
  },
  'not-signed-in': {
    status: 403,
    zh: '维护员须先在机器上登录',
    en: 'A technician must sign in at the machine first',
  },
  'wrong-pin': { status: 403, zh: 'PIN 码错误', en: 'Wrong PIN' },
  'pin-wait': { status: 429, zh: 'PIN 码错误次数过多，请稍候再试', en: 'Too many wrong PINs; wait before the next' },
  'too-many-streams': { status: 503, zh: '连接过多', en: 'Too many streams are open' },
  broken: { status: 500, zh: '程序内部错误', en: 'The agent failed and is restarting' },
} as const;

/** The closed list of codes for requests that do not reach the core. */
export type ProblemCode = keyof typeof problems;

/** A request that is answered with a problem and goes no further. */
export class Problem extends Error {
  readonly code: ProblemCode | Refusal;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode | Refusal, detail?: string, headers: Readonly<Record<string, string>> = {}) {
    super(sentence(code, detail));
    this.name = 'Problem';
    this.code = code;
    this.status = entryOf(code).status;
    this.headers = headers;
  }

  body(): KioskProblem {
    return { code: this.code, message: this.message };
  }
}

const entryOf = (code: ProblemCode | Refusal) =>
  code in problems ? problems[code as ProblemCode] : refusals[code as Refusal];

/** A sentence as the kiosk's HTTP server sends it: Chinese, then English. */
export const inBoth = ({ zh, en }: Sentence): string => `${zh} · ${en}`;

function sentence(code: ProblemCode | Refusal, detail: string | undefined): string {
  const said = inBoth(entryOf(code));
  return detail === undefined ? said : `${said}: ${detail}`;
}

/**
 * Reads the content of a request by its schema. Throws a Problem that names the first wrong field.
 */
export function read<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value, inPlainWords);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.');
  throw new Problem('malformed', field ? `${field}: ${issue?.message}` : (issue?.message ?? 'nothing to read'));
}
