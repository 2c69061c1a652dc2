import type { Attack, Verdict } from '../support/attack.ts';
import { type FleetTarget, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { addUser, cookieOfUser, type Sent, send } from '../support/people.ts';

/** Who works there. */
type Who = 'vera' | 'odette' | 'tina' | 'stan' | 'adam';

/** An office with a user of each role. */
export interface People extends FleetTarget {
  readonly cookies: Readonly<Record<Who, string>>;
}

/**
 * A viewer, an auditor, a technician, a store keeper of all areas, and an administrator of a city.
 */
export async function startOffice(planted: readonly Hole[]): Promise<People> {
  const target = await startFleetTarget(planted);
  for (const [user, role, area] of [
    ['vera', 'viewer', '360000'],
    ['odette', 'auditor', '360000'],
    ['tina', 'technician', '360000'],
    ['stan', 'staff', '360000'],
    ['adam', 'admin', '3601'],
  ] as const)
    await addUser(target, user, role, area);
  const victim = { user: 'victim', role: 'viewer', area: '360000' };
  await target.asOwner('/api/v1/users', victim);
  const cookies = { vera: '', odette: '', tina: '', stan: '', adam: '' };
  for (const user of Object.keys(cookies) as Who[]) cookies[user] = await cookieOfUser(target, user);
  return { ...target, cookies };
}

/** Open if somebody may do what they should not: the answer is no refusal. */
export const doing =
  (who: Who, path: string, sent: Sent = {}) =>
  async (target: People): Promise<Verdict> => {
    const { status } = await send(target, path, { ...sent, cookie: target.cookies[who] });
    return status === 403 || status === 404 ? 'blocked' : 'open';
  };
/** An attack by somebody of the office. */
export const attack = (
  id: string,
  title: string,
  hole: string,
  attempt: (target: People) => Promise<Verdict>,
): Attack<People> => ({ id, title, hole, attempt });

/** The defence that `byRole` is against. */
export const mayNot = 'permissions are checked';
/** The path of a machine. */
export const machine = `/machines/${own}`;

/** What people try that their role may not do. */
export const byRole: readonly Attack<People>[] = [
  attack('U01', 'a viewer reads who may sign in', mayNot, doing('vera', '/users')),
  attack(
    'U02',
    'a viewer invites an administrator',
    mayNot,
    doing('vera', '/users', { body: { user: 'v1', role: 'admin', area: '360000' } }),
  ),
  attack(
    'U03',
    'a viewer makes themselves administrator',
    mayNot,
    doing('vera', '/users/vera', { method: 'PATCH', body: { area: '360000' } }),
  ),
  attack('U04', "a viewer resets somebody's password", mayNot, doing('vera', '/users/victim/reset', { body: {} })),
  attack(
    'U05',
    'a viewer commands a machine',
    mayNot,
    doing('vera', `${machine}/commands`, { body: { kind: 'report' } }),
  ),
  attack('U06', 'a viewer stops a machine', mayNot, doing('vera', `${machine}/stop`, { body: { reason: 'moved' } })),
  attack(
    'U07',
    'an auditor changes what was entered about a machine',
    mayNot,
    doing('odette', machine, { method: 'PATCH', body: { name: 'mine' } }),
  ),
  attack(
    'U08',
    'an auditor enters whom to call',
    mayNot,
    doing('odette', `${machine}/contact`, { method: 'PUT', body: { person: 'x' } }),
  ),
  attack(
    'U30',
    'a store keeper quarantines a machine',
    mayNot,
    doing('stan', `${machine}/quarantine`, { body: { why: 'x' } }),
  ),
  attack(
    'U31',
    'a technician releases a machine from quarantine',
    mayNot,
    doing('tina', `${machine}/release`, { body: { why: 'x' } }),
  ),
  attack(
    'U09',
    'a technician recalls a lot',
    mayNot,
    doing('tina', '/recalls', { body: { region: '360000', product: 'CD-M', lots: ['A1'], reason: 'x' } }),
  ),
  attack('U10', 'a technician registers a machine', mayNot, doing('tina', '/machines', { body: {} })),
  attack(
    'U11',
    "a store keeper renews a kiosk's secret",
    mayNot,
    doing('stan', `${machine}/secret`, { method: 'POST' }),
  ),
  attack(
    'U12',
    'a store keeper retires a machine',
    mayNot,
    doing('stan', `${machine}/retire`, { body: { until: '2026-01-02' } }),
  ),
  attack(
    'U13',
    'a store keeper ends the sessions of others',
    mayNot,
    doing('stan', '/users/victim/sessions', { method: 'DELETE' }),
  ),
];
