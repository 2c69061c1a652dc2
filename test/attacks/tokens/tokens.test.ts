import Database from 'better-sqlite3';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, other, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';

const holes: readonly Hole[] = [
  {
    name: 'a permission is needed',
    file: 'fleet/auth/permissions.js',
    find: 'if (!anyOf.some((permission) => isAllowed(principal, permission)))',
    replace: 'if (false)',
  },
  {
    name: 'only the own area',
    file: 'fleet/auth/permissions.js',
    find: 'export const canSee = (principal, code) => isWithin(code, principal.area);',
    replace: 'export const canSee = () => true;',
  },
  {
    name: 'a revoked token ends',
    file: 'fleet/auth/api-tokens.js',
    find: 'if (revoked !== null)',
    replace: 'if (false)',
  },
  {
    name: 'the whole token is compared',
    file: 'fleet/auth/api-tokens.js',
    find: 'record && isSame(hash, record.hash)',
    replace: 'record',
  },
  {
    name: 'guesses are limited',
    file: 'fleet/auth/api-tokens.js',
    find: 'await takePoint(this.#wrong, address,',
    replace: 'void (() => undefined)(',
  },
  {
    name: 'recorded before it is done',
    file: 'fleet/adapters/http/route-audit.js',
    find: 'return audit.trail.perform(begun, handle,',
    replace: 'return handle(); audit.trail.perform(begun, handle,',
  },
  {
    name: 'entries are never changed',
    file: 'fleet/adapters/sqlite/connection/migrations/0006-audit-log.js',
    find: "SELECT RAISE(ABORT, 'an entry of the audit log is never changed')",
    replace: 'SELECT 1',
  },
  {
    name: 'entries are never deleted',
    file: 'fleet/adapters/sqlite/connection/migrations/0006-audit-log.js',
    find: "SELECT RAISE(ABORT, 'an entry of the audit log is never deleted')",
    replace: 'SELECT 1',
  },
  {
    name: 'the chain is compared',
    file: 'fleet/audit/verification.js',
    find: 'if (!isAsWritten)',
    replace: 'if (false)',
  },
];

const judged = (isOpen: boolean): Verdict => (isOpen ? 'open' : 'blocked');

interface Issued {
  readonly id: string;
  readonly text: string;
}

/** Issues a token to the attacker, as an office would. */
async function issued({ asOwner }: FleetTarget, scope: readonly string[], area: string): Promise<Issued> {
  const { text } = await asOwner('/api/v1/tokens', { name: 'attacker', scope, area });
  const created = JSON.parse(text) as { text: string; token: { id: string } };
  return { id: created.token.id, text: created.text };
}

const send = (
  { ask }: FleetTarget,
  token: string,
  path: string,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
) =>
  ask(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Attacks by somebody who may only read: each is a request that needs more. */
const beyondReading = (
  [
    ['T01', 'renames a machine', 'PATCH', `/machines/${own}`, { name: 'x' }],
    ['T02', 'stops a machine', 'POST', `/machines/${own}/stop`, { reason: 'broken' }],
    ['T03', 'resumes a machine', 'POST', `/machines/${own}/resume`, undefined],
    [
      'T04',
      'takes days out of the pace',
      'POST',
      `/machines/${own}/suspensions`,
      { from: '2026-01-02', reason: 'broken' },
    ],
    ['T05', 'renews a secret, which cuts the kiosk off', 'POST', `/machines/${own}/secret`, undefined],
    [
      'T06',
      'registers a machine',
      'POST',
      '/machines',
      { machine: 'JX-360102-0666', name: 'x', region: '360102', site: 'clinic', inServiceFrom: '2026-01-01' },
    ],
    ['T07', 'adds a user', 'POST', '/users', { user: 'mallory', role: 'admin', area: '360102' }],
    ['T08', 'lists the users', 'GET', '/users', undefined],
    ['T09', 'gives itself another token', 'POST', '/tokens', { name: 'more', scope: ['act'], area: '360102' }],
    ['T10', 'lists the tokens', 'GET', '/tokens', undefined],
    ['T11', 'reads the audit log', 'GET', '/audit', undefined],
    ['T12', 'exports the audit log', 'GET', '/audit.csv', undefined],
    ['T13', 'issues an enrolment code', 'POST', `/machines/${own}/enrolment`, undefined],
    ['T14', 'starts a recall', 'POST', '/recalls', { region: '360102', product: 'CD-M', lots: null, reason: 'x' }],
    ['T15', 'sends a command', 'POST', `/machines/${own}/commands`, { kind: 'restart' }],
  ] as const
).map(
  ([id, what, method, path, body]): Attack<FleetTarget> => ({
    id,
    title: `a token for reading ${what}`,
    hole: 'a permission is needed',
    attempt: async (target) => {
      const { text } = await issued(target, ['read'], '360102');
      return judged((await send(target, text, path, body, method)).status !== 403);
    },
  }),
);

/** Attacks by somebody of one county against another one. */
const beyondArea = (
  [
    ['T20', 'reads a machine', `/machines/${other}`],
    ['T21', 'reads the ledger', `/machines/${other}/events`],
    ['T22', 'reads the configuration', `/machines/${other}/config`],
    ['T23', 'reads what days do not count', `/machines/${other}/suspensions`],
    ['T24', 'reads the stock', `/machines/${other}/stock`],
    ['T25', 'reads the commands', `/machines/${other}/commands`],
    ['T26', 'reads the boxes by day', `/machines/${other}/issues`],
  ] as const
).map(
  ([id, what, path]): Attack<FleetTarget> => ({
    id,
    title: `a token of one county ${what} of another one`,
    hole: 'only the own area',
    attempt: async (target) => {
      const { text } = await issued(target, ['read'], '360102');
      return judged((await send(target, text, path)).status === 200);
    },
  }),
);

const ofTokens: readonly Attack<FleetTarget>[] = [
  {
    id: 'T30',
    title: 'a token is used after it was revoked',
    hole: 'a revoked token ends',
    attempt: async (target) => {
      const { id, text } = await issued(target, ['read'], '360102');
      await target.asOwner(`/api/v1/tokens/${id}`, undefined, 'DELETE');
      return judged((await send(target, text, '/info')).status === 200);
    },
  },
  {
    id: 'T31',
    title: 'the id of a token, which lists show, is used with another secret',
    hole: 'the whole token is compared',
    attempt: async (target) => {
      const { id } = await issued(target, ['read'], '360102');
      return judged((await send(target, `yj_${id}_${'A'.repeat(43)}`, '/info')).status === 200);
    },
  },
  {
    id: 'T32',
    title: 'tokens are guessed one after the other without a pause',
    hole: 'guesses are limited',
    attempt: async (target) => {
      const codes = new Set<number>();
      for (let guess = 0; guess < 40; guess += 1) codes.add((await send(target, `yj_guess_${guess}`, '/info')).status);
      return judged(!codes.has(429));
    },
  },
];

/** Changes the database file next to the running server. True if the statement was carried out. */
function changed({ dataDir }: FleetTarget, sql: string): boolean {
  const db = new Database(`${dataDir}/fleet.db`);
  try {
    return db.prepare(sql).run().changes > 0;
  } catch {
    return false;
  } finally {
    db.close();
  }
}

const ofTheAudit: readonly Attack<FleetTarget>[] = [
  {
    id: 'T40',
    title: 'a change is made that leaves no entry',
    hole: 'recorded before it is done',
    attempt: async (target) => {
      const { text } = await issued(target, ['read', 'act'], '360102');
      await send(target, text, `/machines/${own}`, { name: 'untraced' }, 'PATCH');
      const { text: log } = await target.asOwner('/api/v1/audit?act=changeMachine');
      return judged(!log.includes('untraced'));
    },
  },
  {
    id: 'T41',
    title: 'an entry is changed in the database',
    hole: 'entries are never changed',
    attempt: async (target) => {
      return judged(changed(target, "UPDATE audit_entry SET act = 'x' WHERE seq = 1"));
    },
  },
  {
    id: 'T42',
    title: 'a changed entry passes the comparison with the chain',
    hole: 'the chain is compared',
    attempt: async (target) => {
      const db = new Database(`${target.dataDir}/fleet.db`);
      db.exec("DROP TRIGGER audit_entry_is_not_changed; UPDATE audit_entry SET region = '360428' WHERE seq = 1");
      db.close();
      const { text } = await target.asOwner('/api/v1/audit/verify');
      return judged((JSON.parse(text) as { sound: boolean }).sound);
    },
  },
  {
    id: 'T43',
    title: 'an entry is deleted from the database',
    hole: 'entries are never deleted',
    attempt: async (target) => judged(changed(target, 'DELETE FROM audit_entry WHERE seq = 1')),
  },
];

attackSuite('tokens, areas and the audit log', {
  start: startFleetTarget,
  holes,
  attacks: [...beyondReading, ...beyondArea, ...ofTokens, ...ofTheAudit],
  isLong: true,
});
