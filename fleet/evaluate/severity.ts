import { severities } from '../../shared/contracts/fleet/severity.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import { rankOf, severityOf, urgencyOf } from '../../shared/rules/flag-rules.ts';

const view = new DataView(new ArrayBuffer(8));

/** A number as 16 hex digits. They sort as text in the order of the numbers. */
function sortable(value: number): string {
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  const ordered = bits >> 63n === 0n ? bits | (1n << 63n) : ~bits & ((1n << 64n) - 1n);
  return ordered.toString(16).padStart(16, '0');
}

/** A text by which findings sort worst first: by severity, then in the rules' order. */
export function rankText(finding: Finding): string {
  const [first, second] = urgencyOf(finding);
  const kind = String(rankOf(finding.kind)).padStart(2, '0');
  return `${severities.indexOf(severityOf(finding))}${kind}${sortable(first)}${sortable(second)}`;
}
