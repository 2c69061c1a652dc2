import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KioskConfig } from '../../shared/config/kiosk.ts';
import { type Event, type Fact, readLine } from '../../shared/contracts/events.ts';
import { LedgerId } from '../../shared/contracts/ids.ts';
import type { Books } from '../../shared/ledger/books.ts';
import { emptyBooks } from '../../shared/ledger/books.ts';
import { fold } from '../../shared/ledger/fold.ts';
import { sha256Chain } from '../adapters/chain.ts';
import { lockDataDir } from '../adapters/data-dir-lock.ts';
import { openLedger } from '../adapters/sqlite-ledger.ts';

/** The kiosk's ledger as a technician's tool uses it, while no agent runs. */
export interface KioskLedger {
  readonly books: Books;
  /** One durable line; throws DiskFailure. */
  write(fact: Fact): void;
  close(): void;
}

/** Why a technician's tool may not write to this ledger. */
export class NoLedger extends Error {}

/**
 * Opens the ledger that an agent has begun, and locks it for this process. Throws DataDirInUse
 * while an agent runs, NoLedger if there is none yet, OtherMachine if it belongs to another
 * machine, and DiskFailure.
 */
export function openKioskLedger(
  { dataDir, machine }: Pick<KioskConfig, 'dataDir' | 'machine'>,
  version: string,
): KioskLedger {
  if (!existsSync(join(dataDir, 'ledger.db'))) throw new NoLedger(`there is no ledger in ${dataDir} yet`);
  const lock = lockDataDir(dataDir);
  try {
    const store = openLedger({
      dataDir,
      machine,
      chain: sha256Chain,
      newLedger: () => LedgerId.parse(randomUUID()),
      dated: () => new Date().toISOString().slice(0, 19).replaceAll(':', '-').concat('Z'),
      say: (_level, message) => void process.stderr.write(`${message}\n`),
    });
    const books = emptyBooks();
    store.replay((_ledger, seq, text) => {
      const read = readLine(text);
      if (read.kind === 'known') fold(books, seq, read.event);
    });
    const started = performance.now();
    const run = books.run + 1;
    let begun = false;
    const append = (fact: Fact): void => {
      const event = { ...fact, at: Date.now(), run, up: Math.floor(performance.now() - started) } as Event;
      store.append([JSON.stringify(event)]);
      fold(books, store.last, event);
    };
    const close = (): void => {
      store.close();
      lock.release();
    };
    if (store.begun !== 'start' || store.last === 0) {
      close();
      throw new NoLedger('the ledger is new or was damaged: let the agent begin it first');
    }
    return {
      books,
      write(fact) {
        // The tool's lines get their own run, so that their times are not taken for the agent's.
        if (!begun) append({ kind: 'booted', version, cause: 'probe', ledgerBefore: null });
        begun = true;
        append(fact);
      },
      close,
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
