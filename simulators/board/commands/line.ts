import { type Bilingual, bilingual } from '../../../shared/contracts/meaning.ts';
import type { WireCounts, WireFaults } from '../model/wire.ts';
import { chanceOf, durationMs, named, oneOf } from '../model/words.ts';
import type { BoardRuntime } from '../runtime.ts';
import { wireFaultsInChinese } from '../status-text.ts';
import { type Action, plainCommand, type TypedCommand } from './command.ts';

function faultCommand(usage: string, help: Bilingual, fault: keyof WireCounts): TypedCommand {
  return {
    usage,
    help,
    maxWords: 2,
    read(words: readonly string[]): Action {
      const chance = chanceOf(words[0], named(fault));
      const way =
        words[1] === undefined ? 'both' : oneOf(words[1], ['both', 'host', 'board'], bilingual('from whom', '哪一方'));
      return ({ runtime }) => {
        setFault(runtime, fault, chance, way);
        return bilingual(
          `${fault} ${chance} of all messages${way === 'both' ? '' : ` from the ${way}`}`,
          `${way === 'both' ? '双方' : way === 'host' ? '终端' : '控制板'}的消息：${wireFaultsInChinese[fault]}，概率 ${chance}`,
        );
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
  unplug: plainCommand('unplug', bilingual('pulls the cable: the port disappears', '拔线：串口消失'), ({ runtime }) => {
    runtime.unplug();
    return bilingual('unplugged', '已拔线');
  }),
  plug: plainCommand(
    'plug',
    bilingual('puts the cable back: a new port, the same link', '插线：新的串口，链接路径不变'),
    async ({ runtime }) => {
      await runtime.plug();
      return bilingual(`port ${runtime.portPath}`, `串口 ${runtime.portPath}`);
    },
  ),
  noise: faultCommand(
    'noise 0.02 [host|board]',
    bilingual('bytes of noise before messages (from host or board only)', '在消息前插入干扰字节（可只限一方）'),
    'noise',
  ),
  lose: faultCommand('lose 0.05 [host|board]', bilingual('messages lost', '丢失消息'), 'lose'),
  corrupt: faultCommand(
    'corrupt 0.05 [host|board]',
    bilingual('messages with a wrong bit', '消息中有一位出错'),
    'corrupt',
  ),
  cut: faultCommand('cut 0.05 [host|board]', bilingual('messages whose end is lost', '消息的结尾丢失'), 'cut'),
  duplicate: faultCommand(
    'duplicate 0.05 [host|board]',
    bilingual('messages that come twice', '消息重复到达'),
    'duplicate',
  ),
  split: faultCommand('split 0.5 [host|board]', bilingual('messages in two pieces', '消息分成两段到达'), 'split'),
  delay: {
    usage: 'delay 0.1 [400ms]',
    help: bilingual('messages held up, by as much as that', '消息延迟到达，最多延迟这么久'),
    maxWords: 2,
    read(words) {
      const chance = chanceOf(words[0], named('delay'));
      const longestMs = durationMs(words[1] ?? '400ms', bilingual('how long', '多久'));
      return ({ runtime }) => {
        runtime.wire.setFault('delay', chance);
        runtime.wire.setFault('delayMs', longestMs);
        return bilingual(
          `delay ${chance} of all messages by up to ${longestMs} ms`,
          `${chance} 的消息延迟，最多 ${longestMs} 毫秒`,
        );
      };
    },
  },
  mute: {
    usage: 'mute on | mute off',
    help: bilingual('the board works but nothing it says arrives', '控制板照常工作，但它发送的都到不了'),
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0] ?? 'on', ['on', 'off'], named('mute'));
      return ({ runtime }) => {
        runtime.wire.toHost.muted = way === 'on';
        return bilingual(`mute ${way}`, way === 'on' ? '控制板发送的都到不了' : '控制板发送的可以到达');
      };
    },
  },
  deaf: {
    usage: 'deaf on | deaf off',
    help: bilingual('nothing that the host says arrives', '终端发送的都到不了'),
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0] ?? 'on', ['on', 'off'], named('deaf'));
      return ({ runtime }) => {
        runtime.wire.toBoard.muted = way === 'on';
        return bilingual(`deaf ${way}`, way === 'on' ? '终端发送的都到不了' : '终端发送的可以到达');
      };
    },
  },
  babble: {
    usage: 'babble on | babble off',
    help: bilingual('the board sends noise all the time', '控制板不停地发送乱码'),
    maxWords: 1,
    read(words) {
      const way = oneOf(words[0] ?? 'on', ['on', 'off'], named('babble'));
      return ({ runtime }) => {
        runtime.setNoisy(way === 'on');
        return bilingual(`babble ${way}`, way === 'on' ? '控制板不停地发送乱码' : '控制板不再发送乱码');
      };
    },
  },
  quiet: plainCommand(
    'quiet',
    bilingual('a good line again: no fault left on it', '线路恢复正常，消除全部干扰'),
    ({ runtime }) => {
      for (const fault of ['noise', 'lose', 'corrupt', 'cut', 'duplicate', 'split', 'delay'] as const)
        runtime.wire.setFault(fault, 0);
      runtime.wire.toHost.muted = false;
      runtime.wire.toBoard.muted = false;
      runtime.setNoisy(false);
      return bilingual('a good line', '线路正常');
    },
  ),
};
