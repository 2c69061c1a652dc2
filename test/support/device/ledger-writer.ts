// A process that appends to a ledger until it is killed, and reports its progress after each
// append; run by ledger-crash.test.ts.
import { writeSync } from 'node:fs';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { openLedger } from '../../../device/adapters/sqlite-ledger.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { newLedgerId } from './ledgers.ts';

const [dataDir = ''] = process.argv.slice(2);
const store = openLedger({
  dataDir,
  machine: MachineId.parse('JX-360102-0001'),
  chain: sha256Chain,
  newLedger: newLedgerId,
  dated: () => 'now',
  say: () => {},
});
for (;;) {
  const next = store.last + 1;
  // Always whole triples, so that an append that was cut in two is detected.
  const lines = [next, next + 1, next + 2].map((seq) => JSON.stringify({ kind: 'x', seq, fill: 'f'.repeat(200) }));
  store.append(lines);
  writeSync(1, `${store.last} ${store.head}\n`);
}
