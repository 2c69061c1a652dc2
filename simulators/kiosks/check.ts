import { readLine } from '../../shared/contracts/events.ts';
import { emptyBooks } from '../../shared/ledger/books.ts';
import { fold } from '../../shared/ledger/fold.ts';
import type { FleetApi } from './fleet-api.ts';
import type { SimulatedKiosk } from './kiosk.ts';

/** Boxes of one kiosk by its cabinet, its own ledger and the fleet. */
interface Balance {
  readonly fell: number;
  readonly issued: number;
  /** Boxes that may have fallen; nobody can know. */
  readonly open: number;
}

/** The balance of the kiosk's own ledger, folded again from its lines. */
function balanceOf(kiosk: SimulatedKiosk): Balance {
  const books = emptyBooks();
  kiosk.ledger.replay((_ledger, seq, line) => {
    const read = readLine(line);
    if (read.kind === 'known') fold(books, seq, read.event);
  });
  return { fell: kiosk.site.cabinet.falls.length, issued: books.issued, open: books.uncertain.size };
}

/**
 * Compares what fell with the kiosks' ledgers and with the fleet; returns a line for each
 * difference.
 */
export async function check(
  kiosks: readonly SimulatedKiosk[],
  api: FleetApi | null,
): Promise<{
  readonly wrong: readonly string[];
  readonly fell: number;
  readonly issued: number;
  readonly open: number;
}> {
  const wrong: string[] = [];
  const sum = { fell: 0, issued: 0, open: 0 };
  for (const kiosk of kiosks) {
    const { machine, ledger } = kiosk;
    const { fell, issued, open } = balanceOf(kiosk);
    sum.fell += fell;
    sum.issued += issued;
    sum.open += open;
    if (fell < issued || fell > issued + open)
      wrong.push(`${machine}: ${fell} boxes fell, its ledger says ${issued} issued and ${open} uncertain`);
    if (kiosk.waiting > 0) wrong.push(`${machine}: ${kiosk.waiting} lines have no receipt`);
    const fleet = api && (await api.counts(machine));
    if (!fleet) continue;
    if (fleet.issued.total !== issued)
      wrong.push(`${machine}: the fleet counts ${fleet.issued.total} issued, its ledger ${issued}`);
    if (fleet.ledger.through !== ledger.last || fleet.ledger.id !== ledger.ledger)
      wrong.push(`${machine}: the fleet holds line ${fleet.ledger.through}, its ledger ends at ${ledger.last}`);
  }
  return { wrong, ...sum };
}
