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
          scenario.log.write(kiosk.name, () => 'the cable is pulled');
          site.unplug();
          computer.port.isThere = !seen;
          if (seen) computer.port.lose('port-gone');
        },
        () => {
          scenario.log.write(kiosk.name, () => 'the cable is put back');
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
      kiosk.scenario.log.write(kiosk.name, () => 'the power of the board fails');
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
      kiosk.scenario.log.write(kiosk.name, () => 'the board hangs');
      kiosk.site.hang();
    }),
  ),
  'board-swapped': eachKiosk(5 * hourMs, (kiosk) =>
    atWorst(kiosk, () => {
      if (!kiosk.computer.powered) return;
      noteFault(kiosk.scenario, 'board-swapped');
      swapBoard(kiosk);
      kiosk.scenario.log.write(
        kiosk.name,
        () => `another board: ${kiosk.site.board.serial}, last ${JSON.stringify(kiosk.site.board.lastTransaction)}`,
      );
    }),
  ),
  'board-forgets': eachKiosk(5 * hourMs, (kiosk) =>
    atWorst(kiosk, () => {
      if (!kiosk.computer.powered) return;
      noteFault(kiosk.scenario, 'board-forgets');
      kiosk.scenario.log.write(kiosk.name, () => 'the board loses its memory');
      kiosk.site.forget();
    }),
  ),
} satisfies Partial<Record<FaultKind, FaultAction>>;
