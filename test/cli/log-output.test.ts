import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const writer = fileURLToPath(new URL('../support/log-writer.js', import.meta.url));

/** A process that has written 5 MB of log into a pipe that nobody reads. */
async function writing() {
  const child = spawn(process.execPath, [writer], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stderr, 'data');
  return child;
}

it('continues while nobody reads the log, and ends at once', async () => {
  const child = await writing();
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

it('continues when the reader is gone', async () => {
  const child = await writing();
  child.stdout.destroy();
  child.stdin.write('\n');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

it('writes how many lines it dropped as soon as they are read again', async () => {
  const child = await writing();
  let read = '';
  child.stdout.on('data', (piece) => {
    read += piece;
  });
  await expect.poll(() => read.length, { timeout: 10_000 }).toBeGreaterThan(900_000);
  child.stdin.write('\n');
  await once(child, 'close');
  const lines = read
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const kept = lines.filter(({ i }) => i !== undefined).length;
  expect(kept).toBeLessThan(5_000);
  expect(lines.slice(-2)).toMatchObject([{ dropped: 5_000 - kept }, { msg: 'last' }]);
});
