import type { Machine } from '../../../shared/contracts/fleet-http.ts';

/** Which of the two a reason usually asks for: days that don't count, and a machine that gives nothing out. */
export interface Ways {
  readonly notCounted: boolean;
  readonly stop: boolean;
}

/**
 * What the dialog proposes for a reason; the person decides. What may harm boxes or people stops the machine too; where it has no power, is
 * on a lorry, or nobody comes, nothing is given out anyway. `other` proposes nothing.
 */
const usualWays: Readonly<Record<string, Ways>> = {
  'heat-stop': { notCounted: true, stop: true },
  broken: { notCounted: true, stop: true },
  moved: { notCounted: true, stop: false },
  'no-power': { notCounted: true, stop: false },
  holiday: { notCounted: true, stop: false },
  other: { notCounted: false, stop: false },
};

/** What the dialog proposes for a reason where somebody came for one of the two: that one stays, whatever the reason usually asks for. */
export function waysFor(reason: string, wanted: keyof Ways | null): Ways | null {
  const usual = usualWays[reason];
  return usual === undefined || wanted === null ? (usual ?? null) : { ...usual, [wanted]: true };
}

/** Whether a machine is known not to be there: just after the server's own start nobody knows. */
export const isAway = ({ link, agent }: Machine['health']): boolean =>
  link.state === 'down' || agent.state === 'silent';
