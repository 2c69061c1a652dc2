import type { Severity } from '../../shared/contracts/fleet/flag.ts';
import { type Finding, flagKinds, urgencyOf } from '../../shared/rules/finding.ts';

/** From the worst. */
export const severities = ['urgent', 'high', 'normal', 'low'] as const satisfies readonly Severity[];

const firstHigh = flagKinds.indexOf('offline');
const firstNormal = flagKinds.indexOf('silent');
const firstLow = flagKinds.indexOf('clock-wrong');

/** How bad a finding is: by its kind's place in the rules' order; boxes that run low, or lack a date and are given out, are no alarm. */
export function severityOf(finding: Finding): Severity {
  if (finding.kind === 'restock' && finding.reason === 'cover') return 'normal';
  if (finding.kind === 'undated' && !finding.locked) return 'normal';
  const rank = flagKinds.indexOf(finding.kind);
  if (rank < firstHigh) return 'urgent';
  if (rank < firstNormal) return 'high';
  return rank < firstLow ? 'normal' : 'low';
}

const view = new DataView(new ArrayBuffer(8));

/** A number as 16 hex digits that sort as text as the numbers do. */
function sortable(value: number): string {
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  const ordered = bits >> 63n === 0n ? bits | (1n << 63n) : ~bits & ((1n << 64n) - 1n);
  return ordered.toString(16).padStart(16, '0');
}

/** A text that sorts findings the worst first: severity, then the rules' order. */
export function rankText(finding: Finding): string {
  const [first, second] = urgencyOf(finding);
  const kind = String(flagKinds.indexOf(finding.kind)).padStart(2, '0');
  return `${severities.indexOf(severityOf(finding))}${kind}${sortable(first)}${sortable(second)}`;
}
