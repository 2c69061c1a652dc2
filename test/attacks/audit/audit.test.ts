import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, own, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { addUser, cookieOfUser, password, send, signIn } from '../support/people.ts';

const trigger = 'fleet/adapters/sqlite/connection/migrations/0006-audit-log.js';

const holes: readonly Hole[] = [
  {
    name: 'an act begins in the log',
    file: 'fleet/audit/audit-log.js',
    find: 'return await this.#deps.store.appendAuditEntry(entry);',
    replace: "if (!act.act.endsWith('User')) return 1; return await this.#deps.store.appendAuditEntry(entry);",
  },
  {
    name: 'entries are not changed',
    file: trigger,
    find: 'CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE',
    replace: 'CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE OF seq',
  },
  {
    name: 'entries are not deleted',
    file: trigger,
    find: "RAISE(ABORT, 'an entry of the audit log is never deleted')",
    replace: '1',
  },
  {
    name: 'only auditors read it',
    file: 'fleet/auth/permissions.js',
    find: "viewer: ['read'],",
    replace: "viewer: ['read', 'audit'],",
  },
  {
    name: 'secrets are left out',
    file: 'fleet/adapters/http/routes/users.js',
    find: 'locked,\n                ...(password === undefined ? {} : { password: true }),',
    replace: 'locked, ...(password === undefined ? {} : { role: password }),',
  },
];

interface Audited extends FleetTarget {
  readonly viewer: string;
  readonly staff: string;
}

async function start(planted: readonly Hole[]): Promise<Audited> {
  const target = await startFleetTarget(planted);
  await addUser(target, 'vera', 'viewer');
  await addUser(target, 'stan', 'staff');
  await addUser(target, 'gone', 'staff');
  return { ...target, viewer: await cookieOfUser(target, 'vera'), staff: await cookieOfUser(target, 'stan') };
}

/** Runs a statement on the database of the running server, as somebody on its computer could. */
function tamper({ dataDir }: FleetTarget, statement: string): Verdict {
  const db = new Database(join(dataDir, 'fleet.db'), { timeout: 5000 });
  try {
    return db.prepare(statement).run().changes > 0 ? 'open' : 'blocked';
  } catch {
    return 'blocked';
  } finally {
    db.close();
  }
}

/** Does something, and looks whether the log then has an entry of this act. */
const unseen =
  (act: string, doIt: (target: Audited) => Promise<unknown>) =>
  async (target: Audited): Promise<Verdict> => {
    const found = async (): Promise<number> => {
      const { text } = await target.asOwner(`/api/v1/audit?act=${act}&limit=100`);
      return (JSON.parse(text) as { records: unknown[] }).records.length;
    };
    const before = await found();
    await doIt(target);
    return (await found()) > before ? 'blocked' : 'open';
  };

const begins = 'an act begins in the log';

const attacks: readonly Attack<Audited>[] = [
  {
    id: 'A01.1',
    title: 'a suspension without a trace',
    hole: begins,
    attempt: unseen('suspendMachine', (target) =>
      send(target, `/machines/${own}/suspensions`, {
        body: { from: '2026-01-01', until: '2026-01-05', reason: 'moved' },
        cookie: target.staff,
      }),
    ),
  },
  {
    id: 'A01.2',
    title: 'another name of a machine without a trace',
    hole: begins,
    attempt: unseen('changeMachine', (target) =>
      target.asOwner(`/api/v1/machines/${own}`, { name: `另一名称 ${Math.random()}` }, 'PATCH'),
    ),
  },
  {
    id: 'A01.3',
    title: 'a command without a trace',
    hole: begins,
    attempt: unseen('askCommand', (target) =>
      send(target, `/machines/${own}/commands`, { body: { kind: 'report' }, cookie: target.staff }),
    ),
  },
  {
    id: 'A01.4',
    title: 'an export without a trace',
    hole: begins,
    attempt: unseen('export', (target) => target.asOwner('/api/v1/machines.csv')),
  },
  {
    id: 'A01.5',
    title: 'a sign-in without a trace',
    hole: begins,
    attempt: unseen('sign-in', (target) => signIn(target, 'vera')),
  },
  {
    id: 'A02',
    title: 'another name in an entry',
    hole: 'entries are not changed',
    attempt: async (target) =>
      tamper(target, "UPDATE audit_entry SET doc = replace(doc, 'stan', 'vera') WHERE seq = 1"),
  },
  {
    id: 'A03',
    title: 'an entry removed',
    hole: 'entries are not deleted',
    attempt: async (target) => tamper(target, 'DELETE FROM audit_entry WHERE seq = 2'),
  },
  {
    id: 'A04',
    title: 'a viewer reads what everybody did',
    hole: 'only auditors read it',
    attempt: async (target) =>
      (await send(target, '/audit', { cookie: target.viewer })).status === 200 ? 'open' : 'blocked',
  },
  {
    id: 'A05',
    title: 'passwords in the log',
    hole: 'secrets are left out',
    attempt: async (target) => {
      await target.asOwner('/api/v1/users/gone', { password: `${password} and one` }, 'PATCH');
      const db = new Database(join(target.dataDir, 'fleet.db'), { readonly: true });
      const found = db.prepare("SELECT count(*) FROM audit_entry WHERE doc LIKE '%' || ? || '%'").pluck();
      const isThere = found.get(`${password} and one`) !== 0;
      db.close();
      return isThere ? 'open' : 'blocked';
    },
  },
];

attackSuite('the audit log', { start, holes, attacks, isLong: true });
