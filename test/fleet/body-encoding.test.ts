import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningFleet } from '../../fleet/main.ts';
import { runFleet, testFolder, token } from '../support/fleet/fleet.ts';

const folder = testFolder();
let fleet: RunningFleet;
beforeAll(async () => {
  fleet = await runFleet(folder.path);
});
afterAll(async () => {
  await fleet.stop();
  folder.remove();
});

it('refuses a body that is not UTF-8, so that no name is stored with replacement characters', async () => {
  const machine = { machine: 'HC-1', name: '张三', site: 'clinic', region: '360103', inServiceFrom: '2026-01-01' };
  const [head, tail] = JSON.stringify(machine).split('张三');
  const post = (name: readonly number[]) =>
    fetch(`http://127.0.0.1:${fleet.httpPort}/api/v1/machines`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: Buffer.concat([Buffer.from(head ?? ''), Buffer.from(name), Buffer.from(tail ?? '')]),
    });
  const gbk = await post([0xd5, 0xc5, 0xc8, 0xfd]);
  expect(gbk.status).toBe(422);
  expect(await gbk.text()).toContain('UTF-8');
  expect((await post([...Buffer.from('张三')])).status).not.toBe(422);
});
