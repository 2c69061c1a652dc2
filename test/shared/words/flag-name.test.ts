import { expect, it } from 'vitest';
import { words as en } from '../../../shared/words/en.ts';
import { flagName } from '../../../shared/words/flag-name.ts';
import { words as zh } from '../../../shared/words/zh.ts';

it('says which of the two: boxes past their use-by day, or too near it', () => {
  const flag = { kind: 'expired', expires: '2026-11-29' };
  expect(['2026-11-30', '2026-11-29'].map((day) => flagName(zh, flag, day))).toEqual(['已过期', '临期停发']);
  expect(['2026-11-30', '2026-11-29'].map((day) => flagName(en, flag, day))).toEqual(['Expired', 'Too near expiry']);
});

it('names any other flag by its kind, and a kind that it does not know by its code', () => {
  expect(flagName(zh, { kind: 'expired' }, '2026-11-30')).toBe('过期或临期停发');
  expect(flagName(zh, { kind: 'offline' }, '2026-11-30')).toBe('离线');
  expect(flagName(zh, { kind: 'quite-new' }, '2026-11-30')).toBe('quite-new');
});
