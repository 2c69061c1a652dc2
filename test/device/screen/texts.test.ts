import { describe, expect, it } from 'vitest';
import { textsOf } from '../../../device/screen/texts/texts.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { plainMessages, type ScreenMessage } from '../../../shared/screen/message.ts';

const messages: readonly ScreenMessage[] = [
  ...plainMessages.map((key) => ({ key })),
  { key: 'uncertain', incident: '7-214', phone: '0791-86001234' },
  { key: 'uncertain', incident: '7-214', phone: null },
  { key: 'interval', interval: { every: 'days', days: 22 } },
  { key: 'interval', interval: { every: 'month' } },
  { key: 'quota', quota: { boxes: 12, year: 'calendar' } },
  { key: 'quota', quota: { boxes: 12, year: 'rolling' } },
  { key: 'age', ages: { from: 18, to: 60 } },
  { key: 'code-other-machine', machine: MachineId.parse('JX-360102-0001') },
  { key: 'code-pause', seconds: 60 },
];
const han = /[\u3400-\u9fff]/;

/** All words of a message in one language. */
const wordsOf = (language: 'zh' | 'en', message: ScreenMessage): string => {
  const { title, hint, facts } = textsOf(language).message(message);
  return [title, hint ?? '', ...facts.map(([name]) => name)].join('\n');
};

describe('what the page says', () => {
  it.each(messages)('has a text in both languages: $key', (message) => {
    expect(wordsOf('zh', message)).toMatch(han);
    expect(wordsOf('zh', message)).not.toMatch(/[A-Za-z]{3,}|[,;:!?]/);
    expect(wordsOf('en', message)).not.toMatch(han);
  });

  it('of a refusal states the rule and nothing about the person: no day, no count, no place [case 17]', () => {
    const { title, hint, facts } = textsOf('zh').message({ key: 'interval', interval: { every: 'days', days: 22 } });
    expect([title, hint, facts]).toEqual(['这张证件现在不能领取', '规则：每人每 22 天可领一盒', []]);
    for (const language of ['zh', 'en'] as const)
      expect(wordsOf(language, { key: 'interval', interval: { every: 'month' } })).not.toMatch(/\d/);
  });

  it('of the rules names those in force only, and says that nothing is asked if there are none', () => {
    const none = { ages: null, interval: null, quota: null, forgottenAfterDays: null };
    expect(textsOf('zh').rules({ ...none, interval: { every: 'month' } })).toBe('每人每月可领一盒');
    expect(textsOf('zh').rules(none)).toBe('免费领取，无需登记');
    expect(textsOf('en').rules({ ...none, ages: { from: 18, to: 60 } })).toBe('Ages 18 to 60');
  });
});
