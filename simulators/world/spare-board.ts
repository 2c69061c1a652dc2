import { boardSerial } from './board-serial.ts';
import type { Kiosk } from './kiosk.ts';

/** Puts in another board of the same kind: one that was here before, or a used one with a past of its own. */
export function swapBoard(kiosk: Kiosk): void {
  const { scenario, site, spares } = kiosk;
  const { random } = scenario;
  const known = spares.length > 0 && random.chance(0.5, 'trouble: a board that was here');
  const spare = known ? spares.splice(random.below(spares.length, 'trouble: which board'), 1)[0] : undefined;
  const used = site.kind === 'lbp' ? usedLbp(kiosk) : usedVmc3(kiosk);
  const number = (): number => random.below(100_000, 'trouble: its serial') + 1;
  const other = spare ?? { serial: boardSerial(site.kind, kiosk.name, number()), nvram: used };
  spares.push(site.swap(other));
}

function usedLbp({ scenario, computer, plan }: Kiosk): string {
  const { random } = scenario;
  const last = computer.disk.facts.books.lastTxn;
  // Below, at, or above the transaction that the kiosk used last.
  const t = Math.max(0, last + random.pick([-2, -1, 0, 0, 0, 0, 1, 1, 2, 5], 'trouble: its transaction'));
  const n = random.pick(plan, 'trouble: which lane').lane;
  const result = random.pick(['DROPPED', 'NODROP', 'JAM', 'UNKNOWN', 'RUNNING'], 'trouble: its result');
  const drops = plan.map(() => random.below(50, 'trouble: its drops'));
  const states = plan.map(() => 'READY');
  return JSON.stringify({
    boots: random.below(40, 'trouble: its boots'),
    t,
    n: t === 0 ? 0 : n,
    result: t === 0 ? 'NONE' : result,
    mark: 0,
    drops,
    states,
  });
}

/** It remembers no turn, but which lanes it took out of use. */
function usedVmc3({ scenario, plan }: Kiosk): string {
  return JSON.stringify({
    selections: plan.map(() => ({ jammed: scenario.random.chance(0.1, 'trouble: its jams') })),
  });
}
