import type { RouteExample, RouteSpec } from '../../device/adapters/http/route-spec.ts';
import { anyRoute, routes } from '../../device/adapters/http/route-table.ts';
import { StateAnswer } from '../../shared/contracts/kiosk-answers.ts';
import { fieldTable } from './fields.ts';
import { page } from './markdown.ts';
import { type Schema, schemaOf } from './schema.ts';

const base = 'http://127.0.0.1:7080';

/** A table of fields, and one for the objects of each list in it. */
function tablesOf(schema: Schema): string[] {
  const lists = Object.entries(schema.properties ?? {}).flatMap(([name, { items }]) =>
    items?.properties ? [`\`${name}\` 中的每一项 · Each of \`${name}\`:`, fieldTable('', items)] : [],
  );
  return [fieldTable('', schema), ...lists];
}

/** The command that sends an example. */
function curlOf({ method, path }: RouteSpec, { send }: RouteExample): string {
  if (method === 'POST')
    return `curl -s -H 'content-type: application/json' -d '${JSON.stringify(send)}' ${base}${path}`;
  const query = new URLSearchParams(
    Object.fromEntries(Object.entries(send ?? {}).map(([name, value]) => [name, String(value)])),
  );
  return `curl -s '${base}${path}${query.size > 0 ? `?${query}` : ''}'`;
}

/**
 * The fields of a route's answer. If another route before it has the same fields, they are listed
 * there only.
 */
function givenBy(id: string, answer: RouteSpec['answer']): string[] {
  const title = '答复 · What it gives:';
  if (typeof answer === 'string') return [`${title} \`${answer}\`.`];
  if (answer === StateAnswer)
    return [`${title} 字段与上报的状态相同 · the fields of the [reported state](topics.md#state--终端状态).`];
  const first = Object.entries(routes).find(([, spec]) => spec.answer === answer)?.[0] ?? id;
  return first === id ? [title, ...tablesOf(schemaOf(answer))] : [`${title} 与 \`${first}\` 相同 · as \`${first}\`.`];
}

function partOf(id: string, spec: RouteSpec): string[] {
  const { method, path, summary, body, query, answer, codes, examples } = spec;
  const taken = body ?? query;
  const shown = examples.flatMap((example) => [
    `${example.title.zh} · ${example.title.en}:`,
    `\`\`\`sh\n${curlOf(spec, example)}\n\`\`\``,
    ...(example.answer === null ? [] : [`\`\`\`json\n${JSON.stringify(example.answer)}\n\`\`\``]),
  ]);
  return [
    `## \`${method} ${path}\` · ${id}`,
    `${summary.zh}。${summary.en}.`,
    ...(taken ? ['填写 · What it takes:', ...tablesOf(schemaOf(taken))] : []),
    ...shown,
    ...givenBy(id, answer),
    ...(codes.length > 0 ? [`错误代码 · Error codes: ${codes.map((code) => `\`${code}\``).join(', ')}.`] : []),
  ];
}

/** docs/kiosk-http.md: every route of the kiosk's HTTP with its fields and examples. */
export function kioskHttpPage(): string {
  return page(
    "The kiosk's HTTP · 终端的本机接口",
    `It listens on the loopback of the kiosk only. The same as OpenAPI 3.1 is served at \`${base}/api/openapi.json\`. Rules: [running.md](running.md#kiosk-http); how staff use it: [kiosk.md](kiosk.md); codes: [errors.md](errors.md). Any route may also answer ${anyRoute.map((code) => `\`${code}\``).join(', ')}.`,
    '接口只供本机访问；运行中的终端在上述网址提供 OpenAPI 3.1 描述。示例按顺序在新装的终端上都能成功。',
    ...Object.entries(routes).flatMap(([id, spec]) => partOf(id, spec)),
  );
}
