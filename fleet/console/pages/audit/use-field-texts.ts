import type { EligibilityRules } from '../../../../shared/contracts/eligibility.ts';
import type { AuditField, AuditFields, Position, ScreenVolume } from '../../../../shared/contracts/fleet-http.ts';
import { useFleet } from '../../app/fleet.tsx';
import { positionText } from '../../app/position.ts';
import { ruleSaid } from '../../texts/rule-said.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { isLimitKey, limitShown } from '../machine/limits.ts';

/** What changed in one field of an entry, in words. */
export interface FieldChange {
  readonly field: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

type Values = Readonly<Record<string, unknown>>;
type Written = (value: unknown) => string;

/** The items of a list, to say only those that were added or left. */
const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** How the fields of screens, staff and locks are written. */
function useScreenTexts(): Partial<Record<AuditField, Written>> {
  const texts = useTexts();
  const { audit, screens } = texts;
  const format = useFormat();
  const yesNo: Written = (value) => (value === true ? audit.yes : audit.no);
  return {
    pin: () => audit.replaced,
    rules: (value) => ruleSaid(value as EligibilityRules, texts, format),
    position: (value) => positionText(value as Position),
    volume: (value) => screens.percent(String((value as ScreenVolume).volume)),
    discreet: yesNo,
    stopped: yesNo,
    locked: yesNo,
  };
}

/** Returns a function that writes the value of a field as people say it. */
function useValueText(): (field: string, value: unknown) => string {
  const texts = useTexts();
  const { words, audit, tokens, machine, recalls, handling, trips, uncounted } = texts;
  const format = useFormat();
  const { areaPath, product, reason } = useFleet();
  const word = (list: Readonly<Record<string, string>>) => (value: unknown) => list[String(value)] ?? String(value);
  const day: Written = (value) => format.dayLong(String(value));
  const lane: Written = (value) => {
    const of = value as Values;
    return audit.lane(
      String(of.lane),
      product(String(of.product)),
      String(of.capacity),
      String(of.par),
      typeof of.locked === 'string' ? machine.lockedBecause(words.reason[of.locked] ?? of.locked) : '',
    );
  };
  const recall: Written = (value) => {
    const { product: code, lot } = value as Values;
    return `${product(String(code))} · ${typeof lot === 'string' ? machine.recallLotIs(lot) : machine.recallAll}`;
  };
  const limits: Written = (value) =>
    format.list(
      Object.entries(value as Values).map(([key, limit]) => {
        if (key === 'lockUndated') return words.labelled(machine.undated, machine.undatedRule[limit ? 'lock' : 'give']);
        if (!isLimitKey(key) || typeof limit !== 'number') return audit.otherLimit;
        return words.labelled(machine.limit[key], format.decimal(limitShown(key, limit)));
      }),
    );
  const reasonText: Written = (value) => {
    const code = String(value);
    const named = reason(code);
    return named === code ? (uncounted.reason[code] ?? words.reason[code] ?? code) : named;
  };
  const known: Partial<Record<AuditField, Written>> = {
    region: (value) => areaPath(String(value)),
    area: (value) => areaPath(String(value)),
    site: word(words.site),
    role: word(words.role),
    reason: reasonText,
    verdict: (value) => (value === 'accept' ? uncounted.accepted : uncounted.rejected),
    product: (value) => product(String(value)),
    command: word(words.command),
    handling: word(handling.act),
    closedAs: word(trips.state),
    scope: word(tokens.scopes),
    lots: (value) => (value === null ? recalls.lotsOf.all : String(value)),
    inServiceFrom: day,
    inServiceUntil: day,
    from: day,
    until: day,
    day,
    checked: day,
    expires: (value) => format.dated(Date.parse(String(value))),
    ...useScreenTexts(),
    lanes: lane,
    recalls: recall,
    limits,
    password: () => audit.replaced,
    contact: (value) => (value === false ? words.none : audit.notKept),
    query: (value) => (typeof value === 'string' ? value : audit.narrowed),
  };
  return (field, value) => {
    if (value === undefined || value === '' || (value === null && field !== 'lots')) return words.none;
    const written = known[field as AuditField];
    if (written) return written(value);
    return typeof value === 'object' ? words.none : String(value);
  };
}

/**
 * Returns a function that says what an entry changed, by field: only what differs, if both sides
 * are known.
 */
export function useFieldTexts(): (before: AuditFields | null, after: AuditFields | null) => FieldChange[] {
  const { audit, words } = useTexts();
  const valueText = useValueText();
  const textOf = (field: string, value: unknown, other: unknown): string => {
    const others = new Set(itemsOf(other).map((each) => JSON.stringify(each)));
    const items = itemsOf(value).filter((each) => !Array.isArray(other) || !others.has(JSON.stringify(each)));
    return items.length === 0 ? words.none : items.map((each) => valueText(field, each)).join(audit.glue);
  };
  return (before, after) => {
    const [was, is] = [(before ?? {}) as Values, (after ?? {}) as Values];
    return [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .filter((field) => after === null || before === null || JSON.stringify(was[field]) !== JSON.stringify(is[field]))
      .filter((field) => after === null || field in is)
      .map((field) => ({
        field,
        name: audit.fields[field as AuditField] ?? field,
        before: textOf(field, was[field], is[field]),
        after: textOf(field, is[field], was[field]),
      }))
      .filter((change) => change.before !== change.after);
  };
}
