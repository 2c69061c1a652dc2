import type { Cabinet } from '../cabinet.ts';
import type { LbpMemory } from './memory.ts';
import type { LbpRequest } from './request.ts';

/** The parts of a board that its answers depend on. */
export interface AnswerSource {
  readonly cabinet: Cabinet;
  readonly memory: LbpMemory;
  /** Protocol, model, firmware and serial, as in the answer to `HELLO`. */
  readonly identity: string;
  readonly uptimeMs: number;
}

/** The answer to a request that changes nothing. */
export function queryAnswer(
  request: Exclude<LbpRequest, { verb: 'VEND' | 'CLEAR' }>,
  { cabinet, memory, identity, uptimeMs }: AnswerSource,
): string {
  const { boots, t, n, result } = memory.nvram;
  switch (request.verb) {
    case 'none':
      return `ERR ${request.error}`;
    case 'HELLO':
      return `OK ${identity} ${cabinet.lanes} ${boots}`;
    case 'STATUS': {
      const { doorOpen, tempDeciC, humidityPct } = cabinet;
      const uptimeS = Math.floor(uptimeMs / 1000);
      return `OK ${doorOpen ? 'OPEN' : 'CLOSED'} ${tempDeciC ?? '-'} ${humidityPct ?? '-'} ${uptimeS} ${boots}`;
    }
    case 'TXN':
      return `OK ${t} ${n} ${result}`;
    case 'LANE': {
      const lane = request.n;
      return lane > cabinet.lanes ? 'ERR LANE' : `OK ${lane} ${memory.laneState(lane)} ${memory.drops(lane)}`;
    }
  }
}
