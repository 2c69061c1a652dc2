import { type Bilingual, bilingual } from '../../shared/contracts/meaning.ts';
import type { OutOfService } from '../../shared/contracts/reported.ts';
import { isDoorOpen } from './door.ts';
import type { Facts } from './facts.ts';
import type { Refusal } from './reply.ts';
import type { RuntimeState } from './runtime-state.ts';

/**
 * The faults for which the machine as a whole gives nothing out now; empty if there is none. A stop
 * is not a fault.
 */
export function faultsOf(facts: Facts, runtime: RuntimeState): OutOfService[] {
  const reasons: OutOfService[] = [];
  if (runtime.disk) reasons.push('disk');
  if (!runtime.started || runtime.board.state === 'starting') reasons.push('starting');
  if (runtime.board.state === 'lost') reasons.push('board-lost');
  if (isDoorOpen(facts, runtime)) reasons.push('door-open');
  if (facts.books.sensor === 'suspect') reasons.push('sensor-suspect');
  if (facts.books.climate === 'out') reasons.push('climate');
  return reasons;
}

/**
 * Why the machine as a whole gives nothing out now: its faults, and a stop in force. Empty if it
 * gives out.
 */
export function outOfService(facts: Facts, runtime: RuntimeState): (OutOfService | 'stopped')[] {
  const faults = faultsOf(facts, runtime);
  return facts.books.stopped === null ? faults : [...faults, 'stopped'];
}

/** Each reason in words, for the log. */
export const outOfServiceWords: Readonly<Record<OutOfService | 'stopped', Bilingual>> = {
  disk: bilingual('the ledger cannot be written', '账本无法写入'),
  starting: bilingual('the kiosk or its board is starting', '终端或控制板正在启动'),
  'board-lost': bilingual('the board does not answer', '控制板无应答'),
  'door-open': bilingual('the cabinet door is open', '柜门未关'),
  'sensor-suspect': bilingual('the drop sensor is not to be trusted', '落盒传感器异常'),
  climate: bilingual('the temperature or humidity is out of range', '温湿度超限'),
  stopped: bilingual('stopped from the console', '已要求停止发放'),
};

/** Why a caller is refused before the agent's start is recorded. */
export const notStartedRefusal = ({ disk }: RuntimeState): Refusal => (disk === null ? 'starting' : 'cannot-write');
