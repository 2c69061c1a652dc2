import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from 'vitest';
import { fleetChannels, kioskChannels } from '../../shared/contracts/topics.ts';
import { call } from '../support/fleet/fleet.ts';
import { startedFleet } from '../support/fleet/started-fleet.ts';

const fleet = startedFleet();

describe('the API describes itself', () => {
  it('as OpenAPI 3.1 without an error of the linter', async () => {
    const { body } = await call(fleet, '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const file = join(fleet.dataDir, 'openapi.json');
    writeFileSync(file, JSON.stringify(body));
    writeFileSync(join(fleet.dataDir, 'redocly.yaml'), 'extends: [recommended]\n');
    const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');
    const run = spawnSync(process.execPath, [redocly, 'lint', file, '--format=json'], {
      cwd: fleet.dataDir,
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const found = JSON.parse(run.stdout.slice(run.stdout.indexOf('{'))) as {
      problems: { ruleId: string; message: string }[];
    };
    expect(found.problems.map((problem) => `${problem.ruleId}: ${problem.message}`)).toEqual([]);
  }, 60_000);

  it('with every path of the running contract', async () => {
    const { body } = await call(fleet, '/api/openapi.json');
    for (const [path, method] of [
      ['/machines', 'post'],
      ['/machines', 'get'],
      ['/machines/{machine}', 'get'],
      ['/machines/{machine}', 'patch'],
      ['/machines/{machine}/events', 'get'],
      ['/machines/{machine}/pace', 'get'],
      ['/flags', 'get'],
      ['/flags/{flag}/acknowledge', 'post'],
      ['/regions/{code}', 'get'],
      ['/restock', 'get'],
      ['/stream', 'get'],
    ] as const)
      expect(Object.keys(body.paths[`/api/v1${path}`] ?? {}), path).toContain(method);
  });

  it('with no parameter of a query required that may be left out', async () => {
    const { body } = await call(fleet, '/api/openapi.json');
    const paths: Record<string, { get?: { parameters?: { name: string; in: string; required?: boolean }[] } }> =
      body.paths;
    const required = Object.entries(paths).flatMap(([path, { get }]) =>
      (get?.parameters ?? [])
        .filter((each) => each.in === 'query' && each.required)
        .map(({ name }) => ({ path, name })),
    );
    const missing = await Promise.all(
      required.map(async ({ path, name }) => ({ path, name, status: (await call(fleet, path)).status })),
    );
    expect(missing.filter(({ status }) => status === 200)).toEqual([]);
  });

  it('and the MQTT contract as AsyncAPI 3 without an error of the parser', async () => {
    const { body } = await call(fleet, '/api/asyncapi.json');
    expect(Object.keys(body.channels).sort()).toEqual([...kioskChannels, ...fleetChannels].sort());
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(body));
    expect(diagnostics.map((each) => `${each.code}: ${each.message}`)).toEqual([]);
    expect(document?.version()).toMatch(/^3\./);
  });
});
