import { expect } from 'vitest';
import { readLine } from '../../../shared/contracts/events.ts';
import type { ReportedLane, ReportedState } from '../../../shared/contracts/reported.ts';
import type { AgentRun } from './agent-run.ts';

/** What the kiosk reports, and the content of its ledger. */
export type LedgerSide = ReturnType<typeof ledgerSide>;

export function ledgerSide(run: AgentRun) {
  const { disk } = run;
  const state = (): ReportedState => run.agent.reported();

  return {
    state,
    lane(n: number): ReportedLane {
      const found = state().lanes.find((each) => each.lane === n);
      if (!found) throw new Error(`no lane ${n}`);
      return found;
    },
    /** The kinds of all lines, in order, without those before `from`. */
    kinds: (from = 0) =>
      disk
        .events()
        .slice(from)
        .map(({ kind }) => kind),
    lines: (kind: string) => disk.events().filter((event) => event.kind === kind),
    last: () => disk.events().length,

    /**
     * What must always hold: every line can be read back, and a replay gives what the memory has.
     */
    check() {
      const now = state();
      for (const { id, lines } of disk.ledgers)
        for (const line of lines) expect(readLine(line), `${id}: ${line}`).toMatchObject({ kind: 'known' });
      expect(known(run.newAgent().reported())).toEqual(known(now));
      for (const { stock, lots } of now.lanes) {
        expect(stock).toBeGreaterThanOrEqual(0);
        expect(lots.reduce((sum, lot) => sum + lot.count, 0)).toBe(stock);
      }
    },
  };
}

const known = ({ lanes, config, sensor, last, ledger }: ReportedState) => ({ lanes, config, sensor, last, ledger });
