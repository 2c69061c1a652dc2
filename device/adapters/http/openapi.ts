import { z } from 'zod';
import * as answers from '../../../shared/contracts/kiosk-answers.ts';
import * as bodies from '../../../shared/contracts/kiosk-http.ts';
import * as actions from '../../../shared/screen/action.ts';
import * as displays from '../../../shared/screen/display.ts';
import { refusals } from '../../core/reply.ts';
import { inBoth, type ProblemCode, problems } from './problem.ts';
import type { RouteSpec } from './route-spec.ts';
import { anyRoute, routes } from './route-table.ts';

const tags: Readonly<Record<RouteSpec['tag'], string>> = {
  citizens: '群众领取 · For people who want a box',
  screen: '屏幕 · The kiosk’s own screen',
  staff: '维护人员录入 · What staff enter, each with their PIN',
  reading: '查看 · Reading, which changes nothing',
};

/** The schemas that have a name of their own in the description. */
const named = new Map(
  Object.entries({ ...bodies, ...answers, ...actions, ...displays }).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [[value as z.ZodType, name] as const] : [],
  ),
);

type Json = Record<string, unknown>;

/** A zod schema as OpenAPI 3.1 has it; descriptions hold both languages. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema: made }) => {
      const { zh } = made as { readonly zh?: unknown };
      if (typeof zh !== 'string') return;
      made.description = `${zh} · ${made.description}`;
      delete (made as { zh?: unknown }).zh;
    },
  });
  return rest;
}

const statusOf = (code: string): number =>
  code in problems ? problems[code as ProblemCode].status : refusals[code as keyof typeof refusals].status;

const sentenceOf = (code: string): string =>
  inBoth(code in problems ? problems[code as ProblemCode] : refusals[code as keyof typeof refusals]);

const ref = (schema: z.ZodType): Json => ({ $ref: `#/components/schemas/${named.get(schema)}` });

const problemContent = { 'application/json': { schema: ref(answers.KioskProblem) } };

/** The answers of a route by status: 200, and its problems with what each code means. */
function responsesOf({ answer, alsoWith, codes, examples }: RouteSpec): Json {
  const shown = examples.filter((each) => each.answer !== null);
  const named200 = Object.fromEntries(
    shown.map((each, index) => [`example${index + 1}`, { summary: inBoth(each.title), value: each.answer }]),
  );
  const good = {
    description: '成功 · Done as asked',
    content:
      answer instanceof z.ZodType
        ? { 'application/json': { schema: ref(answer), ...(shown.length > 0 ? { examples: named200 } : {}) } }
        : { [answer]: { schema: { type: answer === 'application/json' ? 'object' : 'string' } } },
  };
  const bad = new Map<number, string[]>();
  for (const code of [...codes, ...anyRoute]) bad.set(statusOf(code), [...(bad.get(statusOf(code)) ?? []), code]);
  const out = alsoWith === undefined ? {} : { [alsoWith]: { ...good, description: '暂停发放 · Out of service' } };
  const others = [...bad]
    .toSorted(([a], [b]) => a - b)
    .map(([status, these]) => {
      const description = these.map((code) => `\`${code}\`: ${sentenceOf(code)}`).join('\n\n');
      return [String(status), { description, content: problemContent }];
    });
  return { 200: good, ...Object.fromEntries(others), ...out };
}

function parametersOf(query: z.ZodType): Json[] {
  const { properties = {}, required = [] } = jsonSchema(query, 'input') as {
    properties?: Readonly<Record<string, Json>>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
    ...(description === undefined ? {} : { description }),
  }));
}

function operationOf(id: string, spec: RouteSpec): Json {
  const { tag, summary, body, query, examples } = spec;
  const sent = Object.fromEntries(
    examples.map(({ title, send }, index) => [`example${index + 1}`, { summary: inBoth(title), value: send }]),
  );
  const content = body && { 'application/json': { schema: ref(body), examples: sent } };
  return {
    operationId: id,
    summary: inBoth(summary),
    tags: [tag],
    ...(query ? { parameters: parametersOf(query) } : {}),
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses: responsesOf(spec),
  };
}

/**
 * The kiosk's HTTP as OpenAPI 3.1, from the table of its routes and their schemas.
 */
export function kioskOpenApi(version: string): Json {
  const specs: readonly (readonly [string, RouteSpec])[] = Object.entries(routes);
  const schemas: Json = { KioskProblem: jsonSchema(answers.KioskProblem, 'output') };
  for (const [, { body, answer }] of specs) {
    if (body) schemas[named.get(body) ?? ''] = jsonSchema(body, 'input');
    if (answer instanceof z.ZodType) schemas[named.get(answer) ?? ''] = jsonSchema(answer, 'output');
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Yaoju kiosk',
      version,
      description: '发放机终端的本机接口，只接受本机访问 · The kiosk’s own HTTP. Only its own computer may ask.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/' }],
    security: [],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(
      specs.map(([id, spec]) => [spec.path, { [spec.method.toLowerCase()]: operationOf(id, spec) }]),
    ),
    components: { schemas },
  };
}
