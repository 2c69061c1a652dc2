import { problems } from '../../device/adapters/http/problem.ts';
import { refusals } from '../../device/core/reply.ts';
import { problem } from '../../fleet/adapters/http/problems.ts';
import { problemCodes } from '../../shared/contracts/fleet-http.ts';
import { page, table } from './markdown.ts';
import { textsUnder } from './source.ts';

interface Sentence {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

const rowsOf = (catalogue: Readonly<Record<string, Sentence>>): string[][] =>
  Object.entries(catalogue).map(([code, { status, zh, en }]) => [`\`${code}\``, String(status), zh, en]);

/** docs/errors.md: the closed lists of error codes that the kiosk and the fleet answer with. */
export function errorsPage(): string {
  const zh = textsUnder('fleet/console/texts/zh/states.ts', 'problem');
  const en = textsUnder('fleet/console/texts/en/states.ts', 'problem');
  const fleet = problemCodes.map((code) => {
    const { status, title, zh: inChinese } = problem(code);
    return [`\`${code}\``, String(status), `${title} · ${inChinese?.title}`, zh[code] ?? '', en[code] ?? ''];
  });
  const head = ['code', 'HTTP', '中文', 'English'];
  return page(
    'Error codes · 错误代码',
    'Programs compare `code`, which is one of a closed list; people read the sentence.',
    '## The kiosk: refusals · 终端：不予受理',
    'Nothing was turned or booked. The answer is `{"code", "message"}`, and `message` holds both sentences.',
    table(head, rowsOf(refusals)),
    '## The kiosk: requests that do not reach its core · 终端：请求有误',
    table(head, rowsOf(problems)),
    '## The fleet · 服务器',
    'The answer is a problem detail [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) with `code`, `title`, `status`, mostly `detail`, and, for `invalid`, `errors` (one path and message for each field). `title` and `detail` are English; `zh` has both in Chinese: `{"title", "detail"}`. The console shows the sentences.',
    table(['code', 'HTTP', 'title', '控制台提示', 'shown by the console'], fleet),
  );
}
