import { bilingual } from '../../shared/contracts/meaning.ts';
import { atWorst, during, eachKiosk, type FaultAction, hourMs, minuteMs, somewhat } from './fault-action.ts';
import type { FaultKind } from './faults.ts';
import { noteFault } from './scenario.ts';
import { swapBoard } from './spare-board.ts';

/**
 * Faults of the board and its cable. What the cable does to bytes is set once, see `spoilCable`.
 */
export const boardFaults = {
  'cable-pulled': eachKiosk(3 * hourMs, (kiosk) => {
    const { scenario, site, computer } = kiosk;
    const seen = scenario.random.chance(0.5, 'trouble: the computer notices');
    const ms = somewhat(scenario, 300, 5 * minuteMs);
    atWorst(kiosk, () =>
      during(
        scenario,
        ms,
        () => {
          noteFault(scenario, 'cable-pulled');
          scenario.log.begin(kiosk.name, () => bilingual('the cable is pulled', '数据线被拔出'));
          site.unplug();
          computer.port.isThere = !seen;
          if (seen) computer.port.lose('port-gone');
        },
        () => {
          scenario.log.write(kiosk.name, () => bilingual('the cable is put back', '数据线重新插上'));
          site.plug();
          computer.port.isThere = true;
        },
      ),
    );
  }),
  'board-babbles': eachKiosk(6 * hourMs, (kiosk) => {
    const { scenario, site } = kiosk;
    const burst = (): void => {
      if (!site.wire.noisy) return;
      site.jabber();
      scenario.time.after(100, burst);
    };
    noteFault(scenario, 'board-babbles');
    during(
      scenario,
      somewhat(scenario, 2_000, 30_000),
      () => {
        site.wire.noisy = true;
        burst();
      },
      () => {
        site.wire.noisy = false;
      },
    );
  }),
  'board-power': eachKiosk(2 * hourMs, (kiosk) =>
    atWorst(kiosk, () => {
      if (!kiosk.computer.powered) return;
      noteFault(kiosk.scenario, 'board-power');
      kiosk.scenario.log.begin(kiosk.name, () => bilingual('the power of the board fails', '控制板断电'));
      kiosk.site.power(false);
      kiosk.scenario.time.after(
        somewhat(kiosk.scenario, 200, 90_000),
        () => kiosk.computer.powered && kiosk.site.power(true),
      );
    }),
  ),
  'board-hangs': eachKiosk(3 * hourMs, (kiosk) =>
    atWorst(kiosk, () => {
      noteFault(kiosk.scenario, 'board-hangs');
      kiosk.scenario.log.begin(kiosk.name, () => bilingual('the board hangs', '控制板程序停住'));
      kiosk.site.hang();
    }),
  ),
  'board-swapped': eachKiosk(5 * hourMs, (kiosk) =>
    atWorst(kiosk, () => {
      if (!kiosk.computer.powered) return;
      noteFault(kiosk.scenario, 'board-swapped');
      swapBoard(kiosk);
      kiosk.scenario.log.begin(kiosk.name, () => {
        const { serial, lastTransaction } = kiosk.site.board;
        const last = JSON.stringify(lastTransaction);
        return bilingual(`another board: ${serial}, last ${last}`, `换上另一块控制板 ${serial}，最近一次出货 ${last}`);
      });
    }),
  ),
  'board-forgets': eachKiosk(5 * hourMs, (kiosk) =>
    atWorst(kiosk, () => {
      if (!kiosk.computer.powered) return;
      noteFault(kiosk.scenario, 'board-forgets');
      kiosk.scenario.log.begin(kiosk.name, () => bilingual('the board loses its memory', '控制板丢失记录'));
      kiosk.site.forget();
    }),
  ),
} satisfies Partial<Record<FaultKind, FaultAction>>;
