import type { BoardDriver } from '../board/model/board.ts';

/** The serial of a board by its kind, its kiosk's name and its number from 0 to 999,999; VMC V3 knows ten digits only. */
export function boardSerial(kind: BoardDriver, kiosk: string, board: number): string {
  if (kind === 'lbp') return `${kiosk}-B${board}`;
  return `${kiosk.replace(/\D/g, '').padStart(4, '0')}${String(board).padStart(6, '0')}`;
}
