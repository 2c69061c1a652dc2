import type { Facts, Flag as FlagView } from '../../shared/contracts/fleet/flag.ts';
import { formatDay, type LocalDay } from '../../shared/rules/calendar.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import { type Flag, handlingOf, inChargeOf, isOpen, sinceOf } from '../../shared/rules/flag.ts';
import { nextStep, severityOf } from '../../shared/rules/flag-rules.ts';
import type { FlagRecord, MachineRecord } from '../registry/records.ts';

/** The lane that a finding is about. Null if it is about none or several. */
export const laneOf = (finding: Finding): number | null => {
  if ('lane' in finding) return finding.lane;
  return 'lanes' in finding && finding.lanes.length === 1 ? (finding.lanes[0] ?? null) : null;
};

/** The product that a finding is about. Null if there is none. */
export const productOf = (finding: Finding): string | null => ('product' in finding ? finding.product : null);

/** The facts that are local days. */
const dayFacts = new Set(['expires', 'by', 'from', 'to']);

/** A finding's figures by name. Days and lists are text, so that any console can show them. */
function factsOf(finding: Finding): Facts {
  const facts: Facts = {};
  for (const [name, value] of Object.entries(finding)) {
    if (name === 'kind') continue;
    if (dayFacts.has(name) && typeof value === 'number') facts[name] = formatDay(value as LocalDay);
    else if (Array.isArray(value))
      facts[name] = value.map((each) => (typeof each === 'object' ? JSON.stringify(each) : String(each))).join(', ');
    else
      facts[name] =
        typeof value === 'number' && !Number.isFinite(value) ? null : (value as string | number | boolean | null);
  }
  return facts;
}

/**
 * What people did about some flags, oldest first. What they did about several flags at once is
 * listed once.
 */
export function handlingView(flags: readonly Flag[]): FlagView['handling'] {
  const steps = new Map(flags.flatMap(handlingOf).map((step) => [JSON.stringify(step), step]));
  return [...steps.values()].sort((a, b) => a.at - b.at).map((step) => ({ ...step, note: step.note || null }));
}

/** A flag as the API shows it at an instant. */
export function flagView(
  { id, flag }: FlagRecord,
  of: Pick<MachineRecord, 'name' | 'region' | 'site'>,
  now: number,
): FlagView {
  const { finding } = flag;
  return {
    id,
    machine: flag.machine,
    name: of.name,
    region: of.region,
    site: of.site,
    kind: finding.kind,
    severity: severityOf(finding),
    lane: laneOf(finding),
    product: productOf(finding),
    lot: 'lot' in finding ? finding.lot : null,
    raised: flag.raised.at,
    since: sinceOf(flag, now),
    facts: factsOf(finding),
    next: nextStep(finding).code,
    acknowledged: flag.acknowledged === null ? null : { ...flag.acknowledged, note: flag.acknowledged.note || null },
    inCharge: inChargeOf(flag),
    handling: handlingView([flag]),
    cleared: isOpen(flag) ? null : flag.cleared,
  };
}
