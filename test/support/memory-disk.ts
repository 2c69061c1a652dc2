import { sha256Chain } from '../../device/adapters/chain.ts';
import type { DiskCode } from '../../device/core/input.ts';
import { DiskFailure, type LedgerStore, type Position } from '../../device/ports.ts';
import type { Head, LedgerId } from '../../shared/contracts/ids.ts';
import { headAfter } from '../../shared/ledger/chain.ts';
import { changedUses, openAmong, type UseRow, usesAmong } from '../../simulators/world/use-rows.ts';

interface Ledger {
  readonly id: LedgerId;
  readonly lines: string[];
  readonly heads: Head[];
}

/**
 * The content of a kiosk's disk: it outlives the agent, and refuses to write while the test says
 * so.
 */
export interface MemoryDisk {
  readonly ledgers: Ledger[];
  /** The kept uses. */
  uses: readonly UseRow[];
  /** Why it does not write now, null if it does. */
  failing: DiskCode | null;
  /** Why it does not read single lines now, null if it does. */
  unreadable: DiskCode | null;
  /** This many commits still succeed, then it fails with `disk-full`; null for no such count. */
  failsAfter: number | null;
  /** Attempts to write, successful or not. */
  tries: number;
  /** A copy as it is now: an image taken of the card. */
  image(): MemoryDisk;
  /** The store as an agent opens it. */
  open(): LedgerStore;
  /** Every line of every ledger, parsed. */
  events(): Record<string, unknown>[];
}

export const ledgerNumber = (n: number): LedgerId =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as LedgerId;

export function memoryDisk(ledgers: Ledger[] = [newLedger(ledgerNumber(1))], kept: Position | null = null): MemoryDisk {
  let position = kept;
  const disk: MemoryDisk = {
    ledgers,
    uses: [],
    failing: null,
    unreadable: null,
    failsAfter: null,
    tries: 0,
    image: () =>
      memoryDisk(
        ledgers.map(({ id, lines, heads }) => ({ id, lines: [...lines], heads: [...heads] })),
        position,
      ),
    events: () => ledgers.flatMap(({ lines }) => lines.map((line) => JSON.parse(line) as Record<string, unknown>)),
    open: () => storeOn(disk, hint),
  };
  const hint = {
    get: () => position,
    set(next: Position) {
      position = next;
    },
  };
  return disk;
}

/** The store that an agent has on a disk; `hint` is where the disk keeps the position. */
function storeOn(
  disk: MemoryDisk,
  hint: { readonly get: () => Position | null; readonly set: (position: Position) => void },
): LedgerStore {
  const { ledgers } = disk;
  const current = (): Ledger => {
    const ledger = ledgers.at(-1);
    if (!ledger) throw new Error('no ledger');
    return ledger;
  };
  return {
    get ledger() {
      return current().id;
    },
    get last() {
      return current().lines.length;
    },
    get head() {
      return current().heads.at(-1) ?? sha256Chain.first(current().id);
    },
    get position() {
      return hint.get();
    },
    replay(visit) {
      for (const { id, lines } of ledgers) for (const [index, line] of lines.entries()) visit(id, index + 1, line);
    },
    append: (lines, uses = []) =>
      write(disk, () => {
        add(current(), lines);
        disk.uses = changedUses(disk.uses, uses);
      }),
    usesOf: (tags) => usesAmong(disk.uses, tags),
    forgetUses(before) {
      disk.uses = disk.uses.filter(({ week }) => week >= before);
    },
    openUses: () => openAmong(disk.uses),
    begin: (id, lines, uses = []) =>
      write(disk, () => {
        const ledger = newLedger(id);
        disk.uses = changedUses(disk.uses, uses);
        add(ledger, lines);
        ledgers.push(ledger);
      }),
    headAt(seq) {
      mayRead(disk);
      return seq === 0 ? sha256Chain.first(current().id) : (current().heads[seq - 1] ?? null);
    },
    read(first, count) {
      mayRead(disk);
      return current().lines.slice(first - 1, first - 1 + count);
    },
    keepPosition: (next) => write(disk, () => hint.set(next)),
    check: () => {},
  };
}

function mayRead({ unreadable }: MemoryDisk): void {
  if (unreadable !== null) throw new DiskFailure(unreadable, 'the test says so');
}

function write(disk: MemoryDisk, work: () => void): void {
  disk.tries += 1;
  if (disk.failsAfter !== null && disk.failsAfter-- <= 0) {
    disk.failsAfter = null;
    disk.failing = 'disk-full';
  }
  if (disk.failing !== null) throw new DiskFailure(disk.failing, 'the test says so');
  work();
}

function newLedger(id: LedgerId): Ledger {
  return { id, lines: [], heads: [] };
}

function add({ id, lines, heads }: Ledger, more: readonly string[]): void {
  for (const line of more) {
    heads.push(headAfter(sha256Chain, heads.at(-1) ?? sha256Chain.first(id), [line]));
    lines.push(line);
  }
}
