import { writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { boxes, bytesOf, damagedFleet, machineAt } from '../support/fleet/damaged-fleet.ts';
import { call } from '../support/fleet/fleet.ts';
import { TestKiosk } from '../support/fleet/kiosk.ts';
import { leavesOf, overwrite } from '../support/noise.ts';

const setup = damagedFleet();

describe('a damaged database', () => {
  it('is quarantined, its registry is kept, and the kiosks send the rest again', async () => {
    const ledger = boxes(400);
    const secret = await setup.fleetThatWas(3, ledger);
    const chunks = leavesOf(setup.file, 'chunk');
    overwrite(setup.file, [...chunks, ...leavesOf(setup.file, 'account')]);
    expect(chunks.length).toBeGreaterThan(3);
    const damaged = bytesOf(setup.file);
    const said = await setup.startedAgain();
    expect(said).toMatchObject({
      saved: { machines: 3, suspensions: 1, configs: 1, commands: 0, decisions: 1, users: 2 },
      lost: [],
      quarantined: setup.aside(),
    });
    expect(said.msg).toMatch(/whole registry was saved/);
    expect(bytesOf(setup.aside())).toBe(damaged);
    const running = setup.running;
    const path = `/api/v1/machines/${machineAt(1)}`;
    expect((await call(running, `${path}/suspensions`)).body.suspensions).toHaveLength(1);
    expect((await call(running, `${path}/config`)).body.asked).toMatchObject({ version: 1 });
    const kiosk = await TestKiosk.connect(running, machineAt(1), secret);
    await kiosk.present(ledger);
    await kiosk.receipt(0);
    for (let from = 1; from <= ledger.lines.length; from += 200)
      await kiosk.say('events', ledger.batch(from, Math.min(from + 199, ledger.lines.length)));
    await kiosk.receipt(ledger.lines.length);
    await running.service.idle();
    await running.tick();
    const shown = (await call(running, path)).body;
    expect([shown.issued.total, shown.uncounted, shown.decisions.length]).toEqual([400, [], 1]);
    expect(await running.store.audit()).toEqual([]);
    await kiosk.end();
  });

  it('whose books are damaged loses no line: boxes of a kiosk that is gone stay counted, on their days', async () => {
    await setup.fleetThatWas(2, boxes(400));
    const before = new Database(setup.file, { readonly: true });
    const days = before.prepare('SELECT * FROM day_total').all();
    before.close();
    overwrite(setup.file, [...leavesOf(setup.file, 'account'), ...leavesOf(setup.file, 'day_total')]);
    const said = await setup.startedAgain();
    expect(said).toMatchObject({ saved: { lines: 805 }, unreadLines: 0 });
    const running = setup.running;
    await running.service.idle();
    await running.tick();
    const { body } = await call(running, `/api/v1/machines/${machineAt(1)}`);
    expect(body).toMatchObject({ issued: { total: 400 }, ledger: { through: 805, folded: 805 } });
    expect(await running.store.audit()).toEqual([]);
    await setup.stop();
    const after = new Database(setup.file, { readonly: true });
    expect(after.prepare('SELECT * FROM day_total').all()).toEqual(days);
    after.close();
  });

  it('with a gap in a ledger keeps the lines before it, reports what is known of the rest, and gets that from the kiosk', async () => {
    const ledger = boxes(400);
    const secret = await setup.fleetThatWas(2, ledger);
    const leaves = leavesOf(setup.file, 'chunk');
    overwrite(setup.file, [leaves[Math.floor(leaves.length / 2)] ?? 0]);
    // A running server found the damage: the next start checks every page.
    writeFileSync(`${setup.file}.suspect`, '');
    const said = await setup.startedAgain();
    const { lines: saved } = said.saved as { lines: number };
    expect(saved).toBeGreaterThan(0);
    expect(saved).toBeLessThan(805);
    expect(said.unreadLines).toBe(805 - saved);
    expect(said.msg).toContain(`${saved} ledger lines were saved, ${805 - saved} could not be read`);
    const running = setup.running;
    const kiosk = await TestKiosk.connect(running, machineAt(1), secret);
    await kiosk.present(ledger);
    expect(await kiosk.receipt(saved)).toMatchObject({ head: ledger.heads[saved] });
    for (let from = saved + 1; from <= 805; from += 200)
      await kiosk.say('events', ledger.batch(from, Math.min(from + 199, 805)));
    await kiosk.receipt(805);
    await running.service.idle();
    await running.tick();
    expect((await call(running, `/api/v1/machines/${machineAt(1)}`)).body.issued.total).toBe(400);
    expect(await running.store.audit()).toEqual([]);
    await kiosk.end();
  });

  it('keeps no line that the chain does not prove', async () => {
    await setup.fleetThatWas(2, boxes(400));
    const db = new Database(setup.file);
    const [first] = db.prepare('SELECT id, count FROM chunk ORDER BY id').all() as { id: number; count: number }[];
    db.prepare("UPDATE chunk SET lines = replace(lines, 'issued', 'ISSUED') WHERE id > ?").run(first?.id ?? 0);
    db.close();
    overwrite(setup.file, leavesOf(setup.file, 'account'));
    const said = await setup.startedAgain();
    expect(said).toMatchObject({ saved: { lines: first?.count }, unreadLines: 805 - (first?.count ?? 0) });
  });

  it('that is found only while the server runs is quarantined at the next start', async () => {
    await setup.fleetThatWas(2, boxes(400));
    overwrite(setup.file, leavesOf(setup.file, 'day_total'));
    const running = await setup.run();
    await running.store.issues(machineAt(1) as never, 0 as never, 99_999 as never).catch(() => undefined);
    await running.stop();
    expect(await setup.startedAgain()).toMatchObject({ saved: { machines: 2 }, lost: [] });
  });
});
