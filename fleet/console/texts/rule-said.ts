import type { EligibilityRules } from '../../../shared/contracts/eligibility.ts';
import type { RuleText } from '../../../shared/words/rule-text.ts';
import type { Format } from './format.ts';

/** A version of the rules as citizens read it, with the day from which it holds. */
export function ruleSaid(
  rules: EligibilityRules,
  { rules: said, screens }: { readonly rules: RuleText; readonly screens: { ruleFrom(day: string): string } },
  format: Pick<Format, 'dayLong'>,
): string {
  const from = rules.from === undefined ? '' : ` · ${screens.ruleFrom(format.dayLong(rules.from))}`;
  return `${said.all(rules)}${from}`;
}
