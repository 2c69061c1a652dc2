import { expect, it } from 'vitest';
import type { ReceivedBatch } from '../../../../fleet/ledger/ingest.ts';
import type { Context } from '../../../../fleet/service/context.ts';
import { IngestService } from '../../../../fleet/service/ingest.ts';
import { NoticeDesk } from '../../../../fleet/service/noticing.ts';

it('batches are taken in while the books cannot be written, which are tried anew with the next and not again and again', async () => {
  let folds = 0;
  const taken: number[] = [];
  let refuses = true;
  const store = {
    ingest: async (group: readonly ReceivedBatch[]) => {
      taken.push(group.length);
      return { stored: true, intakes: [] };
    },
    fold: async () => {
      folds += 1;
      if (refuses && folds < 1_000) throw new Error('disk full');
      return { lines: 0, done: true, through: 1, machines: [], watched: [], aside: [] };
    },
  };
  const why: (string | null)[] = [];
  const context = {
    ...{ store, clock: { now: () => 1_000 }, zone: { dayOf: () => 1 } },
    ...{ machines: new Map(), dirty: new Set() },
    ...{ emit: () => {}, setStoreStatus: (is: string | null) => why.push(is) },
  };
  const desk = new IngestService(context as unknown as Context, new NoticeDesk(context as unknown as Context));
  const batch = { machine: 'JX-1', payload: '{}', bytes: 2 } as ReceivedBatch;
  desk.arrive(batch);
  desk.arrive(batch);
  await desk.settled();
  expect(taken).toEqual([2]);
  expect(why).toContain('disk full');
  desk.arrive(batch);
  await desk.settled();
  expect(taken).toEqual([2, 1]);
  expect(folds).toBeLessThan(6);
  refuses = false;
  await desk.settled();
  const then = folds;
  await desk.settled();
  expect(folds).toBe(then);
});
