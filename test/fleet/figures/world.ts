import type { FleetStore } from '../../../fleet/ports/fleet-store.ts';
import type { MachineRecord } from '../../../fleet/registry/records.ts';
import { batchMaxLines } from '../../../shared/contracts/batch.ts';
import type { MachineId } from '../../../shared/contracts/ids.ts';
import type { TestLedger } from '../../support/fleet/kiosk.ts';
import { at, begunAnew, expired, fact, jammedFull, ledger, now, openForPast, settle, wrongClock } from './past.ts';

type Place = readonly [region: string, from: string];
interface Wish {
  readonly machine: string;
  readonly places: readonly Place[];
  readonly until?: string;
  readonly inServiceFrom?: string;
  readonly ledgers: readonly TestLedger[];
  /** Its lines are folded before it is registered, as those of an imported history may be. */
  readonly late?: boolean;
}

const blindTurn = { request: '11111111-1111-4111-8111-111111111111', txn: 9_000_001, lane: 1, product: 'CD-M' };

/**
 * Everything that makes figures differ: moves, retirements, late entries, year ends, suspensions,
 * doubts settled later, wrong clocks, new ledgers.
 */
const nasty: readonly Wish[] = [
  {
    machine: 'JX-360102-0001',
    places: [['360102', '2025-01-01']],
    ledgers: [
      ledger(
        '2025-10-01',
        '2025-12-31 23:59:59.999',
        '2026-01-01 00:00:00.000',
        '2026-03-09 23:59:59.999',
        '2026-03-10 00:00',
        '2026-03-10 11:00',
      ),
    ],
  },
  {
    machine: 'JX-360104-0001',
    places: [
      ['360104', '2025-01-01'],
      ['360702', '2026-02-28'],
    ],
    ledgers: [
      ledger('2025-10-01', '2025-10-03', '2026-01-01', '2026-02-27', '2026-02-28', '2026-03-01', '2026-03-10 09:00'),
    ],
  },
  {
    machine: 'JX-360102-0002',
    places: [
      ['360102', '2025-01-01'],
      ['360111', '2025-07-01'],
      ['360102', '2026-02-01'],
    ],
    ledgers: [
      ledger('2025-06-01', '2025-06-15', '?2025-07-05', '2025-08-01', '2026-01-15', '2026-02-15', '?2026-02-16'),
    ],
  },
  {
    machine: 'JX-360702-0003',
    places: [['360702', '2025-01-01']],
    until: '2026-02-10',
    ledgers: [ledger('2025-06-01', '2025-12-05', '2026-02-09', '2026-02-11', '2026-02-12')],
  },
  {
    machine: 'JX-360703-0001',
    places: [['360703', '2026-02-15']],
    inServiceFrom: '2026-02-15',
    ledgers: [ledger('2026-01-20', '2026-01-25', '2026-02-14', '2026-02-20')],
  },
  {
    machine: 'JX-360704-0001',
    places: [['360704', '2025-01-01']],
    ledgers: [ledger('2025-12-01', '2025-12-24', '2026-01-20', '2026-02-05', '2026-02-20')],
  },
  {
    machine: 'JX-360729-0001',
    places: [['360729', '2025-01-01']],
    ledgers: [settle(ledger('2025-09-01', '?2025-10-10', '2025-10-11'), '2025-11-12', true)],
  },
  {
    machine: 'JX-360729-0002',
    places: [['360729', '2025-01-01']],
    late: true,
    ledgers: [settle(ledger('2025-09-01', '?2025-12-30', '?2026-01-02', '2026-01-03'), '2026-02-01', false, 'board')],
  },
  {
    machine: 'JX-360730-0001',
    places: [['360730', '2025-01-01']],
    ledgers: [
      ledger('2025-09-01', '?2025-12-30', '2026-01-03').write(
        fact('counted', '2026-01-20', { lane: 1, product: 'CD-M', stock: 38, was: 38, by: 'filler' }),
      ),
    ],
  },
  { machine: 'JX-360731-0001', places: [['360731', '2025-01-01']], ledgers: [wrongClock()] },
  { machine: 'JX-360732-0001', places: [['360732', '2025-01-01']], ledgers: begunAnew() },
  { machine: 'JX-360733-0001', places: [['360733', '2025-01-01']], ledgers: [expired()] },
  {
    machine: 'JX-360734-0001',
    places: [['360734', '2025-01-01']],
    ledgers: [
      ledger('2025-09-01', '2026-01-04').write(
        fact('turning', '2026-03-09', { ...blindTurn, board: 'LB1', before: null }),
        fact('not-issued', '2026-03-09', { ...blindTurn, reason: 'no-drop' }),
        fact('sensor', '2026-03-09', {
          state: 'suspect',
          reason: 'no-drops',
          turns: [{ ...blindTurn, lot: '23051203' }],
        }),
      ),
    ],
  },
  {
    machine: 'JX-360781-0001',
    places: [['360781', '2025-01-01']],
    ledgers: [
      ledger('2025-09-01', '2026-01-04').write(fact('lane', '2026-03-08', { lane: 1, state: 'jam', reason: 'jam' })),
    ],
  },
  {
    machine: 'JX-360783-0001',
    places: [['360783', '2025-01-01']],
    ledgers: [
      ledger('2025-09-01', '2026-01-04').write(
        fact('board', '2026-03-09', { state: 'lost', serial: null, reason: 'mute' }),
      ),
    ],
  },
  { machine: 'JX-360481-0001', places: [['360481', '2025-01-01']], ledgers: [jammedFull()] },
  { machine: 'JX-360402-0001', places: [['360402', '2026-05-01']], inServiceFrom: '2026-05-01', ledgers: [] },
  {
    machine: 'JX-360403-0001',
    places: [
      ['360403', '2025-01-01'],
      ['360424', '2026-06-01'],
    ],
    ledgers: [ledger('2025-12-01', '2025-12-02', '2026-03-10 08:00')],
  },
];

const recordOf = ({ machine, places, until, inServiceFrom }: Wish): MachineRecord => ({
  machine: machine as MachineId,
  name: `Machine ${machine}`,
  region: places.at(-1)?.[0] ?? '',
  site: 'clinic',
  address: null,
  inServiceFrom: inServiceFrom ?? places[0]?.[1] ?? '',
  inServiceUntil: until ?? null,
  registered: at('2025-01-01'),
  secretHash: '0'.repeat(64),
  places: places.map(([region, from], index) => ({
    region,
    site: 'clinic',
    name: `Machine ${machine}`,
    from,
    until: index === places.length - 1 ? null : from,
  })),
});

async function foldAll(store: FleetStore): Promise<void> {
  while (!(await store.fold(1000)).done);
}

/** Puts machines and their ledgers into a data folder that no server has open. */
export async function putNasty(dataDir: string): Promise<void> {
  const store = await openForPast(dataDir);
  for (const wish of nasty) {
    const machine = wish.machine as MachineId;
    if (!wish.late) await store.saveMachine(recordOf(wish));
    for (const book of wish.ledgers)
      for (let first = 1; first <= book.lines.length; first += batchMaxLines) {
        const payload = book.batch(first, Math.min(first + batchMaxLines - 1, book.lines.length));
        const taken = await store.ingest([{ machine, payload, bytes: payload.length }], now);
        if (!taken.stored) throw new Error(taken.why);
      }
    await foldAll(store);
    if (wish.late) await store.saveMachine(recordOf(wish));
  }
  await store.close();
}
