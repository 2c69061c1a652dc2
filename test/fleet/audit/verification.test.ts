import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../../fleet/audit/canonical.ts';
import { type AuditRow, auditRow, firstHead, type HeadHash } from '../../../fleet/audit/chain.ts';
import { checkRows, nothingChecked } from '../../../fleet/audit/verification.ts';
import { auditEntry } from '../../support/fleet/audit.ts';

const hash: HeadHash = (head, text) => createHash('sha256').update(Buffer.from(head, 'hex')).update(text).digest('hex');

/** A sound log of entries that differ. */
function log(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let seq = 1; seq <= length; seq += 1)
    rows.push(auditRow({ ...auditEntry({ at: seq * 1000 }), seq }, rows.at(-1)?.head ?? firstHead, hash));
  return rows;
}

const breaksOf = (rows: readonly AuditRow[]) => checkRows(nothingChecked, rows, hash).breaks;
const at = (rows: readonly AuditRow[], index: number): AuditRow => rows[index] ?? expect.fail('no such row');

describe('the chain of the audit log', () => {
  it('is sound if nothing was changed, whether it is compared at once or in parts', () => {
    const rows = log(9);
    const whole = checkRows(nothingChecked, rows, hash);
    expect(whole).toEqual({ entries: 9, last: { seq: 9, head: at(rows, 8).head }, breaks: [] });
    expect(checkRows(checkRows(nothingChecked, rows.slice(0, 4), hash), rows.slice(4), hash)).toEqual(whole);
  });

  it('shows every changed byte of a text, a head or a column', () => {
    fc.assert(
      fc.property(
        fc.nat(8),
        fc.constantFrom('doc', 'head', 'machine', 'region', 'actor', 'at'),
        fc.nat(),
        (index, column, place) => {
          const rows = log(9);
          const row = at(rows, index);
          const value = String(row[column]);
          const spot = place % value.length;
          const other = value[spot] === '1' ? '2' : '1';
          const changed = `${value.slice(0, spot)}${other}${value.slice(spot + 1)}`;
          rows[index] = { ...row, [column]: column === 'at' ? Number(changed) : changed };
          const breaks = breaksOf(rows);
          expect(breaks.length).toBeGreaterThan(0);
          expect(breaks[0]).toMatchObject({ from: index + 1, why: 'changed' });
        },
      ),
    );
  });

  it('shows entries that were taken out, in the middle and at the beginning', () => {
    const rows = log(9);
    expect(breaksOf(rows.toSpliced(3, 2))).toEqual([{ from: 4, to: 5, why: 'missing' }]);
    expect(breaksOf(rows.slice(2))).toEqual([{ from: 1, to: 2, why: 'missing' }]);
  });

  it('shows again what an entry says was found before, once', () => {
    const found = { act: 'audit-log-broken', after: { from: '6', until: '26', reason: 'missing' } } as const;
    const rows = log(2);
    for (const seq of [3, 4])
      rows.push(auditRow({ ...auditEntry({ at: seq * 1000, ...found }), seq }, at(rows, seq - 2).head, hash));
    expect(breaksOf(rows)).toEqual([{ from: 6, to: 26, why: 'missing' }]);
  });

  it('shows entries that were exchanged, inserted or renumbered', () => {
    const rows = log(5);
    const swapped = [at(rows, 0), { ...at(rows, 2), seq: 2 }, { ...at(rows, 1), seq: 3 }, ...rows.slice(3)];
    expect(breaksOf(swapped)[0]).toMatchObject({ from: 2, why: 'changed' });
    const forged = auditRow({ ...auditEntry({ why: 'forged' }), seq: 3 }, at(rows, 1).head, hash);
    expect(breaksOf(rows.with(2, forged))).toEqual([{ from: 4, to: 4, why: 'changed' }]);
  });

  it('goes on behind a break, and finds the next one', () => {
    const rows = log(9);
    rows[1] = { ...at(rows, 1), doc: at(rows, 1).doc.replace('wang', 'chen') };
    expect(breaksOf(rows.toSpliced(6, 1))).toEqual([
      { from: 2, to: 2, why: 'changed' },
      { from: 7, to: 7, why: 'missing' },
    ]);
  });

  it('accepts no text that is not an entry', () => {
    for (const doc of ['', 'null', '[]', '{}', '{"seq":1}'])
      expect(breaksOf([{ ...at(log(1), 0), doc, head: hash(firstHead, doc) }])).toHaveLength(1);
  });
});

describe('the canonical text of an entry', () => {
  it('is the same for any order of its fields, and is read back as the same value', () => {
    const value = { b: [1, { d: null, c: '“x”\n\u2028' }], a: true };
    expect(canonicalText(value)).toBe('{"a":true,"b":[1,{"c":"“x”\\n\u2028","d":null}]}');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), (json) => {
        const plain: unknown = JSON.parse(JSON.stringify(json));
        expect(JSON.parse(canonicalText(plain))).toEqual(plain);
      }),
    );
  });
});
