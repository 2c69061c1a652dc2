import type { Cabinet } from '../cabinet.ts';
import { bigEndian } from './frame.ts';
import type { Vmc3Nvram, Vmc3Selection } from './nvram.ts';

/** Bodies that the board reports, without their PackNO. */

/** 0x11 [VMC V3 §6.3]. Status 3 was recorded directly after a jam. */
export function selectionReport(number: number, selection: Vmc3Selection, paused: boolean): number[] {
  const status = selection.jammed || selection.motorError ? 3 : paused ? 1 : 0;
  return [
    ...bigEndian(number, 2),
    ...bigEndian(selection.price, 4),
    selection.inventory,
    selection.capacity,
    ...bigEndian(selection.product, 2),
    status,
  ];
}

const NEVER_READ = 0xaa;

/** 0x52 [VMC V3 §6.4]; `bytes` is LEN: 33, or 41 with humidity. */
export function machineReport(nvram: Vmc3Nvram, cabinet: Cabinet, bytes: number): number[] {
  const { tempDeciC, humidityPct, doorOpen } = cabinet;
  const celsius = tempDeciC === null ? null : Math.round(tempDeciC / 10) & 0xff;
  const slaves = new Array<number>(7).fill(NEVER_READ);
  const body = [0, 0, 0, 0, celsius ?? 0, doorOpen ? 1 : 0, ...bigEndian(0, 4), ...bigEndian(0, 4)];
  for (const digit of nvram.machineId) body.push(digit.charCodeAt(0));
  body.push(celsius ?? NEVER_READ, ...slaves, humidityPct ?? NEVER_READ, ...slaves);
  return body.slice(0, bytes - 1);
}
