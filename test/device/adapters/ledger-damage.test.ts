import { copyFileSync, existsSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { headBy, newLedgerId, replayed } from '../../support/device/ledgers.ts';
import { openIn } from '../../support/device/open-ledger.ts';
import { asideIn, lineOf, linesOf, placeOf, spoil, written } from '../../support/device/spoilt-ledger.ts';

describe('a damaged ledger file', () => {
  it('that is not a database is set aside, byte for byte, and another ledger is begun', () => {
    const { dataDir, file, ledger: before } = written(60);
    spoil(file, 0, 4096);
    const bytes = readFileSync(file);
    const { ledger, said } = openIn(dataDir);
    expect(ledger.begun).toBe('damaged');
    expect(ledger.last).toBe(0);
    expect(ledger.ledger).not.toBe(before);
    const [aside] = asideIn(dataDir);
    expect(aside).toBe('ledger-damaged-2026-11-23T14-05-01Z.db');
    expect(readFileSync(join(dataDir, aside ?? ''))).toEqual(bytes);
    expect(said).toMatchObject([{ level: 'warn', message: expect.stringContaining(aside ?? '?') }]);
  });

  it('continues with the same ledger as far as its chain is whole, and reports that until a line is written', () => {
    const { dataDir, file, ledger: before } = written(600);
    spoil(file, placeOf(file, 400), 4);
    const opened = openIn(dataDir);
    const { ledger, said } = opened;
    expect(ledger.ledger).toBe(before);
    expect(ledger.begun).toBe('damaged');
    expect(ledger.last).toBe(399);
    expect(ledger.head).toBe(headBy(before, linesOf(399)));
    expect(said).toMatchObject([{ level: 'warn', detail: { kept: [`${before} through 399`] } }]);
    ledger.close();

    const again = openIn(dataDir);
    expect(again.said).toEqual([]);
    expect(again.ledger.begun).toBe('damaged');
    again.ledger.append(['on']);
    expect(again.ledger.last).toBe(400);
    expect(again.ledger.begun).toBe('start');
    expect(asideIn(dataDir)).toHaveLength(1);
  });

  it('is detected if its lines are renumbered, although their chain is intact', () => {
    const { dataDir, file, ledger: before } = written(6);
    const db = new Database(file);
    db.exec('DROP TRIGGER lines_stand');
    db.exec('UPDATE lines SET seq = seq + 1 WHERE seq > 5');
    db.close();
    const { ledger, said } = openIn(dataDir);
    expect([ledger.begun, ledger.ledger, ledger.last]).toEqual(['damaged', before, 5]);
    expect(said).toMatchObject([{ detail: { fault: expect.stringContaining('line 6 is missing') } }]);
  });

  it('is detected if a page without lines is damaged, and nothing is lost', () => {
    const { dataDir, file, ledger: before } = written(60);
    const { ledger: position } = openIn(dataDir);
    position.keepPosition({ ledger: position.ledger, through: 42_424_242, timeMs: 1 });
    position.close();
    const place = readFileSync(file).indexOf('42424242');
    spoil(file, place - (place % 4096), 4096);
    const { ledger } = openIn(dataDir);
    expect([ledger.begun, ledger.ledger, ledger.last, ledger.position]).toEqual(['damaged', before, 60, null]);
  });

  it('loses only what was on the damaged pages and after them', () => {
    for (const share of [0.2, 0.5, 0.9]) {
      const { dataDir, file, ledger: before } = written(600);
      const page = Math.floor((statSync(file).size * share) / 4096);
      spoil(file, page * 4096, 4096);
      const { ledger } = openIn(dataDir);
      expect(ledger.begun).toBe('damaged');
      expect(replayed(ledger)).toEqual(linesOf(ledger.last).map((line, index) => [before, index + 1, line]));
    }
  });

  it('that was cut short is rescued as far as it goes', () => {
    const { dataDir, file } = written(600);
    truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096);
    const { ledger } = openIn(dataDir);
    expect(ledger.begun).toBe('damaged');
    ledger.append(['on']);
    expect(ledger.read(ledger.last, 1)).toEqual(['on']);
  });

  it('keeps the ledgers before the lost one', () => {
    const { dataDir, file, ledger: before } = written(20);
    const first = openIn(dataDir);
    const second = newLedgerId();
    first.ledger.begin(second, [lineOf(901)]);
    first.ledger.close();
    spoil(file, placeOf(file, 901), 4);
    const { ledger } = openIn(dataDir);
    expect(ledger.begun).toBe('damaged');
    expect([before, second]).not.toContain(ledger.ledger);
    expect(ledger.last).toBe(0);
    expect(replayed(ledger)).toEqual(linesOf(20).map((line, index) => [before, index + 1, line]));
    const third = ledger.ledger;
    ledger.append(['x']);
    ledger.close();
    expect(openIn(dataDir).ledger.ledger).toBe(third);
  });

  it('never overwrites one that was set aside earlier', () => {
    const { dataDir, file } = written(20);
    spoil(file, 0, 4096);
    openIn(dataDir).ledger.close();
    spoil(file, 0, 4096);
    openIn(dataDir).ledger.close();
    expect(asideIn(dataDir).sort()).toEqual([
      'ledger-damaged-2026-11-23T14-05-01Z-2.db',
      'ledger-damaged-2026-11-23T14-05-01Z.db',
    ]);
  });

  it('whose database is gone keeps its write-ahead file', () => {
    const { dataDir, file } = written(1);
    const { ledger } = openIn(dataDir);
    ledger.append(linesOf(50));
    copyFileSync(`${file}-wal`, join(dataDir, 'kept'));
    ledger.close();
    renameSync(join(dataDir, 'kept'), `${file}-wal`);
    truncateSync(file, 0);
    const next = openIn(dataDir);
    expect(next.ledger.begun).toBe('damaged');
    expect(asideIn(dataDir, '-wal')).toEqual(['ledger-damaged-2026-11-23T14-05-01Z.db-wal']);
  });

  it('is reported if a write finds the damage', () => {
    const { dataDir, file } = written(600);
    const { ledger, damage } = openIn(dataDir);
    // The page for the next line is damaged while the file is open.
    spoil(file, 4096, statSync(file).size - 4096);
    expect(() => ledger.append(linesOf(600))).toThrow('disk-damaged');
    expect(damage.reports).toBe(1);
    expect(ledger.last).toBe(600);
  });

  it('half replaced when the power went is replaced in full', () => {
    const { dataDir, file, ledger: before } = written(30);
    renameSync(file, `${file}.new`);
    const { ledger } = openIn(dataDir);
    expect(ledger.ledger).toBe(before);
    expect(ledger.last).toBe(30);
  });

  it('leaves no half-made file in the way', () => {
    const { dataDir, file } = written(30);
    writeFileSync(`${file}.new`, 'half');
    openIn(dataDir);
    expect(existsSync(`${file}.new`)).toBe(false);
  });
});
