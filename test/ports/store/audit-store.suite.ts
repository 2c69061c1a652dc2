import { describe, expect, it } from 'vitest';
import { nothingChecked } from '../../../fleet/audit/verification.ts';
import type { AuditPosition, AuditStore } from '../../../fleet/ports/audit-store.ts';
import type { AuditQuery } from '../../../shared/contracts/fleet/audit.ts';
import { allOfTime, auditEntry, auditQuery } from '../../support/fleet/audit.ts';
import { noon } from '../../support/fleet/two-machines.ts';
import { type OpenedStore, openedStore, type UnderTest } from './under-test.ts';

/** What every implementation of `AuditStore` does. */
export function auditStoreSuite(name: string, open: () => Promise<UnderTest<AuditStore>>): void {
  describe(`audit log: ${name}`, () => {
    const opened = openedStore(open);
    keeping(opened);
    finding(opened);
  });
}

function keeping(opened: OpenedStore<AuditStore>): void {
  it('numbers entries, chains them, and keeps both when it is opened again', async () => {
    expect(await opened.store.appendAuditEntry(auditEntry())).toBe(1);
    await opened.reopen();
    expect(await opened.store.appendAuditEntry(auditEntry({ outcome: 'done', of: 1 }))).toBe(2);
    const check = await opened.store.checkAuditChain(nothingChecked, 100);
    expect(check).toMatchObject({ entries: 2, last: { seq: 2 }, breaks: [] });
    expect(await opened.store.checkAuditChain(check, 100)).toEqual(check);
    expect(await opened.store.auditHead(null)).toEqual(check.last);
    expect(await opened.store.auditHead(1)).toMatchObject({ seq: 1 });
    expect(await opened.store.auditHead(3)).toBeNull();
  });

  it('lists an old entry that lacks its address without one, and finds its place in the chain sound', async () => {
    const { address: _, ...lacking } = auditEntry();
    await opened.store.appendAuditEntry(lacking as ReturnType<typeof auditEntry>);
    const { records } = await opened.store.auditRecords(auditQuery(), allOfTime, '360000', null);
    expect(records.map(({ address }) => address)).toEqual([null]);
    expect(await opened.store.checkAuditChain(nothingChecked, 9)).toMatchObject({ entries: 1, breaks: [] });
  });

  it('compares part by part', async () => {
    for (let count = 0; count < 5; count += 1) await opened.store.appendAuditEntry(auditEntry());
    const first = await opened.store.checkAuditChain(nothingChecked, 2);
    expect(first).toMatchObject({ entries: 2, last: { seq: 2 } });
    expect(await opened.store.checkAuditChain(first, 9)).toMatchObject({ entries: 5, last: { seq: 5 }, breaks: [] });
  });

  it('shows an act with its end in one row, and an act without one as begun', async () => {
    const begun = auditEntry({ before: { reason: 'other' }, after: { reason: 'repair' } });
    await opened.store.appendAuditEntry(begun);
    await opened.store.appendAuditEntry(auditEntry({ at: noon + 1 }));
    const end = { before: null, at: noon + 2, outcome: 'done', of: 1 } as const;
    await opened.store.appendAuditEntry(auditEntry({ ...end, after: { reason: 'moved' } }));
    const { records, next } = await opened.store.auditRecords(auditQuery(), allOfTime, '360000', null);
    expect(next).toBeNull();
    expect(records.map(({ seq, outcome, ended }) => [seq, outcome, ended])).toEqual([
      [2, 'begun', null],
      [1, 'done', noon + 2],
    ]);
    expect(records[1]).toMatchObject({ at: noon, before: { reason: 'other' }, after: { reason: 'moved' } });
  });
}

function finding(opened: OpenedStore<AuditStore>): void {
  const seqs = async (query: Partial<AuditQuery>, area = '360000', span = allOfTime) =>
    (await opened.store.auditRecords(auditQuery(query), span, area, null)).records.map(({ seq }) => seq);

  it('finds by machine, person, act, day and area, also in combination', async () => {
    await opened.store.appendAuditEntry(auditEntry());
    await opened.store.appendAuditEntry(auditEntry({ at: noon + 10, act: 'renewSecret' }));
    const away = { region: '360428', machine: 'JX-360428-0001' };
    await opened.store.appendAuditEntry(auditEntry({ at: noon + 20, ...away, actor: { kind: 'user', name: 'Ｌｉ' } }));
    const people = { machine: null, region: '360100', user: 'li', act: 'changeUser' };
    await opened.store.appendAuditEntry(auditEntry({ at: noon + 30, ...people }));
    expect(await seqs({})).toEqual([4, 3, 2, 1]);
    expect(await seqs({ machine: 'JX-360102-0001' })).toEqual([2, 1]);
    expect(await seqs({ user: 'LI' })).toEqual([4, 3]);
    expect(await seqs({ user: 'wang' })).toEqual([4, 2, 1]);
    expect(await seqs({ act: ['renewSecret', 'changeUser'] })).toEqual([4, 2]);
    expect(await seqs({ machine: 'JX-360102-0001', act: ['renewSecret'] })).toEqual([2]);
    expect(await seqs({}, '360000', { from: noon + 10, to: noon + 30 })).toEqual([3, 2]);
    expect([await seqs({}, '360100'), await seqs({}, '360102'), await seqs({ user: 'li' }, '360428')]).toEqual([
      [4, 2, 1],
      [2, 1],
      [3],
    ]);
  });

  it('pages through everything once, also if many have the same time', async () => {
    for (let count = 0; count < 23; count += 1)
      await opened.store.appendAuditEntry(
        auditEntry({ at: noon + (count >> 2), region: count % 2 ? '360102' : '360103' }),
      );
    for (const area of ['360100', '360000']) {
      const found: number[] = [];
      let after: AuditPosition | null = null;
      for (let page = 0; page < 9; page += 1) {
        const list: Awaited<ReturnType<AuditStore['auditRecords']>> = await opened.store.auditRecords(
          auditQuery({ limit: 5 }),
          allOfTime,
          area,
          after,
        );
        found.push(...list.records.map(({ seq }) => seq));
        after = list.next;
        if (after === null) break;
      }
      expect(found).toEqual(Array.from({ length: 23 }, (_, index) => 23 - index));
    }
  });
}
