import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problems } from '../../../device/adapters/http/problem.ts';
import type { RouteSpec } from '../../../device/adapters/http/route-spec.ts';
import { anyRoute, routes } from '../../../device/adapters/http/route-table.ts';
import { refusals } from '../../../device/core/reply.ts';
import { serveAgent } from '../../support/device/kiosk-http.ts';
import { simulatedKiosk } from '../../support/device/simulated-kiosk.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const specs = Object.entries(routes) as [string, RouteSpec][];

interface Described {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly examples: Examples } } };
  readonly responses: Readonly<Record<string, unknown>>;
}

type Examples = Readonly<Record<string, { readonly value: unknown }>>;

describe('the description of the kiosk’s HTTP', () => {
  it('is served as OpenAPI 3.1 without an error of the linter', async () => {
    const { ask } = await serveAgent({ version: '9.8.7' });
    const { status, json } = await ask('/api/openapi.json');
    const described = json() as Described;
    expect({ status, openapi: described.openapi, version: described.info.version }).toEqual({
      status: 200,
      openapi: '3.1.0',
      version: '9.8.7',
    });
    const folder = freshDirectory();
    const file = join(folder, 'openapi.json');
    writeFileSync(file, JSON.stringify(described));
    const rules = 'extends: [recommended]\nrules: { operation-4xx-response: off }\n';
    writeFileSync(join(folder, 'redocly.yaml'), rules);
    const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');
    const run = spawnSync(process.execPath, [redocly, 'lint', file, '--format=json'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const found = JSON.parse(run.stdout.slice(run.stdout.indexOf('{'))) as {
      problems: { ruleId: string; message: string }[];
    };
    expect(found.problems.map((problem) => `${problem.ruleId}: ${problem.message}`)).toEqual([]);
  }, 60_000);

  it('names every existing route', async () => {
    const { ask } = await serveAgent();
    const { paths } = (await ask('/api/openapi.json')).json() as Described;
    expect(Object.keys(paths).toSorted()).toEqual(specs.map(([, { path }]) => path).toSorted());
    for (const [, { path, method }] of specs.filter(([id]) => id !== 'stream' && id !== 'screenStream'))
      expect((await ask(path, method === 'POST' ? {} : undefined)).status, path).not.toBe(404);
  });

  it('names every code of a refusal, and no other status', async () => {
    const named = new Set<string>([...anyRoute, ...specs.flatMap(([, { codes }]) => codes)]);
    const all = [...Object.keys(refusals), ...Object.keys(problems)];
    expect([...named].toSorted()).toEqual(all.toSorted());
  });

  it('has only examples that work, one after the other, on a real agent with a simulated board', async () => {
    const { ask } = await simulatedKiosk();
    const { paths } = (await ask('/api/openapi.json')).json() as Described;
    let tried = 0;
    for (const [id, spec] of specs) {
      const { method, path, answer, examples } = spec;
      const operation = paths[path]?.[method.toLowerCase()];
      expect(operation?.operationId).toBe(id);
      const bodies = Object.values(operation?.requestBody?.content['application/json'].examples ?? {});
      if (method === 'POST') expect(bodies.map(({ value }) => value)).toEqual(examples.map(({ send }) => send));
      for (const example of examples) {
        const query = method === 'GET' && example.send ? `?${new URLSearchParams(stringsOf(example.send))}` : '';
        const body = method === 'POST' ? example.send : undefined;
        const { status, json } = await ask(`${path}${query}`, body);
        const given = json();
        expect({ id, status, given }).toMatchObject({ id, status: 200 });
        if (answer instanceof z.ZodType) expect(strict(answer).safeParse(given), id).toMatchObject({ success: true });
        if (example.answer !== null) expect(given, id).toEqual(example.answer);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(9);
  });
});

const stringsOf = (fields: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));

/** The schema, which also refuses fields that it does not name. */
const strict = (schema: z.ZodType): z.ZodType => (schema instanceof z.ZodObject ? schema.strict() : schema);
