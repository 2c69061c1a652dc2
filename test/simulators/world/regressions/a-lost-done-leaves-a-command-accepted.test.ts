import { expect, it } from 'vitest';
import { limits } from '../../../../fleet/limits.ts';
import { answered, isDue } from '../../../../fleet/registry/commands.ts';
import type { CommandRecord } from '../../../../fleet/registry/records.ts';

const record = {
  id: '5a6f103c-d466-40a4-889d-baf824434d85',
  machine: 'JX-1',
  kind: 'clear',
  lane: 1,
  state: 'accepted',
  asked: 0,
  by: 'w',
  expires: 600_000,
  steps: [],
} as unknown as CommandRecord;

it('an accepted command is sent again until it has ended, and no longer', () => {
  expect(isDue(record, 0, limits.commandAgainMs)).toBe(true);
  expect(isDue(record, 0, limits.commandAgainMs - 1)).toBe(false);
  const done = answered(record, { id: record.id as never, state: 'done', code: null, detail: null }, 1);
  expect(isDue(done, 0, limits.commandAgainMs)).toBe(false);
  expect(isDue(record, 0, record.expires)).toBe(false);
});
