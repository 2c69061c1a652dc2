import { worldBoards } from './board-kinds.ts';
import type { Kiosk } from './kiosk.ts';

/**
 * Installs another board of the same kind: one that was here before, or one that was used
 * elsewhere.
 */
export function swapBoard({ scenario, site, spares, computer, plan, name }: Kiosk): void {
  const { random } = scenario;
  const kind = worldBoards[site.kind];
  const known = spares.length > 0 && random.chance(0.5, 'trouble: a board that was here');
  const spare = known ? spares.splice(random.below(spares.length, 'trouble: which board'), 1)[0] : undefined;
  const { lastTxn } = computer.disk.facts.books;
  const nvram = kind.usedMemory({ random, lastTxn, lanes: plan.map(({ lane }) => lane) });
  const number = (): number => random.below(100_000, 'trouble: its serial') + 1;
  const other = spare ?? { serial: kind.serial(name, number()), nvram };
  spares.push(site.swap(other));
}
