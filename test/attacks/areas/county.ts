import type { Verdict } from '../support/attack.ts';
import { type FleetTarget, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { addUser, cookieOfUser, type Sent, send } from '../support/people.ts';

/** An administrator and a viewer of the county of `other`; `own` is in another county. */
export interface County extends FleetTarget {
  readonly admin: string;
  readonly viewer: string;
  /** A person who works at machines of the other county. */
  readonly filler: string;
}

/** The county of the users, and another one. */
export const county = '360428';
export const elsewhere = '360102';

/** Starts a fleet with the users. */
export async function startCounty(planted: readonly Hole[]): Promise<County> {
  const target = await startFleetTarget(planted);
  await addUser(target, 'ivo', 'admin', county);
  await addUser(target, 'ines', 'viewer', county);
  await addUser(target, 'far', 'viewer', elsewhere);
  await addUser(target, 'farther', 'viewer', elsewhere);
  const { text } = await target.asOwner('/staff', { name: '王芳', role: 'filler', area: elsewhere });
  const { id: filler } = JSON.parse(text) as { id: string };
  return {
    ...target,
    filler,
    admin: await cookieOfUser(target, 'ivo'),
    viewer: await cookieOfUser(target, 'ines'),
  };
}

/** Open if somebody of the county gets an answer, or makes a change, that is not theirs. */
export const asking =
  (who: 'admin' | 'viewer', path: string, sent: Sent = {}) =>
  async (target: County): Promise<Verdict> => {
    const { status } = await send(target, path, { ...sent, cookie: target[who] });
    return status === 403 || status === 404 ? 'blocked' : 'open';
  };

/** Settings of a screen that change nothing. */
export const screenWish = {
  basedOn: null,
  rules: null,
  phone: null,
  discreet: null,
  volume: null,
  servicePoints: null,
};
