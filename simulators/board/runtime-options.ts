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
  /** Put into every lane of a cabinet that is new. */
  readonly boxes: number;
  /** How many times as fast as life the mechanics run; the line keeps its own speed. */
  readonly speed: number;
  /** 0: the line takes no time. */
  readonly baudRate: number;
  readonly seed: number;
  /** Of a board that is new; else the one that was built in last. */
  readonly serial?: string;
  /** Plays a recording instead of a board. */
  readonly recording?: readonly RecordedChunk[];
  /** The state cannot be kept, or the port cannot be written: the board stands still from then on. */
  readonly onFailure: (error: Error) => void;
}

/** What happens around the board, for screens, recordings and scripts that wait. */
export type RuntimeEvent =
  | { readonly kind: 'wire'; readonly atMs: number; readonly from: 'host' | 'board'; readonly bytes: Uint8Array }
  | { readonly kind: 'cabinet'; readonly atMs: number; readonly line: CabinetLine }
  | { readonly kind: 'note'; readonly atMs: number; readonly text: string }
  /** Something may have changed. */
  | { readonly kind: 'step' };

/** A new board of this driver on this cabinet, or the recording that is played instead of one. */
export function makeBoard(options: RuntimeOptions, cabinet: Cabinet, random: RandomSource, serial: string): BoardModel {
  const { driver, recording } = options;
  if (recording !== undefined) return new RecordingPlayer({ driver, cabinet, pieces: recording });
  const nvram = options.state.nvram(serial);
  return boardKinds[driver].make({ cabinet, random, serial, nvram, speed: options.speed, traced: true });
}
