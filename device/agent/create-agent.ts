import type { FleetChannel } from '../../shared/contracts/topics.ts';
import { wakeUp } from '../core/decide.ts';
import { readMessage } from '../core/fleet-message.ts';
import type { Input } from '../core/input.ts';
import type { Agent, AgentParts } from './agent.ts';
import { Board } from './board.ts';
import { DiskRetry } from './disk-retry.ts';
import { AgentHealth } from './health.ts';
import { Loop } from './loop.ts';
import { perform } from './perform.ts';
import { replayed } from './state.ts';

/** Makes one kiosk: its facts are the replay of its ledgers. Throws what `store.replay` throws. */
export function createAgent(parts: AgentParts): Agent {
  const { store, driver, link } = parts;
  const { state, ledgerBefore } = replayed(parts);
  const disk = new DiskRetry(store, parts.clock);
  const health = new AgentHealth(parts, state);
  const loop: Loop = new Loop(parts, state, disk, {
    perform: (act, now) => perform({ parts, state, loop, board, health }, act, now),
    rested() {
      health.logContact();
      health.logService();
      const { facts, runtime } = state;
      board.restUntil(Math.min(wakeUp(facts, runtime), disk.dueMonoMs(runtime.disk)));
    },
  });
  const board = new Board(parts, loop);

  const handle = (input: Input): void => {
    if (loop.stopped) return;
    loop.add(input);
    loop.work();
  };

  const read = (channel: FleetChannel, payload: string): void => {
    const input = readMessage(channel, payload, (ledger, seq) => (ledger === store.ledger ? store.headAt(seq) : null));
    if (input === null) health.unreadableMessage(channel);
    else loop.add(input);
  };

  return {
    start() {
      health.logClock();
      const { version, cause, lanes } = parts;
      handle({ kind: 'booted', version, cause, lanes, ledgerBefore, capabilities: driver.capabilities });
    },
    handle,
    line: {
      opened: () => board.report((to, monoMs) => to.opened(monoMs)),
      closed: (reason) => board.report((to, monoMs) => to.closed(reason, monoMs)),
      received: (bytes) => board.report((to, monoMs) => to.received(bytes, monoMs)),
    },
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
      link.close();
    },
  };
}
