import type { Fact } from '../../shared/contracts/events.ts';
import { type Lane, Txn } from '../../shared/contracts/ids.ts';
import type { FoundBoard } from './find.ts';
import type { KioskLedger } from './kiosk-ledger.ts';
import { lookAt } from './survey.ts';
import { until } from './until.ts';
import { laneWords, turnWords } from './words.ts';

/** A test turn begins within this time or not at all, in ms. */
const BEGIN_MS = 8_000;

/** After this time a board's motor, and its deadline for an answer, are over, in ms. */
const END_MS = 60_000;

/** How a test ended: in words, and whether it succeeded. */
export interface TestEnd {
  readonly words: string;
  readonly well: boolean;
}

const refused = (words: string): TestEnd => ({ words, well: false });

/** Why a motor may not be moved by hand now; null if it may. */
export function objection({ books }: KioskLedger, { host }: FoundBoard, serial: string, lane: Lane): string | null {
  if (!books.lanes.has(lane)) return `账中没有货道 ${lane} · the ledger has no lane ${lane}`;
  const remembers = host.driver.capabilities.remembersTransaction;
  const open = [books.turning, ...books.uncertain.values()].some((turn) => turn?.board === serial && remembers);
  if (!open && books.turning === null) return null;
  return '有一次出货结果未定：请先启动终端程序，由控制板结清 · a dispense is not settled: start the agent first, the board may still report its end';
}

/** Homes a lane's motor; recorded before it moves, and after. */
export async function homeLane(found: FoundBoard, ledger: KioskLedger, lane: Lane, by: string): Promise<TestEnd> {
  const about = { kind: 'tested', lane, purpose: 'home', by } as const;
  ledger.write({ ...about, state: 'turning', result: null });
  const from = found.events.length;
  found.host.order({ kind: 'home', lane });
  const end = await until(() => found.events.slice(from).find((event) => event.kind === 'homed'), END_MS);
  const hardware = end?.kind === 'homed' ? end.hardware : null;
  const reason = end?.kind === 'homed' ? end.reason : null;
  ledger.write({ ...about, state: 'done', result: hardware ?? reason ?? 'no-answer' });
  if (hardware === null) return refused(`没有复位 · not homed: ${reason ?? 'no-answer'}`);
  return { words: `货道 ${lane} lane: ${laneWords[hardware]}`, well: hardware === 'ready' };
}

/**
 * Turns a lane's motor once; recorded before it moves, and after. It is never counted as issued.
 */
export async function testTurn(found: FoundBoard, ledger: KioskLedger, lane: Lane, by: string): Promise<TestEnd> {
  const looked = await lookAt(found, lane);
  if (looked?.kind !== 'looked')
    return refused(`无法查看货道 · the lane can't be read: ${looked?.reason ?? 'no-answer'}`);
  const { reading, hardware } = looked;
  if (hardware === 'absent') return refused(`货道 ${lane} lane: ${laneWords.absent}`);

  const next = Txn.safeParse(Math.max(ledger.books.lastTxn, reading.before ?? 0) + 1);
  if (!next.success) return refused('交易号已用尽 · the board has no transaction numbers left');
  const txn = next.data;
  const about: Omit<Extract<Fact, { kind: 'tested' }>, 'state' | 'result'> = {
    kind: 'tested',
    lane,
    purpose: 'test-turn',
    by,
    txn,
  };
  ledger.write({ ...about, state: 'turning', result: null });
  found.host.order({ kind: 'vend', txn, lane, reading, startBeforeMonoMs: found.host.upNow() + BEGIN_MS });
  const end = await until(() => found.events.find((event) => event.kind === 'turned' && event.txn === txn), END_MS);
  const result = end?.kind === 'turned' ? end.result : ({ kind: 'unknown', reason: 'no-record' } as const);
  ledger.write({ ...about, state: 'done', result: 'reason' in result ? result.reason : `fell-${result.kind}` });
  return { words: turnWords(result), well: result.kind === 'one' };
}
