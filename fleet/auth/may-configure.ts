import type { ConfigChange, ConfigView } from '../../shared/contracts/fleet/history.ts';
import type { KioskLimits, PlannedLane } from '../../shared/contracts/plan.ts';
import type { Principal } from '../registry/records.ts';
import { requirePermission } from './permissions.ts';

/**
 * Refuses a change of a configuration that the principal may not make: planogram and recalls are
 * `stock`, locks and limits are of the `machine`. `before` is the configuration that was asked for
 * last, null if none was.
 */
export function requireMayConfigure(principal: Principal, before: ConfigView['asked'], change: ConfigChange): void {
  const recalls = JSON.stringify(change.recalls.map(({ product, lot }) => [product, lot]));
  const sameRecalls = recalls === JSON.stringify((before?.recalls ?? []).map(({ product, lot }) => [product, lot]));
  if (!sameRecalls || planogramOf(change.lanes) !== planogramOf(before?.lanes ?? []))
    requirePermission(principal, 'stock');
  const changed =
    locksOf(change.lanes) !== locksOf(before?.lanes ?? []) || !sameLimits(change.limits, before?.limits ?? {});
  if (changed) requirePermission(principal, 'machine');
}

const planogramOf = (lanes: readonly PlannedLane[]): string =>
  JSON.stringify(lanes.map(({ lane, product, capacity, par }) => [lane, product, capacity, par]));

const locksOf = (lanes: readonly PlannedLane[]): string =>
  JSON.stringify(lanes.flatMap(({ lane, locked }) => (locked ? [[lane, locked]] : [])));

const sameLimits = (a: KioskLimits, b: KioskLimits): boolean => sorted(a) === sorted(b);

const sorted = (limits: KioskLimits): string =>
  JSON.stringify(Object.entries(limits).sort(([a], [b]) => (a < b ? -1 : 1)));
