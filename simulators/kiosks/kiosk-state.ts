import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { openLedger, openMemoryLedger, type SqliteLedger } from '../../device/adapters/sqlite-ledger.ts';
import type { BoardName } from '../../shared/config/boards.ts';
import { LedgerId, type MachineId } from '../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../shared/contracts/plan.ts';
import { seededRandom } from '../board/model/random-source.ts';
import { type BoardState, stateInDir, stateInMemory } from '../board/state-dir.ts';
import { CabinetSite } from '../cabinet/cabinet-site.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';

/** A new ledger id. */
export const newLedgerId = (): LedgerId => LedgerId.parse(randomUUID());

/** Opens a kiosk's SQLite ledger in its folder, or in memory if `dataDir` is null. */
export function openKioskLedger(machine: MachineId, dataDir: string | null): SqliteLedger {
  if (dataDir === null) return openMemoryLedger(sha256Chain, newLedgerId());
  return openLedger({
    dataDir,
    machine,
    chain: sha256Chain,
    newLedger: newLedgerId,
    dated: () => new Date().toISOString().slice(0, 19).replaceAll(':', '-').concat('Z'),
    say: () => {},
  });
}

/** Opens the state of a kiosk's cabinet and board, in its folder or in memory. */
export const openKioskState = (dataDir: string | null): BoardState =>
  dataDir === null ? stateInMemory() : stateInDir(join(dataDir, 'board'));

/** A cabinet as it was left in `state`, or a new one; its board has no power yet. */
export function openKioskSite(options: {
  readonly clock: VirtualClock;
  readonly clockAtMs: number;
  readonly machine: MachineId;
  readonly driver: BoardName;
  readonly lanes: readonly PlannedLane[];
  readonly seed: number;
  readonly state: BoardState;
}): CabinetSite {
  const { clock, clockAtMs, machine, driver, lanes, seed, state } = options;
  const serial = state.serial ?? `SIM${String(seed).padStart(6, '0')}`;
  if (state.serial === null) state.saveSerial(serial);
  return new CabinetSite({
    name: machine,
    clock,
    beganMs: clockAtMs,
    random: seededRandom(seed),
    kind: driver,
    board: { serial, nvram: state.nvram(serial) },
    lanes: Math.max(...lanes.map(({ lane }) => lane)),
    past: state.past,
    onLine: (line) => state.append(line),
    onSaved: (board) => state.saveNvram(board.serial, board.nvram),
  });
}
