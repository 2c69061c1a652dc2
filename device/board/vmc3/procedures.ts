import type { Lane } from '../../../shared/contracts/ids.ts';
import {
  askMachine,
  type Command,
  check,
  clearList,
  isMenuAnswer,
  JAMMED,
  MACHINE_ID,
  type Machine,
  MOTOR_ERRORS,
  readChecked,
  readId,
  readLanes,
  readMachine,
  readMenu,
  setPollInterval,
  sync,
} from './bodies.ts';
import { checkedAs } from './codes.ts';
import { POLL_MS, SLOW_POLL_MS } from './limits.ts';
import { ask, type Procedure, tell } from './procedure.ts';

/** A machine whose id is known; the id serves as the board's serial number. */
export type IdentifiedMachine = Machine & { readonly id: string };

/** The machine's state, with its id from the menu if the status frame has none. */
export function* seeMachine(): Procedure<IdentifiedMachine | null> {
  const machine = yield* ask(askMachine, readMachine);
  if (machine?.id) return { ...machine, id: machine.id };
  const id = yield* askMenu(readMenu(MACHINE_ID), (body) => readId(body, 3));
  return id === null ? null : { door: null, tempDeciC: null, humidityPct: null, ...machine, id };
}

/**
 * Sends our 0x31, then identifies the board [VMC V3 §7]. A board that polls too rarely for our
 * questions is set to its default interval.
 */
export function* greet(pollMs: () => number): Procedure<IdentifiedMachine | 'not-received' | 'not-identified'> {
  if (!(yield* tell(sync))) return 'not-received';
  if (pollMs() >= SLOW_POLL_MS) yield* tell(setPollInterval(POLL_MS));
  return (yield* seeMachine()) ?? 'not-identified';
}

/** The result of checking a lane; null if no answer came. */
export function* checkLane(lane: Lane): Procedure<ReturnType<typeof checkedAs> | null> {
  const checked = yield* ask(check(lane), (frame) => {
    const answer = readChecked(frame);
    return answer?.lane === lane ? answer : null;
  });
  return checked === null ? null : checkedAs(checked.code);
}

/**
 * The lanes that the board does not use: jammed ones and those with motor errors. null unless it
 * reported both lists.
 */
export function* seeBlocked(): Procedure<Lane[] | null> {
  const jammed = yield* askMenu(readMenu(JAMMED), readLanes);
  const errors = yield* askMenu(readMenu(MOTOR_ERRORS), readLanes);
  return jammed === null || errors === null ? null : [...jammed, ...errors];
}

/**
 * Clears the board's lists of blocked lanes. The board then brings a motor home at its next turn.
 */
export function* clearBlocked(): Procedure<boolean> {
  const done = (body: Uint8Array): true | null => (body[3] === 0 ? true : null);
  const jammed = yield* askMenu(clearList(JAMMED), done);
  const errors = yield* askMenu(clearList(MOTOR_ERRORS), done);
  return jammed !== null && errors !== null;
}

function* askMenu<A>(command: Command, read: (body: Uint8Array) => A | null): Procedure<A | null> {
  return yield* ask(command, (frame) => (isMenuAnswer(frame, command) ? read(frame.body) : null));
}
