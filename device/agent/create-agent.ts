import type { LedgerId } from '../../shared/contracts/ids.ts';
import type { FleetChannel } from '../../shared/contracts/topics.ts';
import { wakeUp } from '../core/decide.ts';
import { readMessage } from '../core/fleet-message.ts';
import type { Input } from '../core/input.ts';
import { plainFront } from '../core/screen/front.ts';
import type { Agent, AgentParts } from './agent.ts';
import { Board } from './board.ts';
import { bundleOf } from './bundle.ts';
import { DiskRetry } from './disk-retry.ts';
import { AgentHealth } from './health.ts';
import { Loop } from './loop.ts';
import { perform } from './perform.ts';
import { Readers } from './readers.ts';
import { AgentScreen } from './screen.ts';
import { type AgentState, replayed } from './state.ts';

/** The first input of a run. Throws DiskFailure. */
function booting(parts: AgentParts, ledgerBefore: LedgerId | null): Input {
  const { version, cause, lanes, store, driver } = parts;
  const front = parts.identity?.front ?? plainFront;
  const { capabilities } = driver;
  return { kind: 'booted', version, cause, lanes, ledgerBefore, capabilities, front, openUses: store.openUses() };
}

/** The ends of the serial lines at the agent. A reader's report may be the board's next work. */
function serialLines(board: Board, readers: Readers | undefined): Pick<Agent, 'line' | 'readers'> {
  const toReader: Readers['report'] = (reader, tell) => {
    readers?.report(reader, tell);
    board.changed();
  };
  return {
    line: {
      opened: () => board.report((to, monoMs) => to.opened(monoMs)),
      closed: (reason) => board.report((to, monoMs) => to.closed(reason, monoMs)),
      received: (bytes) => board.report((to, monoMs) => to.received(bytes, monoMs)),
    },
    readers: {
      opened: (reader) => toReader(reader, (to, monoMs) => to.opened(monoMs)),
      closed: (reader, reason) => toReader(reader, (to, monoMs) => to.closed(reason, monoMs)),
      received: (reader, bytes) => toReader(reader, (to, monoMs) => to.received(bytes, monoMs)),
    },
  };
}

/**
 * The list of staff of a configuration is kept before the rest of it comes into force. False if it
 * could not be kept.
 */
function takeStaff(
  { staff }: AgentParts,
  { facts }: AgentState,
  loop: Loop,
  { config }: Extract<Input, { kind: 'config' }>,
): boolean {
  if (!staff) return true;
  const isKept = staff.take(config, facts.books.configVersion);
  loop.add({ kind: 'people', people: staff.people() });
  return isKept;
}

/** Records that the agent came up, says who may sign in, and opens the readers' lines. */
function begin(
  parts: AgentParts,
  ledgerBefore: LedgerId | null,
  health: AgentHealth,
  handle: (input: Input) => void,
  readers: Readers | undefined,
): void {
  health.logClock();
  handle(booting(parts, ledgerBefore));
  if (parts.staff) handle({ kind: 'people', people: parts.staff.people() });
  readers?.open();
}

/** Makes one kiosk: its facts are the replay of its ledgers. Throws what `store.replay` throws. */
export function createAgent(parts: AgentParts): Agent {
  const { store, link } = parts;
  const { state, ledgerBefore } = replayed(parts);
  const disk = new DiskRetry(store, parts.clock);
  const health = new AgentHealth(parts, state);
  const loop: Loop = new Loop(parts, state, disk, {
    perform: (act, now) => perform({ parts, state, loop, board, health }, act, now),
    rested() {
      health.logContact();
      health.logService();
      readers?.rested();
      parts.observer.rested?.();
      const { facts, runtime } = state;
      board.restUntil(Math.min(wakeUp(facts, runtime), disk.dueMonoMs(runtime.disk)));
    },
  });
  const readers = parts.identity && new Readers(parts, parts.identity, state, loop);
  const board = new Board(parts, loop, readers ?? null);

  const handle = (input: Input): void => {
    if (loop.stopped) return;
    loop.add(input);
    loop.work();
  };

  const bundle = (): string => bundleOf(parts, state, health);
  const screen = new AgentScreen(parts, state, handle, bundle);

  const read = (channel: FleetChannel, payload: string): void => {
    const input = readMessage(channel, payload, (ledger, seq) => (ledger === store.ledger ? store.headAt(seq) : null));
    if (input === null) return health.unreadableMessage(channel);
    if (input.kind === 'config' && !takeStaff(parts, state, loop, input)) return;
    loop.add(input);
  };

  return {
    start: () => begin(parts, ledgerBefore, health, handle, readers),
    handle,
    ...serialLines(board, readers),
    atScreen: (posted) => screen.act(posted),
    bundle: () => (screen.isTechnicianThere ? bundle() : null),
    screen: () => screen.view(),
    link: {
      up: () => handle({ kind: 'link', state: 'up' }),
      down: (reason) => handle({ kind: 'link', state: 'down', reason }),
      message(channel, payload) {
        if (loop.stopped) return;
        loop.onDisk(() => read(channel, payload));
        loop.work();
      },
    },
    checkLedgerFile() {
      if (loop.stopped || state.runtime.disk !== null) return;
      loop.onDisk(() => store.check());
      loop.work();
    },
    reported: () => health.reported(),
    health: () => health.health(),
    stop() {
      loop.stopped = true;
      board.stop();
      readers?.close();
      link.close();
    },
  };
}
