import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningFleet } from '../../fleet/main.ts';
import * as api from '../../shared/contracts/fleet-http.ts';
import { call, register, runFleet, testFolder } from '../support/fleet/fleet.ts';

const machine = 'JX-360102-0001';
const area = '360102';
const password = 'a-long-enough-password';

describe('what people do about a task', () => {
  let folder: ReturnType<typeof testFolder>;
  let fleet: RunningFleet;
  const cookies = new Map<string, string>();

  const as = async (user: string, path: string, body?: unknown) => {
    const answer = await fetch(`http://127.0.0.1:${fleet.httpPort}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        cookie: cookies.get(user) ?? '',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const signIn = async (user: string) => {
    const answer = await fetch(`http://127.0.0.1:${fleet.httpPort}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user, password }),
    });
    cookies.set(user, (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
  };
  const today = async (query = '') =>
    api.Today.parse((await call(fleet, `/api/v1/today?region=${area}&task=reach${query}`)).body);
  const mineOf = async (user: string) => (await as(user, `/today?region=${area}&task=reach&mine=true`)).body.total;
  const handle = (user: string, body: unknown) => as(user, `/tasks/${machine}:reach/handling`, body);

  beforeAll(async () => {
    folder = testFolder();
    fleet = await runFleet(folder.path, { rules: { offlineMinutes: 0 } });
    await register(fleet, machine, { region: area });
    for (const [user, role, of] of [
      ['chen', 'staff', area],
      ['li', 'staff', '360100'],
      ['wu', 'viewer', area],
      ['zhou', 'staff', '360103'],
    ] as const) {
      await call(fleet, '/api/v1/users', { body: { user, role, area: of, password } });
      await signIn(user);
    }
    await fleet.tick();
  });

  afterAll(async () => {
    await fleet.stop();
    folder.remove();
  });

  it('is taken on, noted, assigned to a colleague, taken on by them and reopened, and every step is kept', async () => {
    expect((await today('&acknowledged=false')).tasks).toMatchObject([{ id: `${machine}:reach`, handling: [] }]);
    expect(await handle('chen', { kind: 'acknowledged', note: 'calling' })).toMatchObject({
      status: 200,
      body: { acknowledged: true, inCharge: 'chen' },
    });
    expect((await today('&acknowledged=false')).total).toBe(0);
    expect([await mineOf('chen'), await mineOf('li')]).toEqual([1, 0]);
    expect(await handle('li', { kind: 'noted', note: 'the clinic is closed' })).toMatchObject({
      body: { acknowledged: true, inCharge: 'chen' },
    });
    const handed = await handle('chen', { kind: 'assigned', to: 'li', note: 'please go there' });
    expect(handed.body).toMatchObject({ acknowledged: false, inCharge: 'li' });
    expect(api.Task.parse(handed.body)).toEqual(handed.body);
    expect(await today('&acknowledged=false')).toMatchObject({ total: 1, tasks: [{ inCharge: 'li' }] });
    expect([await mineOf('chen'), await mineOf('li')]).toEqual([0, 1]);
    expect((await handle('li', { kind: 'acknowledged' })).body).toMatchObject({ acknowledged: true, inCharge: 'li' });
    expect((await handle('chen', { kind: 'reopened', note: 'still no link' })).body).toMatchObject({
      acknowledged: false,
      inCharge: null,
    });
    const expected = [
      ['acknowledged', 'chen', 'calling', null],
      ['noted', 'li', 'the clinic is closed', null],
      ['assigned', 'chen', 'please go there', 'li'],
      ['acknowledged', 'li', null, null],
      ['reopened', 'chen', 'still no link', null],
    ];
    const stepsOf = (task: api.Task | undefined) =>
      task?.handling.map(({ kind, by, note, to }) => [kind, by, note, to]);
    expect(stepsOf((await today()).tasks[0])).toEqual(expected);
    await fleet.stop();
    fleet = await runFleet(folder.path, { rules: { offlineMinutes: 0 } });
    await fleet.tick();
    const after = (await today()).tasks[0];
    expect([after?.acknowledged, after?.inCharge, stepsOf(after)]).toEqual([false, null, expected]);
  });

  it('is assigned only to people who may act there, and handled only by them', async () => {
    const colleagues = await as('chen', `/colleagues?region=${area}`);
    expect(api.ColleagueList.parse(colleagues.body).users).toEqual([
      { user: 'admin', area: '360000' },
      { user: 'chen', area },
      { user: 'li', area: '360100' },
    ]);
    for (const to of ['wu', 'zhou', 'nobody'])
      expect(await handle('chen', { kind: 'assigned', to }), to).toMatchObject({
        status: 422,
        body: { code: 'invalid' },
      });
    expect((await handle('wu', { kind: 'noted', note: 'x' })).status).toBe(403);
    expect((await handle('zhou', { kind: 'noted', note: 'x' })).status).toBe(404);
    expect((await as('zhou', `/colleagues?region=${area}`)).status).toBe(403);
    expect((await as('wu', `/colleagues?region=${area}`)).status).toBe(403);
    for (const body of [{ kind: 'noted' }, { kind: 'noted', note: '' }, { kind: 'assigned' }, { kind: 'done' }])
      expect((await handle('chen', body)).status, JSON.stringify(body)).toBe(422);
    expect((await as('chen', `/tasks/${machine}:books/handling`, { kind: 'acknowledged' })).status).toBe(404);
    const { flags } = (await today()).tasks[0] ?? { flags: [] };
    expect(
      (await as('chen', `/flags/${flags[0]?.id}/handling`, { kind: 'noted', note: 'one flag' })).body,
    ).toMatchObject({
      handling: [...(flags[0]?.handling ?? []), { kind: 'noted', by: 'chen', note: 'one flag' }],
    });
  });
});
