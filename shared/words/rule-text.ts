import type { Ages, EligibilityRules, Interval, Quota } from '../contracts/eligibility.ts';

/** The rules that citizens read; null for each one that is not in force. */
export type ToldRules = Pick<EligibilityRules, 'ages' | 'interval' | 'quota'>;

/** How one language says each rule, and all of them in one line. */
export interface RuleText {
  readonly ages: (ages: Ages) => string;
  readonly interval: (interval: Interval) => string;
  readonly quota: (quota: Quota) => string;
  /** What the idle screen says. */
  readonly all: (rules: ToldRules) => string;
}

const told = (texts: Omit<RuleText, 'all'>, { ages, interval, quota }: ToldRules): string[] =>
  [ages && texts.ages(ages), interval && texts.interval(interval), quota && texts.quota(quota)].filter(
    (each) => each !== null,
  );

const zhRules: Omit<RuleText, 'all'> = {
  ages: ({ from, to }) => `本机服务 ${from} 至 ${to} 周岁`,
  interval: (rule) => (rule.every === 'days' ? `每人每 ${rule.days} 天可领一盒` : '每人每月可领一盒'),
  quota: ({ boxes, year }) =>
    year === 'calendar' ? `每人每年在本机可领 ${boxes} 盒` : `每人每 365 天在本机可领 ${boxes} 盒`,
};

const enRules: Omit<RuleText, 'all'> = {
  ages: ({ from, to }) => `This machine serves ages ${from} to ${to}`,
  interval: (rule) =>
    rule.every === 'days' ? `one box per person every ${rule.days} days` : 'one box per person and month',
  quota: ({ boxes, year }) =>
    `${boxes} boxes per person ${year === 'calendar' ? 'and year' : 'in 365 days'} at this machine`,
};

/** The sentences by which the machine's screen and the console tell a person the rules. */
export const ruleText: Readonly<Record<'zh' | 'en', RuleText>> = {
  zh: { ...zhRules, all: (rules) => told(zhRules, rules).join('；') || '免费领取，无需登记' },
  en: { ...enRules, all: (rules) => told(enRules, rules).join('; ') || 'Free, without registration' },
};
