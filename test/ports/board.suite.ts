import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BoardName } from '../../shared/config/boards.ts';
import { Lane, Txn } from '../../shared/contracts/ids.ts';
import { BoardUser } from '../support/board/board-user.ts';
import { type BoardWorld, spareOf } from '../support/board/board-world.ts';

/** The board of the test that runs. */
type BoardOf = () => BoardUser;

/**
 * Every promise of a board that the core relies on [device/board/port.ts]. A driver must pass this
 * against its board's model, on a real line and on virtual time.
 */
export function boardSuite(where: string, name: BoardName, makeWorld: () => Promise<BoardWorld>): void {
  describe(`${name}, ${where}`, () => {
    let user: BoardUser;
    const boardOf = (): BoardUser => user;

    beforeEach(async () => {
      user = new BoardUser(await makeWorld());
      await user.ready();
    });
    afterEach(() => user.world.close());

    readings(boardOf);
    turns(boardOf);
    settling(boardOf);
    outages(boardOf);
    sensorTruth(boardOf);
  });
}

/** The board's identity, and the result of a look. */
function readings(boardOf: BoardOf): void {
  test('it reports its identity', () => {
    const board = boardOf();
    expect(board.all('ready')).toHaveLength(1);
    const digits = board.world.serial.replace(/\D/g, '');
    expect(board.last('ready')?.identity.serial).toContain(digits.slice(-3));
  });

  test('a look returns the board, its last transaction if it keeps one, and the lane', async () => {
    const board = boardOf();
    const looked = await board.look(1);
    expect(looked.hardware).toBe('ready');
    expect(looked.reading.serial).toBe(board.last('ready')?.identity.serial);
    expect(looked.reading.before === null).toBe(!board.world.driver.capabilities.remembersTransaction);
    expect(looked.drops === null).toBe(!board.world.driver.capabilities.countsDrops);
    expect(board.turns()).toBe(0);
  });

  test('a lane that is not there is absent', async () => {
    const board = boardOf();
    expect((await board.look(99)).hardware).toBe('absent');
  });
}

/** What happens to an order on a reliable line. */
function turns(boardOf: BoardOf): void {
  test('an order turns the motor once, and the box is reported once', async () => {
    const board = boardOf();
    for (const n of [1, 2, 1]) expect(await board.end(await board.order(n))).toEqual({ kind: 'one' });
    expect(board.turns()).toBe(3);
    expect(board.fallen()).toBe(3);
    expect(board.all('turned')).toHaveLength(3);
  });

  test('a turn that gives nothing is reported as nothing', async () => {
    const board = boardOf();
    board.world.cabinet.setFault(2, 'nothing');
    expect(await board.end(await board.order(2))).toEqual({ kind: 'none', reason: 'no-drop' });
    expect(board.turns()).toBe(1);
  });

  test('a motor that does not come home gave nothing, and a board that can home repairs the lane', async () => {
    const board = boardOf();
    board.world.cabinet.setFault(2, 'jam');
    expect(await board.end(await board.order(2))).toMatchObject({ kind: 'none' });
    await board.world.until(() => board.all('lane').findLast((event) => event.lane === 2)?.hardware === 'jam');
    board.world.cabinet.setFault(2, 'none');
    board.world.order({ kind: 'home', lane: Lane.parse(2) });
    await board.world.until(() => board.last('homed') !== undefined);
    if (!board.world.driver.capabilities.homes) return expect(board.last('homed')?.hardware).not.toBe('ready');
    expect(board.last('homed')).toEqual({ kind: 'homed', lane: 2, hardware: 'ready', reason: null });
    expect(board.fallen()).toBe(0);
    expect(await board.end(await board.order(2))).toEqual({ kind: 'one' });
  });

  test('an order whose time is over never goes out', async () => {
    const board = boardOf();
    expect(await board.end(await board.order(1, 0))).toEqual({ kind: 'none', reason: 'not-started' });
    expect(board.turns()).toBe(0);
  });

  test('an outdated reading starts nothing', async () => {
    const board = boardOf();
    const { reading } = await board.look(1);
    board.world.swap(spareOf(board.world.serial));
    const txn = Txn.parse(++board.lastTxn);
    await board.world.until(() => board.last('ready')?.identity.serial !== reading.serial, 60_000);
    board.world.order({ kind: 'vend', txn, lane: Lane.parse(1), reading, startBeforeMonoMs: board.world.upMs + 8_000 });
    await board.world.until(() => board.last('turned')?.txn === txn);
    expect(board.last('turned')?.result).toEqual({ kind: 'none', reason: 'not-started' });
    expect(board.turns()).toBe(0);
  });
}

/** Turns that were interrupted, and what can be known about them. */
function settling(boardOf: BoardOf): void {
  test('a board that lost its power during a turn is found again, and what fell is not reported as nothing', async () => {
    const board = boardOf();
    const turn = await board.turning(1);
    board.world.power(false);
    board.world.power(true);
    const result = await board.end(turn);
    expect(result?.kind === 'unknown' || (result?.kind === 'one' && board.fallen() === 1)).toBe(true);
    await board.ready();
    expect(board.ends(turn)).toHaveLength(1);
    expect(board.turns()).toBe(1);
  });

  test('a cable that is pulled during a turn and put back: one end, and a true one', async () => {
    const board = boardOf();
    const turn = await board.turning(1);
    board.world.unplug();
    await board.world.until(() => board.last('lost') !== undefined);
    await board.world.plug();
    const result = await board.end(turn);
    expect(['one', 'unknown']).toContain(result?.kind);
    if (result?.kind === 'unknown') expect(board.world.driver.capabilities.remembersTransaction).toBe(false);
    expect(board.turns()).toBe(1);
    await board.ready();
    // A code that was lost with the cable is not sent again for long: then the turn is open until
    // the longest dispense is over.
  }, 90_000);

  test('a host that restarts during a turn: the board settles it if it can, else it is unknown; nothing turns again', async () => {
    const board = boardOf();
    const turn = await board.turning(1);
    await board.world.restartHost();
    board.world.order({ kind: 'settle', turn });
    const result = await board.end(turn);
    if (board.world.driver.capabilities.remembersTransaction) expect(result).toEqual({ kind: 'one' });
    else expect(result).toEqual({ kind: 'unknown', reason: 'no-record' });
    await board.ready();
    expect(board.turns()).toBe(1);
  });

  test('an order that never reached the board is settled as far as the board can prove it', async () => {
    const board = boardOf();
    const { reading } = await board.look(1);
    expect(await board.end(await board.order(1))).toEqual({ kind: 'one' });
    const now = await board.look(1);
    board.lastTxn += 2;
    const txn = Txn.parse(board.lastTxn);
    const turn = { txn, lane: Lane.parse(1), board: reading.serial, before: now.reading.before };
    board.world.order({ kind: 'settle', turn });
    const proved = board.world.driver.capabilities.remembersTransaction;
    expect(await board.end(turn)).toEqual(
      proved ? { kind: 'none', reason: 'not-started' } : { kind: 'unknown', reason: 'no-record' },
    );
    expect(board.turns()).toBe(1);
  });
}

/** A line or a board that is away for a while. */
function outages(boardOf: BoardOf): void {
  test('a disturbed line is reported as babble, and used again when it is clean', async () => {
    const board = boardOf();
    board.world.setNoisy(true);
    board.world.power(false);
    await board.world.until(() => board.last('lost')?.reason === 'babble', 60_000);
    board.world.setNoisy(false);
    board.world.power(true);
    await board.ready();
    expect(await board.end(await board.order(1))).toEqual({ kind: 'one' });
  });

  test('a mute board is reported once, and used again when it answers', async () => {
    const board = boardOf();
    board.world.power(false);
    await board.world.until(() => board.last('lost') !== undefined, 60_000);
    expect(board.all('lost').map(({ reason }) => reason)).toEqual(['mute']);
    board.world.power(true);
    await board.ready();
    expect(await board.end(await board.order(1))).toEqual({ kind: 'one' });
  });

  test('a missing port is reported, and used again when it is there', async () => {
    const board = boardOf();
    board.world.unplug();
    await board.world.until(() => board.last('lost')?.reason === 'port-missing', 60_000);
    await board.world.plug();
    await board.ready();
    expect(await board.end(await board.order(1))).toEqual({ kind: 'one' });
  });
}

/** The effects of a faulty drop sensor. */
function sensorTruth(boardOf: BoardOf): void {
  describe('sensor truth', () => {
    test('a blind sensor: the box fell, and is reported as not seen', async () => {
      const board = boardOf();
      board.world.cabinet.setBlind(1, true);
      expect(await board.end(await board.order(1))).toEqual({ kind: 'none', reason: 'no-drop' });
      expect(board.fallen()).toBe(1);
    });

    test('a stuck sensor: a box is reported that never fell', async () => {
      const board = boardOf();
      board.world.cabinet.setStuck(true);
      board.world.cabinet.setFault(1, 'nothing');
      expect(await board.end(await board.order(1))).toEqual({ kind: 'one' });
      expect(board.fallen()).toBe(0);
    });

    test('two boxes at once: reported as more if drops are counted, else as one', async () => {
      const board = boardOf();
      board.world.cabinet.setFault(1, 'double');
      const counts = board.world.driver.capabilities.countsDrops;
      expect(await board.end(await board.order(1))).toEqual(counts ? { kind: 'more', boxes: 2 } : { kind: 'one' });
      expect(board.fallen()).toBe(2);
    });

    test('a box that falls late: reported as not seen, and as one more drop if drops are counted', async () => {
      const board = boardOf();
      const before = (await board.look(1)).drops;
      board.world.cabinet.setFault(1, 'late', 4_000 / board.world.speed);
      expect(await board.end(await board.order(1))).toEqual({ kind: 'none', reason: 'no-drop' });
      await board.world.until(() => board.fallen() === 1, 60_000);
      if (before === null) return;
      await board.world.until(
        () => board.all('lane').findLast((event) => event.lane === 1)?.drops === before + 1,
        60_000,
      );
    });
  });
}
