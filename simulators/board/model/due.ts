import type { Cabinet } from './cabinet.ts';

/** A board's own next alarm; Infinity: none. */
export interface Due {
  atMs(): number;
  /**
   * `atMs`: when it was due; `nowMs`: when it is done, which is later if nobody woke the board in
   * time.
   */
  act(atMs: number, nowMs: number): void;
}

/**
 * Processes everything that is due by now, of the cabinet and of the board, in order of time; the
 * cabinet goes first.
 */
export function runDue(cabinet: Cabinet, nowMs: number, own: Due): void {
  for (;;) {
    const cabinetAtMs = cabinet.wakeAtMs ?? Infinity;
    const ownAtMs = own.atMs();
    const atMs = Math.min(cabinetAtMs, ownAtMs);
    if (atMs > nowMs || atMs === Infinity) return;
    if (cabinetAtMs === atMs) cabinet.advance(atMs);
    else own.act(atMs, nowMs);
  }
}
