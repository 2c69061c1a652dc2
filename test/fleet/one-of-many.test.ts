import type { ServerResponse } from 'node:http';
import mqtt from 'mqtt';
import { beforeEach, describe, expect, it } from 'vitest';
import { StreamHub } from '../../fleet/adapters/http/stream.ts';
import { embeddedBroker } from '../../fleet/adapters/mqtt/embedded-broker.ts';
import { usualDeadlines } from '../../fleet/deadlines.ts';
import { limits } from '../../fleet/limits.ts';
import type { BrokerRefusal } from '../../fleet/ports/broker.ts';
import { YearQuery } from '../../shared/contracts/fleet/area.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { topic } from '../../shared/contracts/topics.ts';
import { until } from '../support/fleet/fleet.ts';
import { lines, TestLedger } from '../support/fleet/kiosk.ts';
import { minute, name, start, virtualFleet } from '../support/fleet/virtual-fleet.ts';

const other = 'JX-360102-0002' as MachineId;
let fleet: Awaited<ReturnType<typeof virtualFleet>>;

beforeEach(async () => {
  fleet = await virtualFleet();
  const about = { region: '360102', site: 'clinic' as const, address: null, inServiceFrom: '2026-06-01' };
  await fleet.service.registry.register({ machine: other, name: other, ...about }, 'test');
});

const stocked = (machine: MachineId) => {
  const ledger = new TestLedger().write(lines.booted(start), lines.configured(start), lines.restocked(start, 8));
  return { machine, ledger: ledger.write(...lines.box(start)) };
};

async function say({ machine, ledger }: { machine: MachineId; ledger: TestLedger }, first = 1): Promise<void> {
  const text = ledger.batch(first);
  fleet.service.message(machine, 'events', text, text.length);
  await fleet.service.idle();
}

const flagsOf = (machine: MachineId) => fleet.service.state(machine)?.flags.map(({ flag }) => flag.finding.kind) ?? [];
const issuedOf = async (machine: MachineId) => (await fleet.store.view(machine))?.row.issued.total;
const receipts = () => fleet.sent.filter(({ channel }) => channel === 'receipt').length;

describe('a machine that cannot be evaluated', () => {
  it.each(['yesterday', '2026-02-30'])(
    'is flagged by name, and all others are evaluated: from %s',
    async (inServiceFrom) => {
      const record = fleet.service.record(name);
      if (!record) throw new Error('not registered');
      await fleet.store.saveMachine({ ...record, inServiceFrom });
      await fleet.restart();
      for (const machine of [name, other]) await say(stocked(machine));
      await fleet.pass(2 * minute);
      expect(fleet.service.storeError).toBeNull();
      expect(flagsOf(name)).toContain('not-judged');
      expect(await issuedOf(other)).toBe(1);
      const report = await fleet.service.queries.yearReport(YearQuery.parse({ year: 2026 }), '360000');
      expect(report.machines.map(({ machine }) => machine)).toEqual([other]);
      expect(fleet.news).toContainEqual({
        kind: 'not-evaluated',
        machine: name,
        why: expect.stringContaining(inServiceFrom),
      });

      await fleet.service.registry.change(name, { inServiceFrom: '2026-06-01', why: 'typed wrong' }, 'test');
      await fleet.pass(2 * minute);
      expect(flagsOf(name)).not.toContain('not-judged');
      expect(await issuedOf(name)).toBe(1);
    },
  );

  it('is not one in service since the year 1: that counts as always', async () => {
    const record = fleet.service.record(name);
    if (!record) throw new Error('not registered');
    await fleet.store.saveMachine({ ...record, inServiceFrom: '0001-01-01' });
    await fleet.restart();
    for (const machine of [name, other]) await say(stocked(machine));
    await fleet.pass(2 * minute);
    expect([await issuedOf(name), await issuedOf(other)]).toEqual([1, 1]);
    const report = await fleet.service.queries.yearReport(YearQuery.parse({ year: 2026 }), '360000');
    expect(report.machines.map(({ machine }) => machine)).toEqual([name, other]);
  });
});

describe('a machine whose lines cannot be folded', () => {
  it('is flagged by name, and its flag is cleared once they can be', async () => {
    const fold = fleet.store.fold;
    let isMended = false;
    const setAside = [{ machine: name, since: 1, at: start, why: 'not an instant' }];
    fleet.store.fold = async (count) => ({ ...(await fold(count)), ...(isMended ? {} : { setAside }) });
    await say(stocked(other));
    await fleet.pass(2 * minute);
    expect([flagsOf(name), fleet.service.setAside()]).toEqual([expect.arrayContaining(['not-booked']), [name]]);
    expect(fleet.news.filter((each) => each.kind === 'set-aside')).toHaveLength(1);
    expect(await issuedOf(other)).toBe(1);
    isMended = true;
    await say(stocked(other));
    await fleet.pass(2 * minute);
    expect([flagsOf(name).includes('not-booked'), fleet.service.setAside()]).toEqual([false, []]);
  });
});

describe('a machine that begins ledger after ledger', () => {
  it('gets no receipt for one too many, is flagged, and is accepted again when the day is over', async () => {
    for (let count = 0; count < limits.quotaLedgers; count += 1) await say(stocked(name));
    const before = receipts();
    const held = stocked(name);
    await say(held);
    expect(receipts()).toBe(before);
    await say(stocked(other));
    expect(receipts()).toBe(before + 1);
    await fleet.pass(2 * minute);
    expect(flagsOf(name)).toContain('over-quota');
    expect((await fleet.store.ledgersOf(name)).length).toBe(limits.quotaLedgers);

    fleet.skip(limits.quotaMs);
    await fleet.pass(2 * minute);
    await say(held);
    expect((await fleet.store.ledgersOf(name)).length).toBe(limits.quotaLedgers + 1);
    await fleet.pass(2 * minute);
    expect(flagsOf(name)).not.toContain('over-quota');
  });
});

describe('a machine that begins many ledgers at once', () => {
  it('does not have all of them stored', async () => {
    for (let count = 0; count < 3 * limits.quotaLedgers; count += 1) {
      const text = stocked(name).ledger.batch();
      fleet.service.message(name, 'events', text, text.length);
    }
    await fleet.service.idle();
    expect((await fleet.store.ledgersOf(name)).length).toBe(limits.quotaLedgers);
  });
});

describe('a machine with countless expired lots', () => {
  it('has at most as many flags for them as a cabinet has lanes, and its other flags', async () => {
    const plan = [{ lane: 1, product: 'CD-M', capacity: 200, par: 10 }];
    const ledger = new TestLedger().write(lines.booted(start), lines.configured(start, plan));
    for (let lot = 0; lot < 200; lot += 1) ledger.write(lines.restocked(start, 1, 1, 'CD-M', `L${lot}`, '2026-01-31'));
    await say({ machine: name, ledger });
    await fleet.pass(2 * minute);
    const kinds = flagsOf(name);
    expect(kinds.filter((kind) => kind === 'expired')).toHaveLength(limits.flagsOfAKind);
    expect(kinds).toContain('restock');
  });
});

describe('a machine that forks ledger after ledger', () => {
  it('is flagged for a few of them, and for the present one', async () => {
    const fork = (ledger: TestLedger) => {
      const text = ledger.batch().replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${'f'.repeat(64)}"`);
      fleet.service.message(name, 'events', text, text.length);
    };
    const held = stocked(name);
    await say(held);
    for (let count = 0; count < 10 * limits.forks; count += 1) fork(stocked(name).ledger);
    fork(held.ledger);
    await fleet.service.idle();
    await fleet.pass(2 * minute);
    expect(flagsOf(name).filter((kind) => kind === 'fork')).toHaveLength(limits.forks + 1);
    expect((await fleet.store.notices()).map(({ ledger }) => ledger)).toContain(held.ledger.id);
    expect(flagsOf(other)).not.toContain('fork');
  });
});

describe('a kiosk that asks repeatedly', () => {
  it('gets its configuration once, and again after a while or over another connection', async () => {
    const lane = { lane: 1, product: 'CD-M', capacity: 10, par: 10 };
    const wish = { basedOn: null, lanes: [lane], recalls: [], limits: {} };
    await fleet.service.configuration.configure(name, wish as never, 'test');
    const configs = () => fleet.sent.filter(({ channel }) => channel === 'config').length;
    fleet.service.connected(name, 1);
    const { ledger } = stocked(name);
    for (let times = 0; times < 100; times += 1) fleet.hear(ledger);
    expect(configs()).toBe(1);
    fleet.skip(limits.configAgainMs);
    fleet.hear(ledger);
    expect(configs()).toBe(2);
    fleet.service.connected(name, 2);
    fleet.hear(ledger);
    expect(configs()).toBe(3);
  });
});

describe('a page that does not read its stream', () => {
  it('gets no more messages, and is closed if it still does not read', async () => {
    let closed = false;
    const response = {
      writableLength: 0,
      writeHead: () => undefined,
      on: () => undefined,
      end: () => undefined,
      write: (text: string) => {
        response.writableLength += text.length;
      },
      destroy: () => {
        closed = true;
      },
    };
    const hub = new StreamHub(fleet.service, fleet.now, '1');
    const reader = { area: '360000', user: 'reader', session: null, mayStill: async () => true };
    hub.open(reader, response as unknown as ServerResponse);
    await hub.tick();
    expect(closed).toBe(false);
    while (response.writableLength < 1024 * 1024) hub.publish({ kind: 'registry', machine: name });
    const max = response.writableLength;
    for (let times = 0; times < 100; times += 1) hub.publish({ kind: 'registry', machine: name });
    expect(response.writableLength).toBeLessThan(max + 1000);
    await hub.tick();
    expect(closed).toBe(true);
    hub.close();
  });
});

describe('a kiosk that does not read', () => {
  it('is closed before what waits for it fills the memory', async () => {
    const refused: BrokerRefusal[] = [];
    let closed = false;
    const broker = await embeddedBroker(
      { host: '127.0.0.1', port: 0, keys: null, passwords: true, deadlines: usualDeadlines, failed: () => undefined },
      { has: () => true, authenticate: () => 'yes', authenticateKey: () => 'yes' },
      {
        connected: () => undefined,
        disconnected: () => {
          closed = true;
        },
        keyConnected: () => undefined,
        message: () => undefined,
        batch: () => undefined,
        refused: (why) => void refused.push(why),
      },
    );
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
      clientId: name,
      username: name,
      password: 'secret',
      reconnectPeriod: 0,
    });
    client.on('error', () => undefined);
    await client.subscribeAsync(topic(name, 'config'), { qos: 1 });
    client.stream.pause();
    let sent = 0;
    await until('the end of the connection', () => {
      for (let times = 0; times < 10 && !closed; times += 1, sent += 1) broker.send(name, 'config', 'x'.repeat(60_000));
      return closed;
    });
    expect(refused).toContain('slow-reader');
    // The system's own buffers are added to this.
    expect(sent * 60_000).toBeLessThan(64 * 1024 * 1024);
    client.end(true);
    await broker.close();
  });
});
