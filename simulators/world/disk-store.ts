import { ensureFileInPlace, writeInPlace } from '../../device/core/file-identity.ts';
import type { LedgerStore } from '../../device/ports.ts';
import type { ReadLine } from '../../shared/contracts/events.ts';
import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { Disk } from './disk.ts';
import { openAmong, usesAmong } from './use-rows.ts';

/** Is notified of each write to a disk. */
export interface WriteObserver {
  /** Called before and after each write; may throw if the process dies here. */
  point(name: string): void;
  /** Lines are on the disk; the first of them has the number `first`. */
  recorded(ledger: LedgerId, first: number, lines: readonly ReadLine[]): void;
}

/** The agent's ledger store on a disk of the world. */
export function diskStore(disk: Disk, { point, recorded }: WriteObserver): LedgerStore {
  // Nothing is deleted between the two checks here, so nothing is undone.
  const kept = <T>(write: () => T): T => writeInPlace(disk, write, () => {});
  const tell = (reads: readonly ReadLine[]): void => {
    const { id, lines } = disk.ledger;
    recorded(id, lines.length - reads.length + 1, reads);
  };
  return {
    get ledger() {
      return disk.ledger.id;
    },
    get last() {
      return disk.ledger.lines.length;
    },
    get head() {
      return disk.ledger.heads[disk.ledger.lines.length] as (typeof disk.ledger.heads)[number];
    },
    get position() {
      return disk.position;
    },
    replay: (visit) => {
      for (const { id, lines } of disk.ledgers) for (const [index, line] of lines.entries()) visit(id, index + 1, line);
    },
    append: (lines, uses) => {
      point('before the record is on the disk');
      tell(kept(() => disk.append(lines, uses)));
      point('after the record is on the disk');
    },
    begin: (ledger, lines, uses) => {
      point('before the new ledger is on the disk');
      tell(kept(() => disk.begin(ledger, lines, uses)));
      point('after the new ledger is on the disk');
    },
    usesOf: (tags) => usesAmong(disk.uses, tags),
    forgetUses: (before) => disk.forgetUses(before),
    openUses: () => openAmong(disk.uses),
    headAt: (seq) => disk.ledger.heads[seq] ?? null,
    read: (first, count) => {
      const from = Math.max(0, first - 1);
      return disk.ledger.lines.slice(from, from + Math.max(0, count));
    },
    keepPosition: (position) => {
      point('before the position is on the disk');
      kept(() => disk.keepPosition(position));
      point('after the position is on the disk');
    },
    check: () => ensureFileInPlace(disk),
  };
}
