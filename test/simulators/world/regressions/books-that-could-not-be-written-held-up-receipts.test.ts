import { expect, it } from 'vitest';
import type { ReceivedBatch } from '../../../../fleet/ledger/check-batch.ts';
import { EvaluationQueue } from '../../../../fleet/service/evaluation-queue.ts';
import { IngestService } from '../../../../fleet/service/ingest.ts';
import { NoticeService } from '../../../../fleet/service/notices.ts';
import { StoreStatus } from '../../../../fleet/service/store-status.ts';

it('batches are accepted while the books cannot be written; writing is tried again with the next batch, not in a loop', async () => {
  let folds = 0;
  const taken: number[] = [];
  let refuses = true;
  const store = {
    ingest: async (group: readonly ReceivedBatch[]) => {
      taken.push(group.length);
      return { stored: true, results: [] };
    },
    fold: async () => {
      folds += 1;
      if (refuses && folds < 1_000) throw new Error('disk full');
      return { lines: 0, done: true, through: 1, machines: [], observedLines: [], setAside: [] };
    },
  };
  const why: (string | null)[] = [];
  const dependencies = {
    store,
    clock: { now: () => 1_000 },
    zone: { dayOf: () => 1 },
    machines: new Map(),
    evaluationQueue: new EvaluationQueue(),
    emit: () => {},
    storeStatus: new StoreStatus((is) => why.push(is)),
  };
  const notices = new NoticeService(dependencies as never);
  const quarantines = { keepListInStore: async () => {} };
  const service = new IngestService({ ...dependencies, notices, quarantines } as never);
  const batch = { machine: 'JX-1', payload: '{}', bytes: 2 } as ReceivedBatch;
  service.arrive(batch);
  service.arrive(batch);
  await service.idle();
  expect(taken).toEqual([2]);
  expect(why).toContain('disk full');
  service.arrive(batch);
  await service.idle();
  expect(taken).toEqual([2, 1]);
  expect(folds).toBeLessThan(6);
  refuses = false;
  await service.idle();
  const then = folds;
  await service.idle();
  expect(folds).toBe(then);
});
