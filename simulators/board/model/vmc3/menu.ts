import { bigEndian, numberAt } from './frame.ts';
import type { Vmc3Nvram, Vmc3Selection } from './nvram.ts';
import type { Vmc3Selections } from './selections.ts';

/** The board's menu over the line, 0x70 and 0x71 [VMC V3 §6.6]. */

/** The parts of the board that the menu needs. */
export interface MenuHost {
  readonly nvram: Vmc3Nvram;
  readonly selections: Vmc3Selections;
  /** Called when something in NVRAM was changed. */
  changed(): void;
  /** Turns a lane for a test and calls `answer(ok)` at the end; false if the motor is not free. */
  testTurn(number: number, answer: (ok: boolean) => void): boolean;
  answer(text: readonly number[]): void;
}

const DONE = 0;
const FAILED = 1;
const READ = 0;

/** Answers one 0x70; `text` is type, operation, parameters. */
export function answerMenu(text: Uint8Array, host: MenuHost): void {
  const [type = 0, op = 0] = text;
  const params = text.subarray(2);
  const read = op === READ;
  const result = read ? readMenu(type, params, host) : setMenu(type, params, host);
  if (result !== null) host.answer([type, op, ...result]);
}

function listOf(nvram: Vmc3Nvram, chosen: (selection: Vmc3Selection) => boolean): number[] {
  const numbers = nvram.selections.flatMap((selection, index) => (chosen(selection) ? [index + 1] : []));
  return [numbers.length, ...numbers.flatMap((number) => bigEndian(number, 2))];
}

function readMenu(type: number, params: Uint8Array, host: MenuHost): number[] {
  const { nvram } = host;
  const number = numberAt(params, 0, 2);
  const selection = host.selections.find(number);
  switch (type) {
    case 0x02:
      return [1];
    case 0x08:
      return Array.from(nvram.machineId, (digit) => digit.charCodeAt(0));
    case 0x24:
      return [nvram.dropSensor ? 1 : 2];
    case 0x26:
      return [selection === undefined ? FAILED : DONE, 1];
    case 0x27:
      return [nvram.blockAfterJam ? 1 : 2];
    case 0x32:
      return [...listOf(nvram, (one) => one.jammed), 0];
    case 0x33:
      return listOf(nvram, (one) => one.motorError);
    case 0x34:
    case 0x36:
      return [0];
    case 0x41:
      return existing(host);
    case 0x42:
      return selection === undefined ? [FAILED] : configuration(selection, nvram);
    case 0x46:
      return sales(nvram);
    case 0x47:
      return selection === undefined ? [FAILED] : [...bigEndian(selection.sold, 4), ...bigEndian(selection.amount, 4)];
    default:
      return [FAILED];
  }
}

/**
 * One interpretation of an undocumented layout: all lanes, then for each cabinet its number, those
 * that work, shorts.
 */
function existing(host: MenuHost): number[] {
  const present = host.selections.numbers().length;
  return [...bigEndian(host.nvram.selections.length, 2), 1, present, 0];
}

function configuration(selection: Vmc3Selection, nvram: Vmc3Nvram): number[] {
  return [
    ...bigEndian(selection.price, 4),
    ...bigEndian(selection.inventory, 2),
    selection.capacity,
    ...bigEndian(selection.product, 2),
    1,
    nvram.dropSensor ? 0 : 1,
    nvram.blockAfterJam ? 0 : 1,
    0,
  ];
}

function sales(nvram: Vmc3Nvram): number[] {
  const sold = nvram.selections.reduce((sum, selection) => sum + selection.sold, 0);
  const amount = nvram.selections.reduce((sum, selection) => sum + selection.amount, 0);
  return [...bigEndian(sold, 4), ...bigEndian(amount, 4), ...new Array<number>(64).fill(0)];
}

function setMenu(type: number, params: Uint8Array, host: MenuHost): number[] | null {
  const { nvram } = host;
  switch (type) {
    case 0x08: {
      const machineId = String.fromCharCode(...params);
      if (!/^\d{10}$/.test(machineId)) return [FAILED];
      nvram.machineId = machineId;
      break;
    }
    case 0x24:
      nvram.dropSensor = params[1] === 1;
      break;
    case 0x27:
      nvram.blockAfterJam = params[1] === 1;
      break;
    case 0x32:
      for (const selection of nvram.selections) selection.jammed = false;
      break;
    case 0x33:
      for (const selection of nvram.selections) selection.motorError = false;
      break;
    case 0x34:
      return [DONE];
    case 0x38:
      return selectionTest(params[0] ?? 0, numberAt(params, 1, 2), host);
    case 0x50:
      return [DONE, 0];
    default:
      return [FAILED];
  }
  host.changed();
  return [DONE];
}

const noSuchSelection = 2;

function selectionTest(mode: number, number: number, host: MenuHost): number[] | null {
  const selection = host.selections.find(number);
  if (selection === undefined || !host.selections.present(number)) return [noSuchSelection];
  if (mode !== 1) return [selection.motorError ? FAILED : DONE];
  const turns = host.testTurn(number, (ok) => host.answer([0x38, 1, ok ? DONE : FAILED]));
  return turns ? null : [FAILED];
}
