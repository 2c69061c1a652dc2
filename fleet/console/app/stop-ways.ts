import type { Info, Machine } from '../../../shared/contracts/fleet-http.ts';

/**
 * Which of the two a reason usually implies: days that do not count, and a machine that gives
 * nothing out.
 */
export type Ways = Pick<Info['reasons'][number], 'notCounted' | 'stop'>;

/**
 * What the dialog proposes for a reason. If the person came for one of the two, that one stays,
 * whatever the reason usually implies.
 */
export function waysFor(reasons: Info['reasons'], code: string, wanted: keyof Ways | null): Ways | null {
  const usual = reasons.find((each) => each.code === code);
  if (usual === undefined) return null;
  const { notCounted, stop } = usual;
  return wanted === null ? { notCounted, stop } : { notCounted, stop, [wanted]: true };
}

/**
 * Whether a machine is known to be unreachable. Just after the server's start, this is not known.
 */
export const isAway = ({ link, agent }: Machine['health']): boolean =>
  link.state === 'down' || agent.state === 'silent';
