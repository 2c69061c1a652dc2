import { beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../fleet/limits.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { minute, name, start, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const other = 'JX-360102-0002' as MachineId;
let fleet: Awaited<ReturnType<typeof virtualFleet>>;

beforeEach(async () => {
  fleet = await virtualFleet();
  const about = { region: '360102', site: 'clinic' as const, address: null, inServiceFrom: '2026-06-01' };
  await fleet.service.registry.register({ machine: other, name: other, ...about }, 'test');
});

const stocked = (): TestLedger =>
  new TestLedger()
    .write(lines.booted(start), lines.configured(start), lines.restocked(start, 8))
    .write(...lines.box(start));
const say = async (machine: MachineId, ledger: TestLedger): Promise<void> => {
  const text = ledger.batch();
  fleet.service.message(machine, 'events', text, text.length);
  await fleet.service.idle();
};
const issuedOf = async (machine: MachineId) => (await fleet.store.view(machine))?.row.issued.total;
const heard = () => fleet.service.state(name)?.presence.heard;

describe('a machine that sends message after message', () => {
  it('is not heard beyond its quota, is flagged, and is heard again when the day is over', async () => {
    const ledger = stocked();
    for (let count = 0; count < limits.quotaMessages - 1; count += 1) fleet.service.message(name, 'results', '', 0);
    const last = fleet.now();
    fleet.hear(ledger);
    expect(heard()).toBe(last);

    fleet.skip(minute);
    fleet.hear(ledger);
    await say(name, ledger);
    expect(heard()).toBe(last);
    expect(await fleet.store.ledgersOf(name)).toEqual([]);
    await say(other, stocked());
    await fleet.pass(2 * minute);
    expect([fleet.flags().includes('over-quota'), await issuedOf(other)]).toEqual([true, 1]);

    fleet.skip(limits.quotaMs);
    await say(name, ledger);
    await fleet.pass(2 * minute);
    expect([fleet.flags().includes('over-quota'), await issuedOf(name)]).toEqual([false, 1]);
  });
});
