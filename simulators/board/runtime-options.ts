import type { Bilingual } from '../../shared/contracts/meaning.ts';
import type { BoardDriver, BoardModel } from './model/board.ts';
import { boardKinds } from './model/boards.ts';
import type { Cabinet } from './model/cabinet.ts';
import type { CabinetLine } from './model/cabinet-lines.ts';
import type { RandomSource } from './model/random-source.ts';
import { type RecordedChunk, RecordingPlayer } from './model/recording-player.ts';
import type { OpenPort } from './port.ts';
import type { BoardState } from './state-dir.ts';

/** What a simulated board needs to run on a port. */
export interface RuntimeOptions {
  readonly driver: BoardDriver;
  readonly openPort: OpenPort;
  readonly state: BoardState;
  readonly lanes: number;
  /** Boxes in every lane of a new cabinet. */
  readonly boxes: number;
  /** The factor by which the mechanics run faster; the line keeps its own speed. */
  readonly speed: number;
  /** 0: the line takes no time. */
  readonly baudRate: number;
  readonly seed: number;
  /** The serial of a new board; if absent, of the board that was installed last. */
  readonly serial?: string;
  /** Plays a recording instead of a board. */
  readonly recording?: readonly RecordedChunk[];
  /**
   * The state cannot be stored, or the port cannot be written: the board does nothing from then on.
   */
  readonly onFailure: (error: Error) => void;
}

/** Events around the board, for screens, recordings and waiting scripts. */
export type RuntimeEvent =
  | { readonly kind: 'wire'; readonly atMs: number; readonly from: 'host' | 'board'; readonly bytes: Uint8Array }
  | { readonly kind: 'cabinet'; readonly atMs: number; readonly line: CabinetLine }
  | { readonly kind: 'note'; readonly atMs: number; readonly text: Bilingual }
  /** Something may have changed. */
  | { readonly kind: 'step' };

/** A new board of this driver in this cabinet, or the recording that is played instead. */
export function makeBoard(options: RuntimeOptions, cabinet: Cabinet, random: RandomSource, serial: string): BoardModel {
  const { driver, recording } = options;
  if (recording !== undefined) return new RecordingPlayer({ driver, cabinet, pieces: recording });
  const nvram = options.state.nvram(serial);
  return boardKinds[driver].make({ cabinet, random, serial, nvram, speed: options.speed, traced: true });
}
