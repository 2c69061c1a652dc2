import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockDataDir } from '../../../device/adapters/data-dir-lock.ts';
import { OtherMachine } from '../../../device/adapters/ledger/owner.ts';
import type { SqliteLedger } from '../../../device/adapters/sqlite-ledger.ts';
import { DiskFailure } from '../../../device/ports.ts';
import { newLedgerId } from '../../support/device/ledgers.ts';
import { openIn } from '../../support/device/open-ledger.ts';
import { bound } from '../../support/disks.ts';
import { freshDirectory } from '../../support/fresh-directory.ts';

const ends = ['', '-wal', '-shm'];
const all = (ledger: SqliteLedger): string[] => {
  const lines: string[] = [];
  ledger.replay((_ledger, _seq, line) => lines.push(line));
  return lines;
};

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof DiskFailure) return error.code;
    throw error;
  }
}

function each(file: string, work: (path: string) => void): void {
  for (const end of ends) work(`${file}${end}`);
}

/** Ways in which somebody removes a running agent's ledger. */
const losses: [string, (file: string) => void][] = [
  ['its database, write-ahead file and index are deleted', (file) => each(file, rmSync)],
  ['its database is deleted', (file) => rmSync(file)],
  ['its write-ahead file is deleted', (file) => rmSync(`${file}-wal`)],
  ['its index is deleted', (file) => rmSync(`${file}-shm`)],
  ['its database is moved away', (file) => renameSync(file, `${file}.old`)],
  ['all of it is moved away', (file) => each(file, (path) => renameSync(path, `${path}.old`))],
  [
    'another file is put in its place',
    (file) => {
      writeFileSync(`${file}.put`, 'a backup of yesterday');
      renameSync(`${file}.put`, file);
    },
  ],
  ['its folder is deleted', (file) => rmSync(join(file, '..'), { recursive: true })],
];

describe('a ledger whose file is removed while it is open', () => {
  it.each(losses)('loses no line if %s', (_what, take) => {
    const dataDir = join(freshDirectory(), 'data');
    const { ledger, said } = openIn(dataDir);
    const { ledger: id } = ledger;
    ledger.append(['a', 'b']);
    ledger.keepPosition({ ledger: id, through: 1, timeMs: 5 });
    take(join(dataDir, 'ledger.db'));
    ledger.append(['c']);
    expect(ledger.rewritten).toBe(1);
    expect(said.at(-1)).toMatchObject({
      level: 'error',
      message: expect.stringMatching(/deleted, moved or replaced.*账本/),
    });
    ledger.append(['d']);
    expect(ledger.rewritten).toBe(1);
    const { last, head } = ledger;
    // The power fails: the next start finds a copy of the files as they are.
    const next = freshDirectory();
    for (const name of readdirSync(dataDir).filter((each) => each.startsWith('ledger.db') && !each.endsWith('.old')))
      copyFileSync(join(dataDir, name), join(next, name));
    const again = openIn(next);
    expect(all(again.ledger)).toEqual(['a', 'b', 'c', 'd']);
    expect(again.ledger).toMatchObject({ ledger: id, last, head, begun: 'start', position: { through: 1 } });
  });

  it('sets aside a file that replaced it', () => {
    const dataDir = freshDirectory();
    const { ledger } = openIn(dataDir);
    ledger.append(['a']);
    losses[6]?.[1](join(dataDir, 'ledger.db'));
    ledger.check();
    expect(
      readdirSync(dataDir).filter((name) => name.startsWith('ledger-replaced-') && name.endsWith('.db')),
    ).toHaveLength(1);
  });

  it('is restored at a clean end too, also a new ledger', () => {
    const dataDir = freshDirectory();
    const { ledger } = openIn(dataDir);
    ledger.append(['a']);
    const second = newLedgerId();
    for (const end of ends) rmSync(join(dataDir, `ledger.db${end}`));
    ledger.begin(second, ['b']);
    for (const end of ends) rmSync(join(dataDir, `ledger.db${end}`));
    ledger.close();
    const again = openIn(dataDir);
    expect(all(again.ledger)).toEqual(['a', 'b']);
    expect(again.ledger.ledger).toBe(second);
  });

  it('accepts nothing while it cannot be written again, and nothing twice when it can', () => {
    const dataDir = freshDirectory();
    chmodSync(dataDir, 0o755);
    const { ledger } = openIn(dataDir);
    ledger.append(['a']);
    const { head } = ledger;
    for (const end of ends) rmSync(join(dataDir, `ledger.db${end}`));
    const writes = [() => ledger.append(['b']), () => ledger.begin(newLedgerId(), ['x']), () => ledger.check()];
    for (const work of writes) expect(bound(() => codeOf(work))).toBe('disk-gone');
    expect([ledger.last, ledger.head, ledger.rewritten]).toEqual([1, head, 0]);
    ledger.append(['b']);
    expect(all(openIn(copyOf(dataDir)).ledger)).toEqual(['a', 'b']);
  });

  it('counts no line that went only into the lost file', () => {
    const dataDir = freshDirectory();
    const { ledger } = openIn(dataDir);
    ledger.append(['a']);
    const { head } = ledger;
    let taken = false;
    // Between the checks before and after a commit, the file is removed, and its folder
    // permanently.
    const line = {
      toString: () => {
        if (!taken) {
          for (const end of ends) rmSync(join(dataDir, `ledger.db${end}`));
          mkdirSync(join(dataDir, 'ledger.db.new'));
        }
        taken = true;
        return 'b';
      },
    };
    const lines = { length: 1, entries: () => [[0, line.toString()]] } as unknown as string[];
    expect(codeOf(() => ledger.append(lines))).toBe('disk-gone');
    expect([ledger.last, ledger.head]).toEqual([1, head]);
    rmSync(join(dataDir, 'ledger.db.new'), { recursive: true });
    ledger.append(['c']);
    expect(all(openIn(copyOf(dataDir)).ledger)).toEqual(['a', 'c']);
  });

  it('locks its new folder, and leaves it alone if another agent locked it', () => {
    const dataDir = join(freshDirectory(), 'data');
    const lock = lockDataDir(dataDir);
    rmSync(dataDir, { recursive: true });
    mkdirSync(dataDir);
    lock.hold();
    expect(() => lockDataDir(dataDir)).toThrow(/another kiosk agent/);
    rmSync(dataDir, { recursive: true });
    const other = lockDataDir(dataDir);
    expect(codeOf(() => lock.hold())).toBe('disk-gone');
    other.release();
    lock.hold();
    lock.release();
  });
});

describe('a folder that had a ledger', () => {
  it('begins a new one with a warning, and reports the reason until its first line is written', () => {
    const dataDir = freshDirectory();
    const first = openIn(dataDir);
    expect(first.ledger.begun).toBe('new-disk');
    first.ledger.append(['a']);
    first.ledger.close();
    for (const end of ends) rmSync(join(dataDir, `ledger.db${end}`), { force: true });
    const second = openIn(dataDir);
    expect(second.said).toMatchObject([
      { level: 'error', message: expect.stringMatching(/is gone.*Count every lane.*盘点/) },
    ]);
    expect(second.ledger.begun).toBe('missing');
    second.ledger.close();
    const third = openIn(dataDir);
    expect(third.ledger).toMatchObject({ begun: 'missing', last: 0 });
    third.ledger.append(['a']);
    third.ledger.close();
    expect(openIn(dataDir).ledger.begun).toBe('start');
  });

  it('belongs to one machine for ever', () => {
    const dataDir = freshDirectory();
    openIn(dataDir).ledger.close();
    expect(() => openIn(dataDir, undefined, 'JX-360102-0002')).toThrow(OtherMachine);
    expect(() => openIn(dataDir, undefined, 'JX-360102-0002')).toThrow(/JX-360102-0001.*JX-360102-0002.*账本/);
    expect(openIn(dataDir).ledger.begun).toBe('new-disk');
  });

  it('is bound at its next start if an earlier version made it, or the note is unreadable', () => {
    for (const spoil of [(file: string) => rmSync(file), (file: string) => writeFileSync(file, '{')]) {
      const dataDir = freshDirectory();
      openIn(dataDir).ledger.close();
      spoil(join(dataDir, 'machine.json'));
      openIn(dataDir).ledger.close();
      expect(() => openIn(dataDir, undefined, 'JX-360102-0002')).toThrow(OtherMachine);
    }
  });
});

describe('a read-only ledger', () => {
  it('is not opened, and is opened as soon as its permissions are restored', () => {
    const dataDir = freshDirectory();
    const first = openIn(dataDir);
    first.ledger.append(['a']);
    first.ledger.close();
    const file = join(dataDir, 'ledger.db');
    const isRoot = process.getuid?.() === 0;
    // As after a start as root in a folder that belongs to the service.
    if (isRoot) chownSync(dataDir, 65_534, 65_534);
    else chmodSync(file, 0o444);
    expect(bound(() => codeOf(() => openIn(dataDir)))).toBe('disk-read-only');
    for (const name of readdirSync(dataDir))
      if (isRoot) chownSync(join(dataDir, name), 65_534, 65_534);
      else chmodSync(join(dataDir, name), 0o644);
    expect(
      bound(() => {
        const { ledger } = openIn(dataDir);
        ledger.append(['b']);
        return ledger.last;
      }),
    ).toBe(2);
    expect(statSync(file).size).toBeGreaterThan(0);
    expect(existsSync(`${file}-wal`)).toBe(true);
  });
});

/** A copy of a folder's ledger files, as a power cut leaves them for the next start. */
function copyOf(dataDir: string): string {
  const next = freshDirectory();
  for (const end of ends)
    if (existsSync(join(dataDir, `ledger.db${end}`)))
      copyFileSync(join(dataDir, `ledger.db${end}`), join(next, `ledger.db${end}`));
  return next;
}
