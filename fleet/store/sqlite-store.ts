import { memory } from '../adapters/sqlite/connection/database.ts';
import type { FleetStore } from '../ports/fleet-store.ts';
import { packBatches } from './batch-transfer.ts';
import {
  callMethod,
  type ReaderCalls,
  type ReaderPorts,
  readerMethods,
  remote,
  type WriterCalls,
  type WriterPorts,
  writerMethods,
} from './calls.ts';
import type { SqliteOptions } from './options.ts';
import { composeReader } from './reader.ts';
import { ReaderPool } from './reader-pool.ts';
import { openWorker, type StoreWorker } from './worker.ts';
import { composeWriter } from './writer.ts';

/** Idle time after which the writer does its housekeeping. */
const idleMs = 5_000;

const notOpen = (): Promise<never> => Promise.reject(new Error('the store is not open'));

/**
 * A SQLite store with its ledger engine. A file has one writer thread and some reader threads.
 * `:memory:` runs in the caller's thread without timers, for tests and simulated fleets.
 * `rewritten` is called if the database lost its file name and was written again.
 */
export const sqliteStore = (options: SqliteOptions, rewritten: (lost: string) => void = () => {}): FleetStore =>
  options.file === memory ? storeInMemory(options) : storeInThreads(options, rewritten);

function storeInMemory(options: SqliteOptions): FleetStore {
  let open: { readonly writer: WriterCalls; readonly reader: ReaderCalls; close(): void } | null = null;
  const {
    ingestTransferred: _,
    idle: __,
    ...writes
  } = remote<WriterPorts>(writerMethods, async (method, args) =>
    open ? (callMethod<WriterPorts>(open.writer, method, args) as never) : notOpen(),
  );
  const reads = remote<ReaderPorts>(readerMethods, async (method, args) =>
    open ? (callMethod<ReaderPorts>(open.reader, method, args) as never) : notOpen(),
  );
  return {
    ...writes,
    ...reads,
    open: async () => {
      const { calls: writer, db, quarantined, migrated } = await composeWriter(options);
      open = { writer, reader: composeReader(options, db).calls, close: () => db.close() };
      return { quarantined, migrated };
    },
    close: async () => {
      open?.close();
      open = null;
    },
  };
}

function storeInThreads(options: SqliteOptions, rewritten: (lost: string) => void): FleetStore {
  let writer: StoreWorker<WriterPorts> | null = null;
  let readers: ReaderPool | null = null;
  let reopening: Promise<void> = Promise.resolve();
  let idleTimer: NodeJS.Timeout | null = null;

  const restUntilIdle = (): void => {
    if (idleTimer) idleTimer.refresh();
    else {
      idleTimer = setTimeout(() => void writer?.call('idle', []).catch(() => undefined), idleMs);
      idleTimer.unref();
    }
  };
  const {
    ingestTransferred,
    idle: _,
    ...writes
  } = remote<WriterPorts>(writerMethods, (method, args) => {
    if (!writer) return notOpen();
    restUntilIdle();
    return writer.call(method, args);
  });
  const reads = remote<ReaderPorts>(readerMethods, (method, args) => readers?.call(method, args) ?? notOpen());
  const openReaders = (): Promise<ReaderPool> => ReaderPool.open(() => openWorker<ReaderPorts>('reader', options));
  /** Readers of the lost file complete their running calls, then end. */
  const reopenReaders = async (lost: string): Promise<void> => {
    rewritten(lost);
    const before = readers;
    readers = await openReaders();
    await before?.close();
  };
  return {
    ...writes,
    ...reads,
    ingest: (arrived, now) => ingestTransferred(packBatches(arrived), now),
    open: async () => {
      writer = await openWorker<WriterPorts>('writer', options, (lost) => {
        reopening = reopenReaders(lost).catch(() => undefined);
      });
      readers = await openReaders();
      return { quarantined: writer.quarantined, migrated: writer.migrated };
    },
    close: async () => {
      if (idleTimer) clearTimeout(idleTimer);
      await reopening;
      await readers?.close();
      await writer?.close();
      writer = null;
      readers = null;
    },
  };
}
