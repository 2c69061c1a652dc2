import { Command, InvalidArgumentError } from 'commander';
import { languageOf } from '../../shared/config/language.ts';
import { bilingual, joinBilingual, type Language } from '../../shared/contracts/meaning.ts';
import { errorText } from '../../shared/error-text.ts';
import type { BoardDriver } from './model/board.ts';
import { boardKinds, isBoardDriver } from './model/boards.ts';
import { type BoardFlags, serveBoard, WrongUsage } from './serve.ts';

function wholeFlag(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw new InvalidArgumentError(
      joinBilingual(bilingual(`It should be a whole number from ${low} to ${high}.`, `应为 ${low} 至 ${high} 的整数`)),
    );
  };
}

function speedFlag(text: string): number {
  const value = Number(text);
  if (value >= 0.1 && value <= 1000) return value;
  throw new InvalidArgumentError(
    joinBilingual(bilingual('It should be a number from 0.1 to 1000.', '应为 0.1 至 1000 的数字')),
  );
}

function driverFlag(text: string): BoardDriver {
  if (isBoardDriver(text)) return text;
  throw new InvalidArgumentError(
    joinBilingual(
      bilingual(
        `It should be one of: ${Object.keys(boardKinds).join(', ')}.`,
        `应为 ${Object.keys(boardKinds).join('、')} 之一`,
      ),
    ),
  );
}

function languageFlag(text: string): Language {
  if (text === 'en' || text === 'zh') return text;
  throw new InvalidArgumentError(joinBilingual(bilingual('It should be en or zh.', '应为 en 或 zh')));
}

function serialFlag(text: string): string {
  if (/^[A-Za-z0-9-]{1,20}$/.test(text)) return text;
  throw new InvalidArgumentError(
    joinBilingual(bilingual('It should be up to 20 letters, digits and -.', '最多 20 位字母、数字和连字符')),
  );
}

/** `yaoju board`: a simulated lane board for testers. */
export function boardCommand(): Command {
  return new Command('board')
    .description(
      'a simulated lane board on a pseudo-terminal: type `help` when it runs · 模拟控制板（伪终端），运行后输入 help 查看命令',
    )
    .option('--driver <driver>', `protocol: ${Object.keys(boardKinds).join(' or ')} · 协议`, driverFlag, 'lbp')
    .option('--link <path>', 'a link that always points to the pseudo-terminal · 始终指向伪终端的链接路径')
    .option(
      '--reader-link <path>',
      'a simulated card reader, with a link to its pseudo-terminal · 模拟读卡器的链接路径',
    )
    .option('--scanner-link <path>', 'a simulated scanner, likewise · 模拟扫码器的链接路径')
    .option('--port <path>', 'speak on a real serial port instead · 改用真实串口')
    .option('--baud <rate>', 'line speed, 0 for none at all · 波特率，0 表示不限', wholeFlag(0, 4_000_000))
    .option('--state <dir>', 'keep boxes and memory here over restarts · 保存盒子和记录的文件夹')
    .option('--lanes <count>', 'lanes of a new cabinet · 新柜机的货道数', wholeFlag(1, 999), 40)
    .option('--boxes <count>', 'boxes in each lane of a new cabinet · 新柜机每个货道的盒数', wholeFlag(0, 1000), 10)
    .option('--speed <factor>', 'how many times faster than real motors · 电机速度是实际的多少倍', speedFlag, 1)
    .option('--serial <serial>', 'serial number of the board · 控制板序列号', serialFlag)
    .option('--seed <number>', 'of the random line faults · 随机干扰的种子', wholeFlag(0, 4_294_967_295))
    .option('--script <file>', 'typed commands from a file; ends after the last one · 从文件读取命令，执行完即结束')
    .option(
      '--replay <file>',
      'play such a file instead of a board; ends with it, with 1 if the host said something else · 播放这样的文件，终端发送的内容不同时以 1 结束',
    )
    .option(
      '--record <file>',
      'append what passes over the line to a file, as JSON lines · 把线路上的收发内容追加到文件',
    )
    .option(
      '--lang <language>',
      'en or zh, the language of the terminal; else that of LANG · 终端语言，默认按 LANG',
      languageFlag,
      languageOf(process.env),
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .action(runBoard);
}

async function runBoard(flags: BoardFlags): Promise<void> {
  try {
    process.exitCode = await serveBoard(flags);
  } catch (error) {
    const text = error instanceof WrongUsage ? error.text[flags.lang] : errorText(error);
    process.stderr.write(`yaoju board: ${text}\n`);
    process.exitCode = error instanceof WrongUsage ? 2 : 1;
  }
}
