import { type Bilingual, bilingual, joinBilingual } from '../../shared/contracts/meaning.ts';
import { DataDirInUse } from '../adapters/data-dir-lock.ts';
import { OtherMachine } from '../adapters/ledger/owner.ts';
import { NewerLedger } from '../adapters/ledger/walk.ts';
import type { DeviceConfig } from '../config.ts';

/** Why a kiosk can't be started, in one line of both languages for the person who starts it. */
export class CannotStart extends Error {
  constructor(line: Bilingual) {
    super(joinBilingual(line));
    this.name = 'CannotStart';
  }
}

/** The message for an error after which a retry is of no use; null for any other error. */
export function cannotStart(error: unknown, { http }: DeviceConfig): CannotStart | null {
  if (error instanceof DataDirInUse || error instanceof NewerLedger || error instanceof OtherMachine)
    return new CannotStart(error.line);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE')
    return new CannotStart(
      bilingual(
        `http.port ${http.port} on ${http.host} is taken by another program`,
        `http.port 的值为 ${http.port}，已被 ${http.host} 上的其他程序占用`,
      ),
    );
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CannotStart(
      bilingual(
        `cannot listen on http.host ${http.host}, http.port ${http.port}: ${code}`,
        `无法监听 http.host ${http.host} 的端口 http.port ${http.port}（${code}）`,
      ),
    );
  return null;
}
