import { expect, it } from 'vitest';
import { limits } from '../../../fleet/limits.ts';
import { adminPassword, call } from '../../support/fleet/fleet.ts';
import { startedFleet } from '../../support/fleet/started-fleet.ts';

const fleet = startedFleet();

it('bounds what one user changes, says when to go on, and leaves reading and programs alone', async () => {
  const signedIn = await call(fleet, '/api/v1/session', {
    body: { user: 'admin', password: adminPassword },
    headers: {},
  });
  const headers = { cookie: signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  // A wrong body is refused after it was counted, and writes nothing.
  const change = () => call(fleet, '/api/v1/account', { method: 'PATCH', body: { language: 'none' }, headers });
  const statuses: number[] = [];
  for (let at = 0; at < limits.userChanges; at += 50)
    statuses.push(...(await Promise.all(Array.from({ length: 50 }, change))).map(({ status }) => status));
  expect(new Set(statuses)).toEqual(new Set([422]));
  const refused = await change();
  expect(refused).toMatchObject({ status: 429, body: { code: 'slow-down', zh: { detail: expect.any(String) } } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await call(fleet, '/api/v1/machines', { headers })).status).toBe(200);
  expect((await call(fleet, '/api/v1/recalls', { body: {} })).status).toBe(422);
});
