import { existsSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { openLedger, type SqliteLedger } from '../../../device/adapters/sqlite-ledger.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { newLedgerId } from './ledgers.ts';

/** What an opening logged, and the ledger. */
export interface Opened {
  readonly ledger: SqliteLedger;
  readonly said: { level: string; message: string; detail: unknown }[];
  readonly damage: { reports: number };
}

/** Opens the ledger of a folder as the agent does, and closes it after the test at the latest. */
export function openIn(dataDir: string, dated = '2026-11-23T14-05-01Z', machine = 'JX-360102-0001'): Opened {
  const said: Opened['said'] = [];
  const damage = { reports: 0 };
  const ledger = openLedger({
    dataDir,
    machine: MachineId.parse(machine),
    chain: sha256Chain,
    newLedger: newLedgerId,
    dated: () => dated,
    say: (level, message, detail) => said.push({ level, message, detail }),
    onDamage: () => {
      damage.reports += 1;
    },
  });
  onTestFinished(() => {
    // If a test removed its file permanently, nothing is lost by it.
    if (existsSync(dataDir)) ledger.close();
  });
  return { ledger, said, damage };
}
