import { existsSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ScreenView } from '../../../shared/screen/view.ts';
import { startAgent } from '../../support/device/agent-process.ts';
import { serveAgent } from '../../support/device/kiosk-http.ts';
import { simulatedKiosk } from '../../support/device/simulated-kiosk.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

/** The views that the stream sends. */
async function views(port: number, headers: Record<string, string> = {}): Promise<ScreenView[]> {
  const seen: ScreenView[] = [];
  await new Promise<void>((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: '/api/screen/stream', headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(String(response.statusCode)));
      let text = '';
      response.on('data', (piece: Buffer) => {
        text += piece.toString();
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
          if (data !== undefined) seen.push(ScreenView.parse(JSON.parse(data)));
          text = text.slice(end + 2);
        }
        if (seen.length > 0) resolve();
      });
    });
    request.on('error', reject);
    onTestFinished(() => {
      request.destroy();
    });
  });
  return seen;
}

it('a box from the screen: each step is sent to the page at once', async () => {
  const { port, ask } = await simulatedKiosk();
  const lanes = [{ lane: 1, product: 'CD-M', lot: 'A1', expires: '2029-01', added: 5 }];
  expect((await ask('/api/restock', { by: '王', pin: '4711', lanes })).status).toBe(200);
  const seen = await views(port);
  const latest = () => seen.at(-1);
  expect(latest()?.shows.screen).toBe('idle');
  const act = async (action: object) =>
    (await ask('/api/screen/action', { screen: latest()?.screen ?? 0, action })).json();
  expect(await act({ do: 'language', language: 'en' })).toEqual({ taken: true });
  await expect.poll(() => latest()?.language).toBe('en');
  expect(await act({ do: 'choose', product: 'CD-M' })).toEqual({ taken: true });
  await expect.poll(() => latest()?.shows.screen, { timeout: 20_000 }).toBe('take');
  expect(seen.map(({ shows }) => shows.screen)).toContain('dispensing');
  expect(await act({ do: 'cancel' })).toEqual({ taken: true });
  await expect.poll(() => latest()?.shows.screen).toBe('idle');
  expect(latest()?.language).toBe('zh');
  const seqs = seen.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
});

it('staff sign in at the screen, and a technician gets the support bundle, without any secret', async () => {
  const dataDir = freshDirectory();
  const { port, ask } = await startAgent({ dataDir });
  await expect.poll(() => existsSync(join(dataDir, 'screen.key'))).toBe(true);
  const screenKey = readFileSync(join(dataDir, 'screen.key'), 'utf8').trim();
  const seen = await views(port);
  const step = () => {
    const shows = seen.at(-1)?.shows;
    return shows?.screen === 'staff' ? shows.staff.step : shows?.screen;
  };
  const act = (action: object) => ask('/api/screen/action', { screen: seen.at(-1)?.screen ?? 0, action });
  expect((await ask('/api/screen/support-bundle')).json()).toMatchObject({ code: 'not-signed-in' });
  await act({ do: 'staff-mode' });
  await expect.poll(step).toBe('sign-in');
  await act({ do: 'staff', staff: { do: 'sign-in', person: null, pin: '0000' } });
  await expect.poll(() => seen.at(-1)?.shows).toMatchObject({ staff: { wrong: true } });
  await act({ do: 'staff', staff: { do: 'sign-in', person: null, pin: '4711' } });
  await expect.poll(step).toBe('home');
  const bundle = await ask('/api/screen/support-bundle');
  expect(bundle.status).toBe(200);
  expect(bundle.json()).toMatchObject({ bundle: 1, health: { board: { reason: 'port-missing' } } });
  const text = JSON.stringify(bundle.json());
  for (const secret of ['hidden-in-here', screenKey, '4711']) expect(text).not.toContain(secret);
});

it('is for the screen alone: programs of other users need its key', async () => {
  const secret = 'key-of-the-screen';
  const { port, ask } = await serveAgent({ callers: { secret, ownUser: 4711, userOf: () => 4712 } });
  const bearer = { headers: { authorization: `Bearer ${secret}` } };
  const body = { screen: 0, action: { do: 'start' } };
  expect((await ask('/api/screen/action', body)).json()).toMatchObject({ code: 'not-the-screen' });
  expect((await ask('/api/screen/action', body, bearer)).status).toBe(200);
  expect((await ask('/api/screen/heartbeat', { page: '', screen: 0 })).status).toBe(403);
  expect((await ask('/api/screen/heartbeat', { page: '', screen: 0 }, bearer)).json()).toEqual({ reload: false });
  await expect(views(port)).rejects.toThrow('403');
  expect((await views(port, bearer.headers))[0]?.shows.screen).toBe('out-of-service');
});

it('serves the files of the page and no other, and says how long the page may be silent', async () => {
  const { ask } = await serveAgent();
  const page = await ask('/screen');
  expect([page.status, page.text]).toEqual([200, '<p>page</p>']);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  for (const path of ['/screen/none.js', '/screen/..%2f..%2fpackage.json', '/screen/../package.json'])
    expect((await ask(path)).status, path).toBe(404);
  expect((await ask('/api/screen/display')).json()).toMatchObject({ widthPx: 1280, touch: true });
  expect((await ask('/api/screen/page')).json()).toEqual({ heardMs: null, withinMs: 15_000 });
});
