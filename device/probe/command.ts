import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { type BoardName, boardNames } from '../../shared/config/boards.ts';
import { SerialPort } from '../../shared/config/serial-port.ts';
import { By } from '../../shared/contracts/events/fields.ts';
import { Lane } from '../../shared/contracts/ids.ts';
import { bilingual, joinBilingual } from '../../shared/contracts/meaning.ts';
import { DataDirInUse } from '../adapters/data-dir-lock.ts';
import { OtherMachine } from '../adapters/ledger/owner.ts';
import { type DeviceConfig, loadDeviceConfig } from '../config.ts';
import { DiskFailure } from '../ports.ts';
import { type Candidate, candidates, type FoundBoard, findBoard, type Tried } from './find.ts';
import { type KioskLedger, NoLedger, openKioskLedger } from './kiosk-ledger.ts';
import { homeLane, objection, testTurn } from './motor.ts';
import { survey, surveyLines } from './survey.ts';
import { lossWords } from './words.ts';

interface Flags {
  readonly port?: string;
  readonly driver?: BoardName;
  readonly baud?: number;
  readonly config?: string;
  readonly home?: Lane;
  readonly turn?: Lane;
  readonly by: string;
}

/** `yaoju probe`: finds out which board answers on a port, and its state. */
export function probeCommand(): Command {
  return new Command('probe')
    .description('which board answers on a serial port, its lanes, sensor and counters · 控制板检测工具')
    .option('--port <port>', 'a path, or usb:VID:PID[:SERIAL]; by default the port in kiosk.json · 串口', readPort)
    .option('--driver <kind>', `only this kind of board: ${boardNames.join(', ')} · 控制板类型`, readDriver)
    .option('--baud <rate>', 'only this line speed · 波特率', readBaud)
    .option('--config <file>', 'kiosk.json: the expected board, and the ledger for --home and --turn · 配置文件')
    .option('--home <lane>', 'home a lane’s motor, after you have typed a confirmation · 货道复位', readLane)
    .option('--turn <lane>', 'turn a lane’s motor once as a test, after a confirmation · 试转货道', readLane)
    .option('--by <name>', 'who does it, for the ledger · 操作人', readBy, 'technician')
    .action(async (flags: Flags) => {
      process.exitCode = await probe(flags);
    });
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * The exit code. 0: a board answered, and what was asked of it succeeded; 1: not; 2: wrong usage or
 * configuration [running contract, exit codes].
 */
async function probe(flags: Flags): Promise<number> {
  const loaded = flags.config === undefined ? null : loadDeviceConfig(flags.config, process.env);
  if (loaded?.ok === false) return usage(loaded.line);
  const config = loaded?.ok ? loaded.config : null;
  const port = flags.port ?? config?.board.port;
  if (port === undefined) return usage('probe: --port or --config is needed');
  const moves = flags.home !== undefined || flags.turn !== undefined;
  if (moves && config === null) return usage('probe: --home and --turn need --config: a turn is written in the ledger');
  if (flags.home !== undefined && flags.turn !== undefined) return usage('probe: --home or --turn, not both');

  let ledger: KioskLedger | null = null;
  try {
    ledger = config === null ? null : openKioskLedger(config, packageVersion());
  } catch (error) {
    const known = [DataDirInUse, NoLedger, OtherMachine, DiskFailure].some((kind) => error instanceof kind);
    if (!known || !(error instanceof Error)) throw error;
    if (moves) {
      complain(`probe: ${error instanceof DataDirInUse ? stopFirst(error) : error.message}`);
      return 1;
    }
  }
  try {
    const list = inOrder(flags, config);
    const trying = ({ driver, baudRate }: Candidate): void => complain(`… ${port} · ${driver} · ${baudRate} baud`);
    const found = await findBoard(port, list, trying, { board: config?.board });
    if (!('host' in found)) return nobody(port, found);
    try {
      return await show(found, port, flags, config, ledger);
    } finally {
      found.host.close();
    }
  } finally {
    ledger?.close();
  }
}

/** The candidates to try. The one in kiosk.json comes first. */
function inOrder(flags: Flags, config: DeviceConfig | null): Candidate[] {
  const all = candidates({
    ...(flags.driver === undefined ? {} : { driver: flags.driver }),
    ...(flags.baud === undefined ? {} : { baudRate: flags.baud }),
  });
  if (config === null) return all;
  const isIts = ({ driver, baudRate }: Candidate): boolean =>
    driver === config.board.driver && baudRate === config.board.baudRate;
  return [...all.filter(isIts), ...all.filter((candidate) => !isIts(candidate))];
}

function nobody(port: string, tried: readonly Tried[]): number {
  const last = tried.at(-1);
  const babble = tried.find(({ loss }) => loss === 'babble');
  const other = tried.find(({ loss }) => loss === 'not-a-board');
  const worst = last?.loss.startsWith('port-') ? last : (other ?? babble ?? last);
  complain(`${port}: ${lossWords[worst?.loss ?? 'mute']}${worst?.detail ? ` [${worst.detail}]` : ''}`);
  return 1;
}

async function show(
  found: FoundBoard,
  port: string,
  flags: Flags,
  config: DeviceConfig | null,
  ledger: KioskLedger | null,
): Promise<number> {
  const { driver, baudRate } = found.candidate;
  const surveyed = await survey(found);
  if (surveyed === null) return nobody(port, []);
  say(`串口 port: ${port} · ${driver} · ${baudRate} baud`);
  for (const line of surveyLines(surveyed)) say(line);
  const { serial } = surveyed.identity;
  if (config !== null && (driver !== config.board.driver || baudRate !== config.board.baudRate)) {
    const { board } = config;
    say(
      `注意：配置与控制板不符 · kiosk.json says ${board.driver} at ${board.baudRate} baud: wrong kind or wrong baud rate`,
    );
  }
  const known = ledger?.books.board ?? null;
  if (known !== null && known !== serial) {
    say(`注意：控制板已更换，账中为 ${known} · this is another board than the ledger’s ${known}: it was swapped`);
  }
  const lane = flags.turn ?? flags.home;
  if (lane === undefined || ledger === null) return 0;

  const why = objection(ledger, found, serial, lane);
  if (why !== null) {
    complain(`probe: ${why}`);
    return 1;
  }
  const order = `${flags.turn === undefined ? 'home' : 'turn'} ${lane}`;
  if (!(await confirmed(order))) {
    complain('已取消 · nothing was done');
    return 1;
  }
  const end = await (flags.turn === undefined ? homeLane : testTurn)(found, ledger, lane, flags.by);
  say(end.words);
  if (flags.turn !== undefined) {
    say(
      '试转的药具不计入发放：请放回货道后方，或盘点 · a test box is not issued: put it back in the lane, or take stock',
    );
  }
  return end.well ? 0 : 1;
}

/** Whether the person typed exactly the order that will be executed. */
async function confirmed(order: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const question = `电机将转动！输入 “${order}” 确认 · the motor will move! Type "${order}" to go on: `;
  const typed = await Promise.race([terminal.question(question), closed]);
  terminal.close();
  return typed.trim() === order;
}

function usage(line: string): number {
  complain(line);
  return 2;
}

const stopFirst = ({ line }: DataDirInUse): string =>
  joinBilingual(bilingual(`${line.en}: stop it first`, `${line.zh}，请先停止终端程序`));

function readPort(text: string): string {
  if (!SerialPort.safeParse(text).success)
    throw new InvalidArgumentError(
      joinBilingual(
        bilingual(
          'It should be a path, or usb:VID:PID[:SERIAL] with four hexadecimal digits each.',
          '应为路径，或 usb:VID:PID[:SERIAL]，其中两组数均为四位十六进制数',
        ),
      ),
    );
  return text;
}

function readDriver(text: string): BoardName {
  const driver = boardNames.find((name) => name === text);
  if (driver === undefined)
    throw new InvalidArgumentError(
      joinBilingual(bilingual(`It should be one of: ${boardNames.join(', ')}.`, `应为 ${boardNames.join('、')} 之一`)),
    );
  return driver;
}

function readBaud(text: string): number {
  const baudRate = /^\d{3,7}$/.test(text) ? Number(text) : Number.NaN;
  if (baudRate >= 300 && baudRate <= 4_000_000) return baudRate;
  throw new InvalidArgumentError(
    joinBilingual(bilingual('It should be a whole number from 300 to 4000000.', '应为 300 至 4000000 的整数')),
  );
}

function readLane(text: string): Lane {
  const lane = Lane.safeParse(/^\d{1,4}$/.test(text) ? Number(text) : null);
  if (lane.success) return lane.data;
  throw new InvalidArgumentError(joinBilingual(bilingual('It should be a lane, 1 to 9999.', '应为货道号，1 至 9999')));
}

function readBy(text: string): string {
  const by = By.safeParse(text);
  if (by.success) return by.data;
  throw new InvalidArgumentError(
    joinBilingual(bilingual('It should be a name of 1 to 64 characters.', '应为 1 至 64 个字符的名称')),
  );
}

/** The package's version; its package.json is in the folder that holds `dist`. */
function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
