import type { BoardDriver } from '../board/model/board.ts';
import { boardKinds } from '../board/model/boards.ts';
import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import { CabinetSite } from '../cabinet/cabinet-site.ts';
import { worldBoards } from './board-kinds.ts';
import type { Scenario } from './scenario.ts';

/**
 * A new cabinet of the world with a board of this kind; `onLine` is called for every line of the
 * cabinet, for the first one at once.
 */
export function kioskSite(
  { time, random, log, boards }: Scenario,
  name: string,
  kind: BoardDriver,
  lanes: number,
  onLine: (line: CabinetLine) => void,
): CabinetSite {
  return new CabinetSite({
    name,
    clock: time,
    beganMs: 0,
    random,
    kind,
    lanes,
    onLine,
    board: { serial: worldBoards[kind].serial(name, 0), nvram: '' },
    polls: worldBoards[kind].polls(boards),
    onBytes: (from, bytes) => {
      const { describe, idles } = boardKinds[kind];
      if (log.enabled && !idles(bytes)) log.wire(name, () => `${from === 'host' ? '→' : '←'} ${describe(bytes)}`);
    },
  });
}
