import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BoardEvent, OpenTurn, TurnResult } from '../../device/board/port.ts';
import type { BoardName } from '../../shared/config/boards.ts';
import { Lane, Txn } from '../../shared/contracts/ids.ts';
import { type BoardWorld, spareOf } from './board-world.ts';

type Event<K extends BoardEvent['kind']> = Extract<BoardEvent, { kind: K }>;

/**
 * Every promise of a board that the core relies on [device/board/port.ts]. A driver is a board to the core when it passes this
 * against its board's model, on a real line and on virtual time.
 */
export function boardSuite(where: string, name: BoardName, makeWorld: () => Promise<BoardWorld>): void {
  describe(`${name}, ${where}`, () => {
    let world: BoardWorld;
    let lastTxn = 900;

    beforeEach(async () => {
      world = await makeWorld();
      await ready();
    });
    afterEach(() => world.close());

    const all = <K extends BoardEvent['kind']>(kind: K): Event<K>[] =>
      world.events.filter((event): event is Event<K> => event.kind === kind);
    const last = <K extends BoardEvent['kind']>(kind: K): Event<K> | undefined => all(kind).at(-1);
    const turns = (): number => world.cabinet.turns;
    const fallen = (): number => world.cabinet.falls.length;
    const lane = (n: number): Lane => Lane.parse(n);

    const ready = (): Promise<void> =>
      world.until(
        () => world.events.findLast(({ kind: event }) => event === 'ready' || event === 'lost')?.kind === 'ready',
      );

    /** Looks until the board can be looked at. */
    async function look(n: number): Promise<Event<'looked'>> {
      for (let tries = 0; tries < 400; tries++) {
        const from = world.events.length;
        world.ask({ kind: 'look', lane: lane(n) });
        const told = () =>
          world.events.slice(from).find(({ kind: event }) => event === 'looked' || event === 'look-failed');
        await world.until(() => told() !== undefined);
        const event = told();
        if (event?.kind === 'looked') return event;
        const atMs = world.upMs + 300;
        await world.until(() => world.upMs >= atMs);
      }
      throw new Error('no look in 400 tries');
    }

    async function order(n: number, patienceMs = 8_000): Promise<OpenTurn> {
      const { sight } = await look(n);
      lastTxn = Math.max(lastTxn, sight.before ?? 0) + 1;
      const txn = Txn.parse(lastTxn);
      world.ask({ kind: 'vend', txn, lane: lane(n), sight, startBeforeMonoMs: world.upMs + patienceMs });
      return { txn, lane: lane(n), board: sight.serial, before: sight.before };
    }

    const ends = ({ txn }: OpenTurn): TurnResult[] =>
      all('turned').flatMap((event) => (event.txn === txn ? [event.result] : []));

    async function end(turn: OpenTurn): Promise<TurnResult | undefined> {
      await world.until(() => ends(turn).length > 0, 60_000);
      return ends(turn)[0];
    }

    async function turning(n: number): Promise<OpenTurn> {
      const before = turns();
      const turn = await order(n);
      await world.until(() => turns() > before);
      return turn;
    }

    test('it says who it is', () => {
      expect(all('ready')).toHaveLength(1);
      const digits = world.serial.replace(/\D/g, '');
      expect(last('ready')?.identity.serial).toContain(digits.slice(-3));
    });

    test('a look tells the board, its last transaction where it keeps one, and the lane', async () => {
      const looked = await look(1);
      expect(looked.hardware).toBe('ready');
      expect(looked.sight.serial).toBe(last('ready')?.identity.serial);
      expect(looked.sight.before === null).toBe(!world.driver.capabilities.remembersTransaction);
      expect(looked.drops === null).toBe(!world.driver.capabilities.countsDrops);
      expect(turns()).toBe(0);
    });

    test('a lane that is not there is absent', async () => {
      expect((await look(99)).hardware).toBe('absent');
    });

    test('an order turns the motor once, and the box is told once', async () => {
      for (const n of [1, 2, 1]) expect(await end(await order(n))).toEqual({ kind: 'one' });
      expect(turns()).toBe(3);
      expect(fallen()).toBe(3);
      expect(all('turned')).toHaveLength(3);
    });

    test('a turn that gives nothing is told as nothing', async () => {
      world.cabinet.setFault(2, 'nothing');
      expect(await end(await order(2))).toEqual({ kind: 'none', reason: 'no-drop' });
      expect(turns()).toBe(1);
    });

    test('a motor that does not come home gave nothing, and homing puts the lane right', async () => {
      world.cabinet.setFault(2, 'jam');
      expect(await end(await order(2))).toMatchObject({ kind: 'none' });
      await world.until(() => all('lane').findLast((event) => event.lane === 2)?.hardware === 'jam');
      world.cabinet.setFault(2, 'none');
      world.ask({ kind: 'home', lane: lane(2) });
      await world.until(() => last('homed') !== undefined);
      expect(last('homed')).toEqual({ kind: 'homed', lane: 2, hardware: 'ready', reason: null });
      expect(fallen()).toBe(0);
      expect(await end(await order(2))).toEqual({ kind: 'one' });
    });

    test('an order whose time is over never goes out', async () => {
      expect(await end(await order(1, 0))).toEqual({ kind: 'none', reason: 'not-started' });
      expect(turns()).toBe(0);
    });

    test('a sight that no longer holds starts nothing', async () => {
      const { sight } = await look(1);
      world.swap(spareOf(name));
      const txn = Txn.parse(++lastTxn);
      await world.until(() => last('ready')?.identity.serial !== sight.serial, 60_000);
      world.ask({ kind: 'vend', txn, lane: lane(1), sight, startBeforeMonoMs: world.upMs + 8_000 });
      await world.until(() => last('turned')?.txn === txn);
      expect(last('turned')?.result).toEqual({ kind: 'none', reason: 'not-started' });
      expect(turns()).toBe(0);
    });

    test('a board that lost its power in mid-turn is found again, and what fell is not told as nothing', async () => {
      const turn = await turning(1);
      world.power(false);
      world.power(true);
      const result = await end(turn);
      expect(result?.kind === 'unknown' || (result?.kind === 'one' && fallen() === 1)).toBe(true);
      await ready();
      expect(ends(turn)).toHaveLength(1);
      expect(turns()).toBe(1);
    });

    test('a cable that is pulled in mid-turn and put back: one end, and a true one', async () => {
      const turn = await turning(1);
      world.unplug();
      await world.until(() => last('lost') !== undefined);
      await world.plug();
      const result = await end(turn);
      expect(['one', 'unknown']).toContain(result?.kind);
      if (result?.kind === 'unknown') expect(world.driver.capabilities.remembersTransaction).toBe(false);
      expect(turns()).toBe(1);
      await ready();
      // A code that went with the cable is not sent again for long: then the turn is open until the longest dispense is over.
    }, 90_000);

    test('a host that restarts in mid-turn: the board settles it if it can, else nobody knows; nothing turns again', async () => {
      const turn = await turning(1);
      await world.restartHost();
      world.ask({ kind: 'settle', turn });
      const result = await end(turn);
      if (world.driver.capabilities.remembersTransaction) expect(result).toEqual({ kind: 'one' });
      else expect(result).toEqual({ kind: 'unknown', reason: 'no-record' });
      await ready();
      expect(turns()).toBe(1);
    });

    test('an order that never reached the board is settled as far as the board can prove it', async () => {
      const { sight } = await look(1);
      expect(await end(await order(1))).toEqual({ kind: 'one' });
      const now = await look(1);
      lastTxn += 2;
      const txn = Txn.parse(lastTxn);
      const turn = { txn, lane: lane(1), board: sight.serial, before: now.sight.before };
      world.ask({ kind: 'settle', turn });
      const proved = world.driver.capabilities.remembersTransaction;
      expect(await end(turn)).toEqual(
        proved ? { kind: 'none', reason: 'not-started' } : { kind: 'unknown', reason: 'no-record' },
      );
      expect(turns()).toBe(1);
    });

    test('a spoilt line is told as babble, and used again when it is clean', async () => {
      world.jabber(true);
      world.power(false);
      await world.until(() => last('lost')?.reason === 'babble', 60_000);
      world.jabber(false);
      world.power(true);
      await ready();
      expect(await end(await order(1))).toEqual({ kind: 'one' });
    });

    test('a mute board is told once, and used again when it speaks', async () => {
      world.power(false);
      await world.until(() => last('lost') !== undefined, 60_000);
      expect(all('lost').map(({ reason }) => reason)).toEqual(['mute']);
      world.power(true);
      await ready();
      expect(await end(await order(1))).toEqual({ kind: 'one' });
    });

    test('a port that is not there is told as missing, and used again when it is', async () => {
      world.unplug();
      await world.until(() => last('lost')?.reason === 'port-missing', 60_000);
      await world.plug();
      await ready();
      expect(await end(await order(1))).toEqual({ kind: 'one' });
    });

    describe('sensor truth', () => {
      test('a blind sensor: the box fell, and is told as not seen', async () => {
        world.cabinet.setBlind(1, true);
        expect(await end(await order(1))).toEqual({ kind: 'none', reason: 'no-drop' });
        expect(fallen()).toBe(1);
      });

      test('a stuck sensor: a box is told that never fell', async () => {
        world.cabinet.setStuck(true);
        world.cabinet.setFault(1, 'nothing');
        expect(await end(await order(1))).toEqual({ kind: 'one' });
        expect(fallen()).toBe(0);
      });

      test('two boxes at once: told as more where drops are counted, else as one', async () => {
        world.cabinet.setFault(1, 'double');
        const counts = world.driver.capabilities.countsDrops;
        expect(await end(await order(1))).toEqual(counts ? { kind: 'more', boxes: 2 } : { kind: 'one' });
        expect(fallen()).toBe(2);
      });

      test('a box that falls late: told as not seen, and as one more drop where drops are counted', async () => {
        const before = (await look(1)).drops;
        world.cabinet.setFault(1, 'late', 4_000 / world.speed);
        expect(await end(await order(1))).toEqual({ kind: 'none', reason: 'no-drop' });
        await world.until(() => fallen() === 1, 60_000);
        if (before === null) return;
        await world.until(() => all('lane').findLast((event) => event.lane === 1)?.drops === before + 1, 60_000);
      });
    });
  });
}
