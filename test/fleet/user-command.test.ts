import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fleetCommand } from '../../fleet/command.ts';
import { startFleet } from '../../fleet/main.ts';
import { userCommand } from '../../fleet/start/user-command.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { adminPassword, call, token, until } from '../support/fleet/fleet.ts';
import { ownFleet } from '../support/fleet/own-fleet.ts';

const own = ownFleet();
let printed: string;
let complained: string;
const write = process.stdout.write;
const writeError = process.stderr.write;

/** Runs `yaoju fleet user`, and returns what it printed. */
const user = (...words: string[]): Promise<string> => run(userCommand(), words);

async function run(command: Command, words: readonly string[]): Promise<string> {
  printed = '';
  complained = '';
  process.stdout.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof write;
  process.stderr.write = ((text: string) => {
    complained += text;
    return true;
  }) as typeof write;
  try {
    await command.exitOverride().parseAsync([...words], { from: 'user' });
  } finally {
    process.stdout.write = write;
    process.stderr.write = writeError;
  }
  return printed;
}
const codeIn = (text: string): string => /[0-9A-Z]{5}(-[0-9A-Z]{5}){3}/.exec(text)?.[0] ?? '';
const accept = (user: string, code: string) =>
  call(own.running, '/api/v1/invitation', { body: { user, code, password: 'quite-another-word' }, headers: {} });

beforeEach(() => {
  process.env.YAOJU_DATADIR = own.path;
});
afterEach(() => {
  delete process.env.YAOJU_DATADIR;
  process.exitCode = 0;
});

describe('yaoju fleet user', () => {
  it('lets an administrator in again who forgot the password, while the server runs', async () => {
    const fleet = await own.run();
    const signIn = (password: string) =>
      call(fleet, '/api/v1/session', { body: { user: 'admin', password }, headers: {} });
    const before = await signIn(adminPassword);
    const headers = { cookie: (before.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
    const code = codeIn(await user('reset', 'ADMIN'));
    await until('the reset', async () => (await fleet.store.userRequests()).length === 0);
    const accepted = await accept('admin', code);
    expect(accepted.body).toMatchObject({ account: { user: 'admin', role: 'admin' }, mustChange: false });
    expect((await call(fleet, '/api/v1/machines', { headers })).body.code).toBe('not-signed-in');
    expect((await signIn(adminPassword)).body.code).toBe('wrong-password');
    expect((await accept('admin', code)).body.code).toBe('wrong-code');
    expect(await user('list')).toMatch(/^admin\tadmin\t360000\tactive\t\d{4}-/);
  });

  it('adds an administrator before the next start, and refuses what cannot be', async () => {
    await own.run();
    await own.stop();
    const code = codeIn(await user('add', 'second', '--role', 'admin'));
    await user('reset', 'nobody');
    expect(complained).toBe('there is no user nobody · 没有用户 nobody\n');
    await user('add', 'Admin');
    expect(complained).toContain('is there already');
    expect(process.exitCode).toBe(2);
    const config = FleetConfig.parse({
      dataDir: own.path,
      mqtt: { host: '127.0.0.1', port: 0 },
      http: { host: '127.0.0.1', port: 0 },
    });
    own.adopt(await startFleet(config, { adminPassword, apiToken: token }, pino({ level: 'silent' })));
    await until('the invitation', async () => (await own.running.store.userRequests()).length === 0);
    expect((await accept('second', code)).status).toBe(200);
  });

  it('works on the data folder of the configuration that it is given, before or after its own name', async () => {
    await own.run();
    delete process.env.YAOJU_DATADIR;
    const file = join(own.path, 'fleet.json');
    writeFileSync(file, JSON.stringify({ dataDir: own.path }));
    for (const words of [
      ['user', 'list', '--config', file],
      ['--config', file, 'user', 'list'],
    ])
      expect(await run(fleetCommand(process.stderr), words)).toMatch(/^admin\tadmin/);
    const named = ['user', 'reset', 'admin', `--config=${file}`];
    expect(await run(fleetCommand(process.stderr), named)).toContain(`data · 数据 ${own.path}\n`);
  });

  it('says in one line that there is no database yet', async () => {
    await user('list');
    expect(complained.trim().split('\n')).toHaveLength(1);
    expect(process.exitCode).toBe(1);
  });
});
