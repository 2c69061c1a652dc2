import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { earlierDay, type LocalDay } from '../../shared/rules/calendar.ts';
import type { TimestampedLine } from './chunk.ts';
import type { FoldedChunk, SetAside } from './machine-fold.ts';

/** A line as it was folded, for listeners. */
export interface FoldedLine extends TimestampedLine {
  readonly machine: MachineId;
  readonly ledger: LedgerId;
  readonly seq: number;
  readonly received: number;
  readonly line: string;
}

export interface FoldReport {
  readonly lines: number;
  /** Whether everything stored is folded, except for machines that are set aside. */
  readonly done: boolean;
  readonly through: number;
  /** The accounts that changed, as written, with the earliest local day that changed in each. */
  readonly machines: readonly { readonly machine: MachineId; readonly account: string; readonly sinceDay: LocalDay }[];
  /** The lines one by one. Empty if there were too many. */
  readonly observedLines: readonly FoldedLine[];
  /** All machines that are set aside. */
  readonly setAside: readonly SetAside<MachineId>[];
}

/** The most lines that a fold reports one by one. For a backlog, only the machines are reported. */
const maxObservedLines = 64;

/** Summarises what folding some chunks changed. */
export function reportOf(
  chunks: readonly FoldedChunk[],
  accounts: readonly { machine: MachineId; account: string }[],
  setAside: readonly SetAside<MachineId>[],
): Pick<FoldReport, 'lines' | 'machines' | 'observedLines' | 'setAside'> {
  const since = new Map<MachineId, LocalDay>();
  let lines = 0;
  const booked = chunks.filter((each) => each.booked);
  for (const { chunk, timestamps } of booked) {
    lines += timestamps.length;
    for (const { day } of timestamps) since.set(chunk.machine, earlierDay(day, since.get(chunk.machine) ?? day));
  }
  return {
    lines,
    machines: accounts.flatMap((each) => {
      const sinceDay = since.get(each.machine);
      return sinceDay === undefined ? [] : [{ ...each, sinceDay }];
    }),
    observedLines: lines > maxObservedLines ? [] : booked.flatMap(observed),
    setAside,
  };
}

const observed = ({ chunk, timestamps }: FoldedChunk): FoldedLine[] =>
  timestamps.map((each, index) => ({
    ...each,
    machine: chunk.machine,
    ledger: chunk.ledger,
    seq: chunk.first + index,
    received: chunk.received,
    line: chunk.lines[index] ?? '',
  }));
