import type { WireCounts, WireFaults } from '../model/wire.ts';
import { chanceOf, durationMs, oneOf } from '../model/words.ts';
import type { BoardRuntime } from '../runtime.ts';
import { type Action, plainCommand, type TypedCommand } from './command.ts';

function faultCommand(usage: string, help: string, fault: keyof WireCounts): TypedCommand {
  return {
    usage,
    help,
    maxWords: 2,
    read(words: readonly string[]): Action {
      const chance = chanceOf(words[0], fault);
      const way = words[1] === undefined ? 'both' : oneOf(words[1], ['both', 'host', 'board'], 'from whom');
      return ({ runtime }) => {
        setFault(runtime, fault, chance, way);
        return `${fault} ${chance} of all messages${way === 'both' ? '' : ` from the ${way}`}`;
      };
    },
  };
}

function setFault(
  runtime: BoardRuntime,
  fault: keyof WireFaults,
  value: number,
  from: 'both' | 'host' | 'board',
): void {
  if (from !== 'board') runtime.wire.toBoard.faults[fault] = value;
  if (from !== 'host') runtime.wire.toHost.faults[fault] = value;
}

/** The commands for the serial line. */
export const lineCommands: Readonly<Record<string, TypedCommand>> = {
  unplug: plainCommand('unplug', 'pulls the cable: the port disappears', ({ runtime }) => {
    runtime.unplug();
    return 'unplugged';
  }),
  plug: plainCommand('plug', 'puts the cable back: a new port, the same link', async ({ runtime }) => {
    await runtime.plug();
    return `port ${runtime.portPath}`;
  }),
  noise: faultCommand('noise 0.02 [host|board]', 'bytes of noise before messages (from host or board only)', 'noise'),
  lose: faultCommand('lose 0.05 [host|board]', 'messages lost', 'lose'),
  corrupt: faultCommand('corrupt 0.05 [host|board]', 'messages with a wrong bit', 'corrupt'),
  cut: faultCommand('cut 0.05 [host|board]', 'messages whose end is lost', 'cut'),
  duplicate: faultCommand('duplicate 0.05 [host|board]', 'messages that come twice', 'duplicate'),
  split: faultCommand('split 0.5 [host|board]', 'messages in two pieces', 'split'),
  delay: {
    usage: 'delay 0.1 [400ms]',
    help: 'messages held up, by as much as that',
    maxWords: 2,
    read(words) {
      const chance = chanceOf(words[0], 'delay');
      const longestMs = durationMs(words[1] ?? '400ms', 'how long');
      return ({ runtime }) => {
        runtime.wire.setFault('delay', chance);
        runtime.wire.setFault('delayMs', longestMs);
        return `delay ${chance} of all messages by up to ${longestMs} ms`;
      };
    },
  },
  mute: {
    usage: 'mute on | mute off',
    help: 'the board works but nothing it says arrives',
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0] ?? 'on', ['on', 'off'], 'mute');
      return ({ runtime }) => {
        runtime.wire.toHost.muted = way === 'on';
        return `mute ${way}`;
      };
    },
  },
  deaf: {
    usage: 'deaf on | deaf off',
    help: 'nothing that the host says arrives',
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0] ?? 'on', ['on', 'off'], 'deaf');
      return ({ runtime }) => {
        runtime.wire.toBoard.muted = way === 'on';
        return `deaf ${way}`;
      };
    },
  },
  babble: {
    usage: 'babble on | babble off',
    help: 'the board sends noise all the time',
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0] ?? 'on', ['on', 'off'], 'babble');
      return ({ runtime }) => {
        runtime.setNoisy(way === 'on');
        return `babble ${way}`;
      };
    },
  },
  quiet: plainCommand('quiet', 'a good line again: no fault left on it', ({ runtime }) => {
    for (const fault of ['noise', 'lose', 'corrupt', 'cut', 'duplicate', 'split', 'delay'] as const)
      runtime.wire.setFault(fault, 0);
    runtime.wire.toHost.muted = false;
    runtime.wire.toBoard.muted = false;
    runtime.setNoisy(false);
    return 'a good line';
  }),
};
