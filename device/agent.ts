import { batchMaxLines, fitBatch, writeBatch } from '../shared/contracts/batch.ts';
import { type Event, type Fact, readLine } from '../shared/contracts/events.ts';
import { type LedgerId, mostInstant } from '../shared/contracts/ids.ts';
import { UnreadableLine, writeLine } from '../shared/contracts/line.ts';
import type { PlannedLane } from '../shared/contracts/plan.ts';
import type { ReportedState } from '../shared/contracts/reported.ts';
import type { FleetChannel } from '../shared/contracts/topics.ts';
import type { BoardDriver, BoardLoss } from './board/port.ts';
import type { Act } from './core/act.ts';
import { clockTrust, replayClock, trueTimeMs } from './core/clock.ts';
import { decide, wakeUp } from './core/decide.ts';
import type { Decision } from './core/decision.ts';
import { emptyFacts, foldFacts } from './core/facts.ts';
import { type FleetContact, fleetContact, heardSentences } from './core/fleet-contact.ts';
import { type Health, healthOf } from './core/health.ts';
import type { Input, Now } from './core/input.ts';
import { readMessage } from './core/message.ts';
import { reportedState } from './core/report.ts';
import { newRuntimeState, type RuntimeState } from './core/runtime-state.ts';
import { unreadable } from './core/unreadable-line.ts';
import { keptAs } from './core/write-failure.ts';
import {
  type AgentObserver,
  type BoardLine,
  type Clock,
  DiskFailure,
  type FleetLink,
  type LedgerStore,
} from './ports.ts';

/** One kiosk: the loop around the pure core. All calls are synchronous; nothing here waits. */
export interface Agent {
  /** Writes down that the agent came up, and then opens the serial line. */
  start(): void;
  /** Hands an input to the loop: decide, record, act. */
  handle(input: Input): void;
  /** The serial line speaks. */
  readonly line: { opened(): void; closed(reason: BoardLoss): void; received(bytes: Uint8Array): void };
  /** The MQTT link speaks; payloads are text decoded as UTF-8. */
  readonly link: { up(): void; down(reason: string): void; message(channel: FleetChannel, payload: string): void };
  /** Makes sure that what was written can still be found; each commit does so by itself. */
  look(): void;
  reported(): ReportedState;
  health(): Health;
  stop(): void;
}

/** All that the loop needs from outside. */
export interface AgentParts {
  readonly store: LedgerStore;
  readonly driver: BoardDriver;
  readonly line: BoardLine;
  readonly link: FleetLink;
  readonly clock: Clock;
  readonly observer: AgentObserver;
  /** A fresh random UUID, for a new ledger. */
  readonly newLedgerId: () => LedgerId;
  readonly version: string;
  /** When the program was built, ms since 1970: no clock that says less is right. 0 where nobody knows. */
  readonly builtAtMs: number;
  /** The first planogram, of kiosk.json. */
  readonly lanes: readonly PlannedLane[];
  /** Why the store begins as it does. */
  readonly cause: 'start' | 'new-disk' | 'damaged' | 'missing';
  readonly rssBytes: () => number;
}

/** While the disk would not write: how often it is tried again, in ms. */
const diskRetryMs = 5_000;

/** More than this following by itself is a broken invariant of ours, not work. What came in from outside is not counted. */
const mostFollowing = 1_000;

/** Makes one kiosk: its facts are the replay of its ledgers. */
export function createAgent(parts: AgentParts): Agent {
  const { store, driver, line, link, clock, observer: ears } = parts;
  const facts = emptyFacts(store.ledger);
  const { position } = store;
  const replayed = replayClock(position, parts.builtAtMs);
  store.replay((ledger, seq, text) => {
    const read = readLine(text);
    if (read.kind !== 'unreadable') replayed.line(ledger, seq, read.event.at);
    if (read.kind === 'known') foldFacts(facts, ledger, seq, read.event);
    else ears.log('warn', 'a ledger line is unreadable and stays as it is', { ledger, seq, why: read.why });
  });
  const ledgerBefore = store.last === 0 && facts.last > 0 ? facts.ledger : null;
  facts.ledger = store.ledger;
  facts.last = store.last;
  const runNumber = facts.books.run + 1;
  let runtime: RuntimeState = newRuntimeState(
    position?.ledger === store.ledger ? position.through : 0,
    replayed.begin(),
  );
  let queue: Input[] = [];
  /** What could not be written down yet, by the name that it is kept under. */
  const kept = new Map<string, Input>();
  let running = false;
  let stopped = false;
  let unreadableMessages = 0;
  let diskTriedMonoMs = 0;
  let restUntilMonoMs = 0;
  let heard: FleetContact = 'connecting';

  const now = (): Now => ({ at: inBounds(clock.at()), up: clock.up(), dice: clock.dice() });

  function commit({ record, newLedger }: Decision, { at, up }: Now): void {
    const events = record.map((fact) => stamped(fact, at, runNumber, up));
    const lines = events.map(writeLine);
    if (newLedger) store.begin(parts.newLedgerId(), lines);
    else store.append(lines);
    const first = store.last - events.length + 1;
    events.forEach((event, index) => {
      foldFacts(facts, store.ledger, first + index, event);
      ears.recorded(store.ledger, first + index, lines[index] ?? '');
    });
  }

  /** One input: decide, record, act, in that order. True where something followed. */
  function step(input: Input): boolean {
    const time = now();
    const name = keptAs(input);
    if (name !== null) kept.delete(name);
    const decision = decide(facts, runtime, input, time);
    if (decision.record.length > 0) {
      try {
        commit(decision, time);
      } catch (thrown) {
        const refused = thrown instanceof UnreadableLine ? unreadable(facts, runtime, input) : null;
        if (refused) return refuse(refused, thrown as UnreadableLine, time);
        const failure = thrown instanceof UnreadableLine ? new DiskFailure('line-unreadable', thrown.message) : thrown;
        if (!(failure instanceof DiskFailure)) throw failure;
        if (name !== null) kept.set(name, input);
        unwritten(input, failure);
        return true;
      }
      if (runtime.disk !== null) writable();
    }
    const changed = decision.runtime !== runtime;
    runtime = decision.runtime;
    for (const act of decision.act) perform(act, time);
    return changed || decision.record.length > 0 || decision.act.length > 0;
  }

  /** Nothing of a decision was written or done; what is decided instead writes nothing. */
  function refuse(refused: Decision, { message }: UnreadableLine, time: Now): boolean {
    ears.log('error', 'a line that could not be read back was not written', { message });
    runtime = refused.runtime;
    for (const act of refused.act) perform(act, time);
    return true;
  }

  function unwritten(input: Input, { code, message }: DiskFailure): void {
    if (runtime.disk !== code)
      ears.log('error', 'the ledger cannot be written or read: nothing is given out until it can', { code, message });
    diskTriedMonoMs = clock.up();
    const time = now();
    const decision = decide(facts, runtime, { kind: 'write-failed', input, code }, time);
    runtime = decision.runtime;
    for (const act of decision.act) perform(act, time);
  }

  /** Writing works: what waited for it comes first. */
  function writable(): void {
    ears.log('info', 'the disk works again', { waiting: kept.size });
    queue = [{ kind: 'disk-ok' }, ...kept.values(), ...queue];
    kept.clear();
  }

  /** Tries again to write: what waits for it, else the position. */
  function tryDisk(): void {
    if (runtime.disk === null || clock.up() < diskTriedMonoMs + diskRetryMs) return;
    diskTriedMonoMs = clock.up();
    if (kept.size > 0) {
      queue = [...kept.values(), ...queue];
      kept.clear();
      return;
    }
    try {
      store.keepPosition(store.position ?? { ledger: store.ledger, through: 0, timeMs: 0 });
    } catch (failure) {
      if (!(failure instanceof DiskFailure)) throw failure;
      return;
    }
    writable();
  }

  function perform(act: Act, { up }: Now): void {
    switch (act.kind) {
      case 'open':
        return line.open();
      case 'ask':
        driver.ask(act.ask, up);
        return pump();
      case 'reply':
        return ears.reply(act.ticket, act.reply);
      case 'connect':
        return link.connect(JSON.stringify({ online: false, run: runNumber }));
      case 'presence':
        return link.publish('presence', JSON.stringify(act.presence));
      case 'result':
        return link.publish('results', JSON.stringify(act.result));
      case 'report':
        return link.publish('state', JSON.stringify(reported()));
      case 'send':
        return onDisk(() => send(act.first));
      case 'keep-position':
        return onDisk(() => store.keepPosition({ ledger: store.ledger, through: act.through, timeMs: act.timeMs }));
      case 'restart':
        return ears.restart();
    }
  }

  /** A ledger that can't be read is as bad as one that can't be written: the kiosk says so and rests until the disk works. */
  function onDisk(work: () => void): void {
    try {
      work();
    } catch (failure) {
      if (!(failure instanceof DiskFailure)) throw failure;
      unwritten({ kind: 'wake' }, failure);
    }
  }

  function send(first: number): void {
    const prev = store.headAt(first - 1);
    if (prev === null) throw new Error(`no chain state before line ${first} of ${store.last}`);
    const lines = store.read(first, batchMaxLines);
    const batch = fitBatch({ ledger: store.ledger, first: first as typeof batch.first, prev, lines });
    link.publish('events', writeBatch(batch));
    // Ahead of all else: nothing may come between what was sent and its note.
    queue.unshift({ kind: 'sent', through: first + batch.lines.length - 1 });
  }

  /** Does what the driver wants done; what it tells goes into the queue. */
  function pump(): void {
    for (const output of driver.take()) {
      if (output.kind === 'line') line.send(output.bytes);
      else if (output.kind === 'core') queue.push({ kind: 'board', event: output.event });
      else {
        line.close();
        line.open();
      }
    }
  }

  /** Runs the queue dry, and then all that follows by itself; inputs that arrive meanwhile wait in the queue. */
  function work(): void {
    if (running || stopped) return;
    running = true;
    try {
      tryDisk();
      for (let following = 0; !stopped; ) {
        const next = queue.shift();
        if (next) step(next);
        else if (++following > mostFollowing) throw new Error('the core does not come to rest');
        else if (!step({ kind: 'wake' }) && queue.length === 0) break;
      }
    } finally {
      running = false;
    }
    rest();
  }

  /** Says in the log how the fleet hears this kiosk, whenever that has become another. */
  function tellHeard(): void {
    const next = fleetContact(facts, runtime, { up: clock.up() });
    if (next === heard || next === 'connecting') return;
    heard = next;
    const { zh, en } = heardSentences[next];
    ears.log(next === 'heard' ? 'info' : 'warn', `${en} · ${zh}`, { fleet: next, reason: runtime.link.reason });
  }

  /** At rest: nothing follows in the core before then, or before an input. */
  function rest(): void {
    tellHeard();
    const diskMonoMs = runtime.disk === null ? Number.POSITIVE_INFINITY : diskTriedMonoMs + diskRetryMs;
    restUntilMonoMs = Math.min(wakeUp(facts, runtime), diskMonoMs);
    schedule();
  }

  function schedule(): void {
    if (stopped) return;
    const nextMonoMs = Math.min(restUntilMonoMs, driver.wakeAtMs ?? Number.POSITIVE_INFINITY);
    clock.wakeAt(nextMonoMs === Number.POSITIVE_INFINITY ? null : Math.max(clock.up(), nextMonoMs), wake);
  }

  function wake(): void {
    const up = clock.up();
    if (driver.wakeAtMs !== null && driver.wakeAtMs <= up) driver.wake(up);
    heedDriver(up);
  }

  function toDriver(tell: (up: number) => void): void {
    if (stopped) return;
    const up = clock.up();
    tell(up);
    heedDriver(up);
  }

  /** What the driver keeps to itself, such as a line that goes on, is nothing for the core while that is at rest. */
  function heedDriver(up: number): void {
    pump();
    if (queue.length > 0 || up >= restUntilMonoMs) work();
    else if (!running) schedule();
  }

  function handle(input: Input): void {
    if (stopped) return;
    queue.push(input);
    work();
  }

  function message(channel: FleetChannel, payload: string): void {
    if (stopped) return;
    onDisk(() => read(channel, payload));
    work();
  }

  function read(channel: FleetChannel, payload: string): void {
    const input = readMessage(channel, payload, (ledger, seq) => (ledger === store.ledger ? store.headAt(seq) : null));
    if (input) {
      queue.push(input);
      return;
    }
    unreadableMessages += 1;
    if (unreadableMessages % 100 === 1)
      ears.log('warn', 'a message from the fleet is unreadable', { channel, count: unreadableMessages });
  }

  /** A clock without a battery or a network is said at the start, where a technician looks. */
  function sayClock(): void {
    const time = now();
    if (clockTrust(runtime.clock, time) !== 'doubtful') return;
    const [says, floor] = [time.at, trueTimeMs(runtime.clock, time)].map((at) => new Date(at).toISOString());
    ears.log('warn', 'the clock cannot be right, and the fleet has not told the time yet', { says, takenFor: floor });
  }

  const reported = (): ReportedState => {
    const process = {
      version: parts.version,
      driver: driver.name,
      dropped: driver.dropped,
      rssBytes: parts.rssBytes(),
    };
    return reportedState(facts, runtime, process, now());
  };

  return {
    start() {
      sayClock();
      handle({
        kind: 'booted',
        version: parts.version,
        cause: parts.cause,
        lanes: parts.lanes,
        ledgerBefore,
        capabilities: driver.capabilities,
      });
    },
    handle,
    line: {
      opened: () => toDriver((up) => driver.opened(up)),
      closed: (reason) => toDriver((up) => driver.closed(reason, up)),
      received: (bytes) => toDriver((up) => driver.received(bytes, up)),
    },
    link: {
      up: () => handle({ kind: 'link', state: 'up' }),
      down: (reason) => handle({ kind: 'link', state: 'down', reason }),
      message,
    },
    look() {
      if (stopped || runtime.disk !== null) return;
      onDisk(() => store.check());
      work();
    },
    reported,
    health: () => healthOf(facts, runtime, now(), unreadableMessages),
    stop() {
      stopped = true;
      clock.wakeAt(null, wake);
      line.close();
      link.close();
    },
  };
}

/** A fact with its time. The spread of a union loses its pairing of fields, which each Fact has by its own type. */
const stamped = ({ kind, ...fields }: Fact, at: number, run: number, up: number): Event =>
  ({ kind, at, run, up, ...fields }) as Event;

/** A clock that says what no line may hold is as wrong as one that is wrong by a year: the line keeps the nearest. */
const inBounds = (at: number): number => Math.min(Math.max(0, Math.trunc(at)), mostInstant);
