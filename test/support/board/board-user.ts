import type { BoardEvent, OpenTurn, TurnResult } from '../../../device/board/port.ts';
import { Lane, Txn } from '../../../shared/contracts/ids.ts';
import type { BoardWorld } from './board-world.ts';

type Event<K extends BoardEvent['kind']> = Extract<BoardEvent, { kind: K }>;

/** Looks and orders at a board as the core does, and collects its reports. */
export class BoardUser {
  readonly world: BoardWorld;
  lastTxn = 900;

  constructor(world: BoardWorld) {
    this.world = world;
  }

  all<K extends BoardEvent['kind']>(kind: K): Event<K>[] {
    return this.world.events.filter((event): event is Event<K> => event.kind === kind);
  }

  last<K extends BoardEvent['kind']>(kind: K): Event<K> | undefined {
    return this.all(kind).at(-1);
  }

  /** Motor turns so far, by the cabinet. */
  turns(): number {
    return this.world.cabinet.turns;
  }

  /** Boxes that fell so far, by the cabinet. */
  fallen(): number {
    return this.world.cabinet.falls.length;
  }

  /** Waits until the board can be used. */
  ready(): Promise<void> {
    return this.world.until(
      () => this.world.events.findLast(({ kind }) => kind === 'ready' || kind === 'lost')?.kind === 'ready',
    );
  }

  /** Repeats a look until it succeeds. */
  async look(n: number): Promise<Event<'looked'>> {
    const { world } = this;
    for (let tries = 0; tries < 400; tries++) {
      const from = world.events.length;
      world.order({ kind: 'look', lane: Lane.parse(n) });
      const answer = () => world.events.slice(from).find(({ kind }) => kind === 'looked' || kind === 'look-failed');
      await world.until(() => answer() !== undefined);
      const event = answer();
      if (event?.kind === 'looked') return event;
      const atMs = world.upMs + 300;
      await world.until(() => world.upMs >= atMs);
    }
    throw new Error('no look in 400 tries');
  }

  /** Looks and orders a turn. */
  async order(n: number, patienceMs = 8_000): Promise<OpenTurn> {
    const { reading } = await this.look(n);
    this.lastTxn = Math.max(this.lastTxn, reading.before ?? 0) + 1;
    const txn = Txn.parse(this.lastTxn);
    const lane = Lane.parse(n);
    this.world.order({ kind: 'vend', txn, lane, reading, startBeforeMonoMs: this.world.upMs + patienceMs });
    return { txn, lane, board: reading.serial, before: reading.before };
  }

  /** The ends that were reported for a turn. */
  ends({ txn }: OpenTurn): TurnResult[] {
    return this.all('turned').flatMap((event) => (event.txn === txn ? [event.result] : []));
  }

  /** The end of a turn, once it is reported. */
  async end(turn: OpenTurn): Promise<TurnResult | undefined> {
    await this.world.until(() => this.ends(turn).length > 0, 60_000);
    return this.ends(turn)[0];
  }

  /** Orders a turn and waits until its motor turns. */
  async turning(n: number): Promise<OpenTurn> {
    const before = this.turns();
    const turn = await this.order(n);
    await this.world.until(() => this.turns() > before);
    return turn;
  }
}
