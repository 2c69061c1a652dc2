import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Chain } from '../../device/adapters/chain.ts';
import { openAccount } from '../../fleet/ledger/account.ts';
import { readAccount, writeAccount } from '../../fleet/ledger/account-text.ts';
import { checkBatch, textCodec } from '../../fleet/ledger/check-batch.ts';
import { readBatch } from '../../shared/contracts/batch.ts';
import { readLine } from '../../shared/contracts/events.ts';
import { NewMachine } from '../../shared/contracts/fleet/registration.ts';
import { laneStock } from '../../shared/ledger/books.ts';
import { formatDay } from '../../shared/rules/calendar.ts';
import { dayOf } from '../../simulators/demo/days.ts';
import { DemoLedger, type LedgerStand } from '../../simulators/demo/ledger.ts';
import { MachineLife } from '../../simulators/demo/life.ts';
import { type DemoMachine, type ProvinceSeed, provinceOf } from '../../simulators/demo/machine.ts';
import { troubles } from '../../simulators/demo/trouble.ts';
import { Folded } from '../support/fleet/folded.ts';

const beganAt = Date.UTC(2026, 10, 23, 6, 30);
const seedOf = (seed: number, machines: number): ProvinceSeed => ({
  seed,
  machines,
  beganAt,
  beganDay: dayOf(beganAt),
});

/** A machine's ledger written up to an instant, in one go. */
function lived(machine: DemoMachine, seed: number, until: number): DemoLedger {
  const ledger = new DemoLedger(sha256Chain, machine.ledger);
  new MachineLife(machine, seed, ledger).writeUntil(until);
  return ledger;
}

/** The state that the fleet would have of it. */
function standOf({ ledger, seq, head, books, lastAt, run, bootAt }: DemoLedger): LedgerStand {
  const account = { ...openAccount('X' as never), books };
  return { ledger, seq, head, books: readAccount(writeAccount(account)).books, lastAt, run, bootAt };
}

describe('the province', () => {
  const province = provinceOf(seedOf(7, 2_400));

  it('is the same for the same seed, and another one for another', () => {
    expect(provinceOf(seedOf(7, 2_400))).toEqual(province);
    expect(provinceOf(seedOf(8, 2_400))).not.toEqual(province);
  });

  it('has machines that could be registered, each once, in many counties', () => {
    for (const { machine, name, region, site, address, inServiceFrom, lanes } of province.slice(0, 200)) {
      const wish = { machine, name, region, site, address, inServiceFrom: formatDay(inServiceFrom), lanes };
      expect(NewMachine.safeParse(wish).error).toBeUndefined();
    }
    expect(new Set(province.map(({ machine }) => machine)).size).toBe(2_400);
    expect(new Set(province.map(({ region }) => region)).size).toBe(100);
  });

  it('is as busy as the public figures: median near 230, mean near 400, about 60 % under 300', () => {
    const years = province.map(({ boxesAYear }) => boxesAYear).sort((a, b) => a - b);
    const share = (holds: (boxes: number) => boolean) => years.filter(holds).length / years.length;
    expect(years[1_200]).toBeGreaterThan(215);
    expect(years[1_200]).toBeLessThan(245);
    const mean = years.reduce((sum, boxes) => sum + boxes, 0) / years.length;
    expect(mean).toBeGreaterThan(360);
    expect(mean).toBeLessThan(440);
    expect(share((boxes) => boxes < 300)).toBeCloseTo(0.6, 1);
    expect(share((boxes) => boxes < 50)).toBeCloseTo(0.07, 1);
    expect(share((boxes) => boxes > 1_500)).toBeCloseTo(0.04, 1);
  });

  it('shows every trouble, 2 % of its machines offline', () => {
    const found = province.flatMap(({ trouble }) => trouble ?? []);
    expect([...new Set(found)].sort()).toEqual([...troubles].sort());
    expect(found.filter((trouble) => trouble === 'offline')).toHaveLength(48);
  });
});

describe('a seeded machine', () => {
  const machines = provinceOf(seedOf(11, 120));
  const anyMachine = fc.constantFrom(...machines);

  it('has batches that a fleet accepts, of readable lines, none from the future', () => {
    fc.assert(
      fc.property(anyMachine, (machine) => {
        const marks = new Map<string, { through: number; head: ReturnType<typeof sha256Chain.first> }>();
        for (const payload of lived(machine, 11, beganAt).takeBatches()) {
          const read = readBatch(payload, Buffer.byteLength(payload));
          if (!read.ok) return expect.fail(read.why);
          const { batch } = read;
          const mark = marks.get(batch.ledger) ?? { through: 0, head: sha256Chain.first(batch.ledger) };
          const verdict = checkBatch(mark, batch, textCodec(sha256Chain).headAfter);
          if (verdict.kind !== 'new') return expect.fail(verdict.kind);
          marks.set(batch.ledger, verdict.take);
          for (const text of batch.lines) {
            const line = readLine(text);
            if (line.kind !== 'known') expect(machine.trouble).toBe('unreadable-line');
            if (line.kind !== 'unreadable') expect(line.event.at).toBeLessThanOrEqual(beganAt);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('writes nothing that a fleet leaves uncounted', () => {
    for (const machine of machines) {
      const books = new Folded();
      for (const payload of lived(machine, 11, beganAt).takeBatches()) {
        const read = readBatch(payload, Buffer.byteLength(payload));
        if (!read.ok) return expect.fail(read.why);
        const last = JSON.parse(read.batch.lines.at(-1) ?? '{}') as { at: number };
        books.takes(read.batch.ledger, read.batch.lines, last.at);
      }
      expect([machine.machine, books.waiting]).toEqual([machine.machine, {}]);
    }
  });

  it('has the same ledger, written in one go or continued from what the fleet has', () => {
    fc.assert(
      fc.property(anyMachine, fc.integer({ min: 0, max: 40 * 24 * 60 }), (machine, minutes) => {
        const whole = lived(machine, 11, beganAt);
        const first = lived(machine, 11, beganAt - minutes * 60_000);
        if (first.seq === 0) return;
        const on = new DemoLedger(sha256Chain, standOf(first));
        new MachineLife(machine, 11, on).writeUntil(beganAt);
        expect([on.ledger, on.seq, on.head]).toEqual([whole.ledger, whole.seq, whole.head]);
      }),
      { numRuns: 30 },
    );
  });

  it('never has more boxes than its lanes hold, nor fewer than 0', () => {
    for (const machine of machines.slice(0, 30))
      for (const lane of lived(machine, 11, beganAt).books.lanes.values()) {
        expect(laneStock(lane)).toBeGreaterThanOrEqual(0);
        expect(laneStock(lane) + lane.uncertain).toBeLessThanOrEqual(lane.capacity);
      }
  });
});
