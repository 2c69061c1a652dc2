import type { Agent } from '../../device/agent/agent.ts';
import { laneState, laneStock, laneUncertain } from '../../shared/ledger/books.ts';
import type { Disk } from './disk.ts';
import type { Invariants } from './invariants.ts';

/** A running agent, its disk, and the highest line of its ledger that a receipt ever covered. */
export interface RunningAgent {
  readonly agent: Agent;
  readonly disk: Disk;
  readonly receipted: number;
}

/**
 * Checks that what the agent reports about itself is what its disk's lines fold to, and that only
 * receipts shorten its outbox.
 */
export function memoryEqualsReplay(
  invariants: Invariants,
  who: string,
  { agent, disk, receipted }: RunningAgent,
): void {
  const { books, last, ledger } = disk.facts;
  const said = agent.reported();
  const rule = 'memory equals replay';
  const check = (holds: boolean, what: () => string): void => invariants.check(holds, rule, who, what);
  check(
    said.ledger === ledger && said.last === last,
    () => `it says ${said.last} of ${said.ledger}, the disk ${last} of ${ledger}`,
  );
  const waiting = last - receipted;
  invariants.check(
    agent.health().outbox.waiting >= waiting,
    'the position moves with receipts only',
    who,
    () => `it says ${agent.health().outbox.waiting} lines wait for a receipt, and there was none for ${waiting}`,
  );
  check(said.config === books.configVersion, () => `it says plan ${said.config}, the disk ${books.configVersion}`);
  check(said.sensor === books.sensor, () => `it says the sensor is ${said.sensor}, the disk ${books.sensor}`);
  check(
    said.lanes.length === books.lanes.size,
    () => `it has ${said.lanes.length} lanes, the disk ${books.lanes.size}`,
  );
  for (const lane of said.lanes) {
    const book = books.lanes.get(lane.lane);
    const same =
      book !== undefined &&
      laneStock(book) === lane.stock &&
      laneUncertain(book) === lane.uncertain &&
      laneState(book) === lane.state &&
      book.product === lane.product;
    check(same, () => `lane ${lane.lane}: it says ${JSON.stringify(lane)}, the disk ${JSON.stringify(book)}`);
  }
}
