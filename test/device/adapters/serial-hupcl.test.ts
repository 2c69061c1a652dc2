import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SerialLine } from '../../../device/adapters/serial-line.ts';
import { ptyPort } from '../../../simulators/board/pty.ts';
import { testFolder } from '../../support/fleet/fleet.ts';

it.each([
  ['is left up where nothing is said', undefined, '-hupcl'],
  ['falls where it is wanted', true, 'hupcl'],
])('DTR at the end of the port %s', async (_, hupcl, flag) => {
  const folder = testFolder();
  const port = join(folder.path, 'tty');
  const board = await ptyPort(port)({ onBytes: () => {}, onLost: () => {} });
  const heard: string[] = [];
  const line = new SerialLine(
    { port, baudRate: 115_200, longestLine: null, ...(hupcl === undefined ? {} : { hupcl }) },
    { opened: () => void heard.push('opened'), closed: (reason) => void heard.push(reason), received: () => {} },
  );
  onTestFinished(() => {
    line.close();
    board.close();
    folder.remove();
  });
  line.open();
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['opened']);
  expect(
    execFileSync('stty', ['-a', '-F', port])
      .toString()
      .split(/[\s;]+/),
  ).toContain(flag);
});
