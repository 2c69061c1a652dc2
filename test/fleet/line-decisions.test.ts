import { expect, it } from 'vitest';
import { readAccount } from '../../fleet/ledger/account-text.ts';
import type { LineDecision } from '../../fleet/ledger/uncounted.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { testFolder } from '../support/fleet/fleet.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { steadyMachine } from '../support/fleet/province.ts';
import { openStore } from '../support/fleet/store.ts';
import { foldAll } from '../support/fleet/two-machines.ts';

const october = Date.UTC(2025, 9, 1, 4);
const march = Date.UTC(2026, 2, 10, 4);
const one = 'JX-360102-0001' as MachineId;
const two = 'JX-360102-0002' as MachineId;

it('a decision rebuilds that machine’s books, and remains in force over a restart and a rebuild', async () => {
  const folder = testFolder();
  const open = () => openStore(`${folder.path}/fleet.db`, march);
  let store = await open();
  const late = new TestLedger().write(lines.booted(october), lines.configured(october), lines.restocked(october, 5));
  late.write(...lines.box(october), ...lines.box(march));
  for (const machine of [one, two]) {
    await store.saveMachine({ ...steadyMachine(machine, '360102', 1, 0, march).record, places: placesOf });
    const payload = late.batch();
    await store.ingest([{ machine, payload, bytes: payload.length }], march);
  }
  await foldAll(store);
  const year = async (): Promise<(string | number)[]> =>
    (await store.months('3601', '2025-01', '2026-12', 'machine')).flatMap(({ key, month, issued }) => [
      key,
      month,
      issued,
    ]);
  const without = [one, '2026-03', 1, two, '2026-03', 1];
  expect((await year()).sort()).toEqual([...without].sort());

  const decision: LineDecision = {
    id: 'd1',
    machine: one,
    ledger: late.id,
    reason: 'closed-year',
    first: 1,
    last: late.lines.length,
    verdict: 'accept',
    note: 'was offline over New Year',
    by: 'admin',
    at: march,
  };
  const account = readAccount(await store.decide(decision));
  expect([account.uncounted, account.late, account.books.issued]).toEqual([[], { 2025: { counted: 1, beside: 0 } }, 2]);
  const counted = [...without, one, '2025-10', 1].sort();
  const marks = async (machine: MachineId) =>
    (await store.events(machine, { after: null, order: 'oldest', kinds: ['issued'], limit: 9 })).events.map(
      ({ uncounted }) => uncounted,
    );
  const same = async (): Promise<void> => {
    expect((await year()).sort()).toEqual(counted);
    expect([await marks(one), await marks(two)]).toEqual([
      [null, null],
      ['closed-year', null],
    ]);
    expect(await store.decisions()).toEqual([decision]);
    expect(await store.audit()).toEqual([]);
  };
  await same();
  await store.close();
  store = await open();
  await same();
  await store.rebuild();
  await same();
  await store.close();
  folder.remove();
});

const placesOf = [{ region: '360102', site: 'clinic', name: 'x', from: '2025-01-01', until: null }];
