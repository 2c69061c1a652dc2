import type { LaneTruth } from './model/cabinet-lines.ts';
import type { WireWay } from './model/wire.ts';
import type { BoardRuntime } from './runtime.ts';

/** What is wrong with a lane, in words; '' if nothing is. */
export function laneTrouble(lane: LaneTruth): string {
  const troubles: string[] = [];
  if (lane.fault === 'late') troubles.push('falls late');
  else if (lane.fault === 'nothing') troubles.push('gives nothing');
  else if (lane.fault === 'double') troubles.push('gives two');
  else if (lane.fault === 'jam') troubles.push('jams');
  if (lane.blind) troubles.push('not seen');
  return troubles.join(', ');
}

function wayText(name: string, way: WireWay): string {
  const faults = Object.entries(way.faults).filter(([fault, value]) => fault !== 'delayMs' && value > 0);
  const words = faults.map(([fault, value]) => `${fault} ${value}`);
  if (way.muted) words.push('dead');
  return `${name} ${words.length === 0 ? 'good' : words.join(' ')}`;
}

/** One line about the serial line. */
export function lineText({ wire, portPath }: BoardRuntime): string {
  const parts = [portPath === null ? 'unplugged' : `port ${portPath}`];
  parts.push(wayText('from host', wire.toBoard), wayText('from board', wire.toHost));
  if (wire.noisy) parts.push('jabbering');
  return parts.join(' · ');
}

/** One line about what fell and what is left. */
export function stockText({ cabinet }: BoardRuntime): string {
  const sensor = cabinet.stuck ? 'sensor stuck' : 'sensor ok';
  return `boxes in lanes ${cabinet.boxes} · fallen ${cabinet.falls.length} · turns ${cabinet.turns} · ${sensor}`;
}

/** One line about the board, its door and its last transaction. */
export function boardText({ board, cabinet }: BoardRuntime): string {
  const last = board.lastTransaction;
  const temp = cabinet.tempDeciC === null ? '-' : (cabinet.tempDeciC / 10).toFixed(1);
  return [
    `${board.driver} ${board.serial} ${board.powered ? 'on' : 'off'}`,
    `door ${cabinet.doorOpen ? 'open' : 'closed'}`,
    `${temp} °C ${cabinet.humidityPct ?? '-'} %`,
    last === null ? 'no transaction' : `last ${last.id} lane ${last.lane} ${last.result}`,
  ].join(' · ');
}

/** Several lines: board, stock, line, and a line for each lane that is not simply ready. */
export function statusText(runtime: BoardRuntime): string {
  const lines = [boardText(runtime), stockText(runtime), lineText(runtime)];
  for (let number = 1; number <= runtime.cabinet.lanes; number += 1) {
    const lane = runtime.cabinet.lane(number);
    if (lane === null) continue;
    const state = runtime.board.laneState(number);
    const trouble = laneTrouble(lane);
    if (state === 'READY' && trouble === '' && lane.boxes > 0 && lane.fallen === 0) continue;
    const tail = trouble === '' ? '' : `, ${trouble}`;
    lines.push(`lane ${number} ${state}, ${lane.boxes} boxes, ${lane.fallen} fallen${tail}`);
  }
  return lines.join('\n');
}
