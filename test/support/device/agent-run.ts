import { expect } from 'vitest';
import type { Agent } from '../../../device/agent/agent.ts';
import { createAgent } from '../../../device/agent/create-agent.ts';
import type { IdentityParts } from '../../../device/agent/identity.ts';
import type { StaffParts } from '../../../device/agent/staff.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../../shared/contracts/plan.ts';
import { ledgerNumber, type MemoryDisk, memoryDisk } from '../memory-disk.ts';
import { everyCapability, type ScriptedBoard, scriptedBoard } from '../scripted-board.ts';
import { type AgentRecord, emptyRecord, recordingEdges } from './agent-record.ts';
import { noon, planned, requestNumber } from './values.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

/** The options of a test's kiosk. */
export interface TestKioskOptions {
  readonly lanes?: readonly PlannedLane[];
  readonly disk?: MemoryDisk;
  readonly cause?: 'start' | 'new-disk' | 'damaged';
  readonly at?: number;
  readonly capabilities?: typeof everyCapability;
  readonly builtAtMs?: number;
  readonly identity?: IdentityParts;
  readonly staff?: StaffParts;
}

/** An agent on a scripted board and a memory disk, at virtual time. */
export interface AgentRun {
  readonly disk: MemoryDisk;
  readonly board: ScriptedBoard;
  readonly virtual: VirtualTime;
  readonly lanes: readonly PlannedLane[];
  readonly record: AgentRecord;
  readonly agent: Agent;
  /** Another agent on the same disk and board, not started. */
  newAgent(): Agent;
  /** The process is killed, and another agent replaces it: only the disk's content is left. */
  replaceAgent(): void;
}

export function agentRun(options: TestKioskOptions): AgentRun {
  const disk = options.disk ?? memoryDisk();
  const board = checkedBoard(disk, options.capabilities);
  const virtual = virtualTime(options.at ?? noon);
  const lanes = options.lanes ?? [planned(1), planned(2)];
  const record = emptyRecord();
  let requests = 0;
  let ledgers = disk.ledgers.length;
  let cause = options.cause ?? (disk.events().length === 0 ? 'new-disk' : 'start');

  const newAgent = (): Agent =>
    createAgent({
      store: disk.open(),
      driver: board.driver,
      ...recordingEdges(record, () => virtual.up),
      clock: virtual.clock,
      newLedgerId: () => {
        ledgers += 1;
        return ledgerNumber(ledgers);
      },
      newRequestId: () => {
        requests += 1;
        return requestNumber(1_000_000 + requests);
      },
      machine: MachineId.parse('TEST-1'),
      ...(options.identity === undefined ? {} : { identity: options.identity }),
      ...(options.staff === undefined ? {} : { staff: options.staff }),
      builtAtMs: options.builtAtMs ?? 0,
      version: '1.0.0',
      lanes,
      cause,
      rssBytes: () => 50_000_000,
    });

  let agent = newAgent();
  return {
    disk,
    board,
    virtual,
    lanes,
    record,
    get agent() {
      return agent;
    },
    newAgent,
    replaceAgent() {
      virtual.restart();
      cause = 'start';
      board.driver.take();
      agent = newAgent();
    },
  };
}

/**
 * A scripted board that fails the test if a motor would turn without its committed line, or twice
 * for one transaction.
 */
function checkedBoard(disk: MemoryDisk, capabilities = everyCapability): ScriptedBoard {
  const board = scriptedBoard(capabilities);
  board.onOrder = (order) => {
    if (order.kind !== 'vend') return;
    const turning = disk
      .events()
      .filter(
        (event) =>
          (event.kind === 'turning' || (event.kind === 'tested' && event.state === 'turning')) &&
          event.txn === order.txn,
      );
    expect(turning, 'a motor turns only after its committed line').toHaveLength(1);
    expect(
      board.orders.filter((each) => each.kind === 'vend' && each.txn === order.txn),
      'no transaction is ordered twice',
    ).toEqual([]);
  };
  return board;
}
