import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DispenseBody } from '../../shared/contracts/kiosk-http.ts';
import { listen } from '../support/device/broker.ts';
import { freshDirectory } from '../support/fresh-directory.ts';
import { http, until, Yaoju } from '../support/live/yaoju.ts';

/** Separate ports, so that nothing on this computer conflicts. */
const words = (data: string, port: number): string[] => [
  ...['demo', '--data', data, '--machines', '12'],
  ...['--http-port', String(port), '--mqtt-port', String(port + 200), '--kiosk-port', String(port + 400)],
];

async function signIn(console_: string, password: string) {
  const answer = await http(`${console_}api/v1/session`, { user: 'admin', password });
  return answer.status;
}

/** Child processes of a process that still run. */
const children = (pid: number | undefined): string[] =>
  readdirSync('/proc').filter((each) => /^\d+$/.test(each) && parentOf(each) === String(pid));

function parentOf(pid: string): string {
  try {
    return /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

describe('yaoju demo', () => {
  it('shows the console, signs its user in, gives out a box, ends with Ctrl-C, and starts again', {
    timeout: 200_000,
  }, async () => {
    const data = join(freshDirectory(), 'demo');
    const demo = new Yaoju(words(data, 21_080));
    const address = await demo.says(/console · 控制台\s+(http:\S+)/);
    const password = await demo.says(/password · 密码 (\S+)/);
    expect(await signIn(address, password)).toBe(200);
    expect(await signIn(address, 'not-the-password')).toBe(401);

    const kiosk = await demo.says(/JX-360102-0901\s+(http:\S+)/);
    await until(async () => expect((await http(`${kiosk}/healthz`)).status).toBe(200));
    await until(async () => {
      const { json } = await http(`${kiosk}/api/state`);
      expect((json.lanes as { stock: number }[])[0]?.stock).toBeGreaterThan(0);
    });
    const request = '11111111-2222-4333-8444-555555555555';
    // The body of the command that the screen offers, as a shell makes it.
    const shown = execFileSync('sh', ['-c', `printf %s ${await demo.says(/api\/dispense .* -d (.*)\n/)}`]).toString();
    expect(DispenseBody.parse(JSON.parse(shown)).want).toMatchObject({ product: 'CD-M' });
    await until(async () => {
      const { json } = await http(`${kiosk}/api/dispense`, { request, product: 'CD-M' });
      expect(json.outcome).toBe('issued');
    });
    demo.type('1 jam 1');
    await demo.says(/lane 1 jams/);
    await demo.says(/the whole history is in the books/);

    const began = Date.now();
    demo.child.kill('SIGINT');
    expect(await demo.ended).toBe(0);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(children(demo.child.pid)).toEqual([]);

    const again = new Yaoju(words(data, 21_080));
    expect(await again.says(/password · 密码 (\S+)/)).toBe(password);
    expect(again.out).not.toMatch(/being written now/);
    const { json } = await http(`${kiosk}/api/dispense`, { request, product: 'CD-M' });
    expect(json.outcome).toBe('issued');
    expect(await again.kill('SIGTERM')).toBe(0);
  });

  it('uses other ports if its own are taken, and reports that', { timeout: 120_000 }, async () => {
    const other = await listen(createServer());
    onTestFinished(other.stop);
    const data = join(freshDirectory(), 'demo');
    const demo = new Yaoju(words(data, other.port).map((word) => (word === '12' ? '0' : word)));
    const address = await demo.says(/console · 控制台\s+(http:\S+)/);
    expect(demo.out).toContain(`port ${other.port} is taken`);
    expect((await http(`${address}healthz`)).status).toBe(200);
    expect(await demo.kill('SIGINT')).toBe(0);
  });

  it('says what to delete if a folder is of another version, or of another program', async () => {
    const old = join(freshDirectory(), 'demo');
    mkdirSync(old);
    writeFileSync(join(old, 'demo.json'), '{"version":0}');
    const outdated = new Yaoju(words(old, 21_080));
    expect(await outdated.ended).toBe(1);
    expect(outdated.err).toMatch(/^[^\n]*another version[^\n]*delete the folder[^\n]*\n$/);

    const foreign = join(freshDirectory(), 'photos');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'cat.jpg'), '');
    const refused = new Yaoju(words(foreign, 21_080));
    expect(await refused.ended).toBe(1);
    expect(refused.err).toMatch(/^[^\n]*cat\.jpg[^\n]*\n$/);
    expect(readdirSync(foreign)).toEqual(['cat.jpg']);
  });
});
