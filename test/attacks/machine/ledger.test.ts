import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../../fleet/limits.ts';
import { until } from '../../support/fleet/fleet.ts';
import { lines, TestKiosk, TestLedger } from '../../support/fleet/kiosk.ts';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, own, startFleetTarget } from '../support/fleet-target.ts';
import { type HostileMachine, hostileMachine } from '../support/hostile-machine.ts';
import { unacknowledgedBytes } from '../support/mqtt-bytes.ts';
import { inQuarantine } from './in-quarantine.ts';
import { ledgerHoles as holes } from './ledger-holes.ts';

const now = Date.now();
/** The longest time in ms since its start that a kiosk can report. */
const longestUp = 36_525 * 86_400_000;
const stamp = { at: now, run: 1, up: 5000 };
const turn = (txn: number) => ({ request: randomUUID(), txn, lane: 1, product: 'CD-M' });
const turning = (txn: number) => ({
  kind: 'turning',
  ...stamp,
  up: 5000 * txn,
  ...turn(txn),
  board: 'LB1',
  before: null,
});
const issued = (txn: number) => ({ kind: 'issued', ...stamp, up: 5000 * txn + 1500, ...turn(txn), lot: null });
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const reportedState = readFileSync(join(import.meta.dirname, '../../../../test/contracts/v1/state.json'), 'utf8');

/** An attack by a machine of its own: open if `isOpen` after its messages. */
const byMachine =
  (messages: (hostile: HostileMachine, target: FleetTarget) => Promise<boolean>) =>
  async (target: FleetTarget): Promise<Verdict> => {
    const hostile = await hostileMachine(target);
    try {
      return (await messages(hostile, target)) ? 'open' : 'blocked';
    } finally {
      await hostile.end();
    }
  };

const total = async ({ answer }: HostileMachine): Promise<number> => (await answer()).issued.total;
const stock = async ({ answer }: HostileMachine): Promise<number> => (await answer()).stock;

/** Whether an event of the machine is shown with an impossible time. */
const hasImpossibleTime = async ({ answer }: HostileMachine): Promise<boolean> => {
  const { events } = (await answer('/events?limit=1000')) as { events: { at: number }[] };
  return events.some(({ at }) => at > Date.now() || at < Date.UTC(2020, 0, 1));
};

const attacks: readonly Attack<FleetTarget>[] = [
  {
    id: 'L01',
    title: 'a line of a run that began before the programme',
    hole: 'a line has a possible time',
    attempt: byMachine(async (hostile, target) => {
      const up = longestUp;
      await hostile.kiosk.present(hostile.ledger, { run: 77, up });
      hostile.ledger.write({ kind: 'door', at: 0, run: 77, up: 0, state: 'open' });
      await hostile.kiosk.say('events', hostile.ledger.batch());
      await hostile.kiosk.receipt(hostile.ledger.lines.length);
      // Another machine's lines are folded after those of the hostile one.
      const other = await hostileMachine(target);
      await other.sends(lines.restocked(now, 5));
      await other.end();
      const { text } = await target.asOwner('/healthz');
      const isSetAside = text.includes(hostile.machine);
      return isSetAside || (await hasImpossibleTime(hostile));
    }),
  },
  {
    id: 'L08',
    title: 'lines of the year 2099',
    hole: 'a line has a possible time',
    attempt: byMachine(async (hostile) => {
      const later = Date.UTC(2099, 0, 1);
      await hostile.sends({ kind: 'door', ...stamp, at: later, up: longestUp, state: 'open' });
      return hasImpossibleTime(hostile);
    }),
  },
  {
    id: 'L03',
    title: 'hundreds of lanes that nobody planned',
    hole: 'lanes are planned',
    attempt: byMachine(async (hostile) => {
      await hostile.sends(...many(200, (index) => lines.restocked(now, 1, index + 2)));
      return (await hostile.answer()).lanes.length > 1;
    }),
  },
  {
    id: 'L05',
    title: 'two million boxes in stock',
    hole: 'a lane holds what it has room for',
    attempt: byMachine(async (hostile) => {
      await hostile.sends(...many(200, () => lines.restocked(now, 10_000)));
      return (await stock(hostile)) > 10;
    }),
  },
  {
    id: 'L06.1',
    title: 'boxes without a turn of a motor',
    hole: 'a box ends a turn',
    attempt: byMachine(async (hostile) => {
      await hostile.sends(lines.restocked(now, 10), ...many(5, (index) => issued(index + 1)));
      return (await total(hostile)) > 0;
    }),
  },
  {
    id: 'L06.2',
    title: 'settling a turn that never was',
    hole: 'a settled turn was owed',
    attempt: byMachine(async (hostile) => {
      const { request: _, ...of } = turn(7);
      await hostile.sends(lines.restocked(now, 10), { kind: 'settled', ...stamp, ...of, issued: true, by: 'board' });
      return (await total(hostile)) > 0;
    }),
  },
  {
    id: 'L06.3',
    title: 'a turn of an empty lane',
    hole: 'a lane gives what it held',
    attempt: byMachine(async (hostile) => {
      await hostile.sends(turning(1), { ...issued(1), ...turn(1) });
      const { events } = (await hostile.answer('/events?limit=100')) as {
        events: { line: { kind: string }; uncounted?: unknown }[];
      };
      return (events.find(({ line }) => line.kind === 'turning')?.uncounted ?? null) === null;
    }),
  },
  {
    id: 'L10',
    title: 'ten thousand boxes removed from an empty lane',
    hole: 'no more is removed than was there',
    attempt: byMachine(async (hostile) => {
      await hostile.sends({
        kind: 'removed',
        ...stamp,
        lane: 1,
        product: 'CD-M',
        lot: null,
        removed: 10_000,
        stock: 0,
        reason: 'damaged',
        by: 'filler',
      });
      return (await hostile.answer()).uncounted.length === 0;
    }),
  },
  {
    id: 'L07',
    title: 'boxes of a year that is closed',
    hole: 'a closed year stays',
    attempt: byMachine(async (hostile) => {
      const year = new Date(now).getUTCFullYear() - 1;
      const began = Date.UTC(year, 5, 1);
      await hostile.kiosk.present(hostile.ledger, { run: 5, up: now - began });
      const old = (line: object) => ({ ...line, at: began, run: 5 });
      await hostile.sends(old(lines.restocked(began, 5)), ...lines.box(began, 1, 'CD-M', 5, 9_000_000));
      return (await total(hostile)) > 0;
    }),
  },
  {
    id: 'L12',
    title: 'a line of 30,000 nested lists',
    hole: 'texts are not nested deeply',
    attempt: byMachine(async (hostile) => {
      await hostile.sends(`{"kind":"door","at":0,"run":1,"up":0,"state":"open","x":${nested(15_000)}}`);
      const { events } = (await hostile.answer('/events?limit=100').catch(() => ({ events: null }))) as {
        events: { line: unknown }[] | null;
      };
      return events === null || events.some(({ line }) => JSON.stringify(line).length > 1000);
    }),
  },
  {
    id: 'L13',
    title: 'a reported state of 15,000 nested lists',
    hole: 'texts are not nested deeply',
    attempt: byMachine(async (hostile, target) => {
      await hostile.kiosk.say('state', reportedState.replace('"board":{', `"board":{"x":${nested(15_000)},`));
      await hostile.kiosk.say('events', hostile.ledger.batch());
      // Messages of a connection are taken in their order.
      await hostile.kiosk.receipt(hostile.ledger.lines.length);
      const { status, text } = await target.asOwner(`/api/v1/machines/${hostile.machine}`);
      return status !== 200 || text.includes('[[[[[[[[');
    }),
  },
  {
    id: 'L22',
    title: 'a hundred ledgers in one day',
    hole: 'ledgers of a day are counted',
    attempt: byMachine(async (hostile) => {
      for (const ledger of many(60, () => new TestLedger().write(lines.booted(now))))
        await hostile.kiosk.say('events', ledger.batch());
      const settled = new Set<unknown>();
      for (let look = 0; look < 50 && settled.size !== 1; look += 1) {
        settled.clear();
        settled.add((await hostile.answer()).ledgersBefore.length);
        settled.add(hostile.kiosk.heard.filter(({ channel }) => channel === 'receipt').length - 1);
      }
      return (await hostile.answer()).ledgersBefore.length > 30;
    }),
  },
  {
    id: 'L25',
    title: 'messages without end',
    hole: 'messages of a day are counted',
    async attempt(target) {
      const kiosk = await TestKiosk.connect(target, own, target.secrets[own]);
      const one = unacknowledgedBytes(`yaoju/v1/${own}/results`, '');
      kiosk.client.stream.write(Buffer.concat(many(limits.quotaMessages, () => one)));
      await kiosk.say('events', new TestLedger().write(lines.booted(now)).batch());
      const isFlagged = async (): Promise<boolean> =>
        (await target.asOwner(`/api/v1/flags?machine=${own}&kind=over-quota`)).text.includes(own);
      const verdict = await until('a receipt or the flag', async () => {
        if (kiosk.heard.some(({ channel }) => channel === 'receipt')) return 'open';
        return (await isFlagged()) && 'blocked';
      });
      await kiosk.end();
      return verdict as Verdict;
    },
  },
  ...inQuarantine.map(({ isOpen, ...each }) => ({ ...each, attempt: byMachine(isOpen) })),
  {
    id: 'L21',
    title: 'a reported version of the configuration that leaves no room above it',
    hole: 'reported versions are near',
    attempt: byMachine(async (hostile, target) => {
      await hostile.kiosk.present(hostile.ledger, { config: 1_000_000_000 });
      await hostile.sends(lines.restocked(now, 1));
      const lanes = [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }];
      const { status } = await target.asOwner(
        `/api/v1/machines/${hostile.machine}/config`,
        { basedOn: null, lanes, recalls: [], limits: {} },
        'PUT',
      );
      return status >= 400;
    }),
  },
];

attackSuite("a machine's own ledger", { start: startFleetTarget, holes, attacks, isLong: true });
