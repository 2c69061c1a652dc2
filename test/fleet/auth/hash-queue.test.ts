import { describe, expect, it } from 'vitest';
import { HashQueue } from '../../../fleet/auth/hash-queue.ts';
import { limits } from '../../../fleet/limits.ts';

/** A queue whose work ends when the test says so. */
function bench() {
  const queue = new HashQueue();
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const run = (name: string, address: string | null, hasFailed = false) =>
    queue
      .run(address === null ? null : { address, hasFailed }, () => {
        started.push(name);
        return new Promise<void>((resolve) => ends.push(resolve));
      })
      .then(
        () => 'done',
        (error) => error.code,
      );
  const endOne = async (): Promise<void> => {
    ends.shift()?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { run, started, endOne };
}

describe('the queue of password hashes', () => {
  it('lets few run at a time, and goes on when one ends, also by an error', async () => {
    const { run, started, endOne } = bench();
    for (const name of ['a', 'b', 'c']) void run(name, name);
    expect(started).toEqual(['a', 'b']);
    await endOne();
    expect(started).toEqual(['a', 'b', 'c']);
    const queue = new HashQueue();
    for (let turn = 0; turn < 5; turn += 1)
      await expect(
        queue.run({ address: 'x', hasFailed: false }, () => Promise.reject(new Error('no'))),
      ).rejects.toThrow('no');
  });

  it('lets those who are known go first, however many strangers wait', async () => {
    const { run, started, endOne } = bench();
    for (let number = 0; number < 2 + limits.hashesWaiting; number += 1) void run(`s${number}`, `address ${number}`);
    expect(await run('one more', 'elsewhere')).toBe('unavailable');
    void run('known', null);
    await endOne();
    expect(started.at(-1)).toBe('known');
  });

  it('lets strangers go first whose networks did not fail lately, and finds room for them', async () => {
    const { run, started, endOne } = bench();
    for (let number = 0; number < 2 + limits.hashesWaiting; number += 1)
      void run(`failed ${number}`, `address ${number}`, true);
    expect(await run('one more', 'elsewhere', true)).toBe('unavailable');
    void run('fresh', 'elsewhere');
    await endOne();
    expect(started.at(-1)).toBe('fresh');
  });

  it('lets few of one address wait, so that another address finds room', async () => {
    const { run } = bench();
    for (let number = 0; number < 2 + limits.hashesWaitingOfAddress; number += 1) void run('a', 'one');
    expect(await run('a', 'one')).toBe('unavailable');
    expect(await Promise.race([run('b', 'two'), Promise.resolve('waits')])).toBe('waits');
  });
});
