import type { BoardDriver } from '../board/model/board.ts';
import { boardKinds } from '../board/model/boards.ts';
import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import { CabinetSite } from '../cabinet/cabinet-site.ts';
import { boardSerial } from './board-serial.ts';
import type { Scenario } from './scenario.ts';

/**
 * How a VMC V3 board polls: every 200 ms as delivered, up to the slowest that can be set, 2 s; the driver sets those above half a second to
 * 200 ms. Polls are dear to simulate, so most boards here poll seldom while nothing happens.
 */
const polls = [
  { pollMs: 200, restPollMs: 0 },
  { pollMs: 2_000, restPollMs: 0 },
  ...[200, 200, 200, 400, 400, 400, 1_000, 2_000].map((pollMs) => ({ pollMs, restPollMs: 2_000 })),
] as const;

/** A new cabinet of the world with a board of this kind; `onLine` is called for every line of the cabinet, the first one at once. */
export function kioskSite(
  { time, random, log, boards }: Scenario,
  name: string,
  kind: BoardDriver,
  lanes: number,
  onLine: (line: CabinetLine) => void,
): CabinetSite {
  return new CabinetSite({
    ...{ name, clock: time, beganMs: 0, random, kind, lanes, onLine },
    board: { serial: boardSerial(kind, name, 0), nvram: '' },
    polls: kind === 'vmc3' ? boards.pick(polls, 'kiosk: poll') : polls[0],
    onBytes: (from, bytes) => {
      const { describe, idles } = boardKinds[kind];
      if (log.enabled && !idles(bytes)) log.write(name, () => `${from === 'host' ? '→' : '←'} ${describe(bytes)}`);
    },
  });
}
