import { DataDirInUse } from '../adapters/data-dir-lock.ts';
import { OtherMachine } from '../adapters/ledger/owner.ts';
import { NewerLedger } from '../adapters/ledger/walk.ts';
import type { DeviceConfig } from '../config.ts';

/** Why a kiosk can't be started, in one line for the person who starts it. */
export class CannotStart extends Error {
  constructor(line: string) {
    super(line);
    this.name = 'CannotStart';
  }
}

/** The message for an error after which a retry is of no use; null for any other error. */
export function cannotStart(error: unknown, { http }: DeviceConfig): CannotStart | null {
  if ([DataDirInUse, NewerLedger, OtherMachine].some((kind) => error instanceof kind) && error instanceof Error)
    return new CannotStart(error.message);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return new CannotStart(`http.port ${http.port} on ${http.host} is taken by another program`);
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CannotStart(`cannot listen on http.host ${http.host}, http.port ${http.port}: ${code}`);
  return null;
}
