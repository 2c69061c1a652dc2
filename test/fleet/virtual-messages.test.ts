import { describe, expect, it } from 'vitest';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { hold, replaceIn } from '../support/fleet/store.ts';
import { minute, name, start, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const stocked = () =>
  new TestLedger().write(
    lines.booted(start),
    lines.configured(start, [{ lane: 1, product: 'CD-M', capacity: 100, par: 100 }]),
    lines.restocked(start, 100),
  );

describe('on virtual time the same service', () => {
  it('sends a command again until it is answered, lets it expire unsent, and reports it as unknown if nobody answered', async () => {
    const fleet = await virtualFleet();
    const unsent = await fleet.service.commands.request(name, { kind: 'report', expiresInMinutes: 5 }, 'test');
    await fleet.pass(6 * minute);
    expect((await fleet.store.commands(name, null, 10)).items.find((each) => each.id === unsent.id)).toMatchObject({
      state: 'expired',
    });
    expect(fleet.sent).toEqual([]);
    fleet.service.connected(name, 1);
    const asked = await fleet.service.commands.request(name, { kind: 'restart', expiresInMinutes: 5 }, 'test');
    expect(asked.state).toBe('sent');
    await fleet.pass(10 * minute);
    const commands = fleet.sent.filter((each) => each.channel === 'commands');
    expect(commands.length).toBeGreaterThan(3);
    expect(
      commands.every((each) => each.at < asked.expires),
      'nothing is sent past its expiry',
    ).toBe(true);
    expect(new Set(commands.map((each) => each.payload)).size).toBe(1);
    const late = async () => (await fleet.store.commands(name, null, 10)).items.find((each) => each.id === asked.id);
    expect(await late()).toMatchObject({ state: 'unknown' });
    const result = JSON.stringify({ id: asked.id, state: 'done', code: null, detail: null });
    fleet.service.message(name, 'results', result, result.length);
    expect(await late()).toMatchObject({ state: 'done' });
  });

  it('never sends a receipt before the store has committed', async () => {
    const fleet = await virtualFleet();
    const ledger = stocked();
    const { reached, release } = hold(fleet.store, 'ingest');
    const taken = fleet.take(ledger);
    await reached;
    await new Promise(setImmediate);
    expect(fleet.sent).toEqual([]);
    release();
    await taken;
    expect(fleet.sent.map((each) => each.channel)).toEqual(['receipt']);
  });

  it('folds at once if it is quiet, lets sending kiosks come first, and catches up within a second', async () => {
    const fleet = await virtualFleet();
    const fold = fleet.store.fold.bind(fleet.store);
    replaceIn(fleet.store, {
      fold: (count) => {
        fleet.skip(100);
        return fold(count);
      },
    });
    const ledger = stocked();
    const turns = async () => {
      for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
    };
    const receipts = () => fleet.sent.filter((each) => each.channel === 'receipt').length;
    /** Sends what is written, and runs promises until its receipt came and nothing more happens. */
    const send = async (first: number) => {
      const before = receipts();
      const text = ledger.batch(first);
      fleet.service.message(name, 'events', text, text.length);
      await turns();
      expect(receipts()).toBe(before + 1);
    };
    const folded = () => fleet.service.state(name)?.account.seq;
    await fleet.service.idle();
    await fleet.pass(2_000);
    await send(1);
    expect(folded()).toBe(3);
    ledger.write(...lines.box(start));
    await send(4);
    ledger.write(...lines.box(start));
    await send(6);
    expect(folded()).toBe(3);
    await fleet.pass(1_000);
    await turns();
    expect(folded()).toBe(7);
    // A caller that asks for settled books does not wait for a pause.
    ledger.write(...lines.box(start));
    await send(8);
    expect(folded()).toBe(7);
    await fleet.service.idle();
    expect(folded()).toBe(9);
  });

  it('repeats itself: the same inputs give the same messages and flags', async () => {
    const course = async () => {
      const fleet = await virtualFleet();
      const ledger = new TestLedger('7b1c2f64-3d0e-4b6a-9a51-0c9f6a4d1e22').write(
        lines.booted(start),
        lines.configured(start),
      );
      fleet.service.connected(name, 1);
      fleet.hear(ledger);
      await fleet.take(ledger);
      await fleet.pass(30 * minute);
      return { sent: fleet.sent, flags: fleet.service.state(name)?.flags };
    };
    expect(await course()).toEqual(await course());
  });
});
