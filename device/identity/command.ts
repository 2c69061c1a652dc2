import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { readEnrolment } from '../../shared/contracts/enrolment-code.ts';
import { loadDeviceConfig } from '../config.ts';
import { askAt } from './fleet-request.ts';
import { enrol, NotGranted } from './requests.ts';
import { identityIn } from './secret-folder.ts';

interface Flags {
  readonly config?: string;
  readonly file?: string;
  readonly address?: string;
}

const done = 0;
const failed = 1;
const wrongUsage = 2;

/** `yaoju enroll`: gives a kiosk its own key and certificate, by a code of the fleet. */
export function enrollCommand(): Command {
  return new Command('enroll')
    .description('gives this machine its own key and certificate, by a code of the fleet · 用接入码为本机申请证书')
    .option('--config <file>', 'kiosk.json; if absent, all settings come from the environment')
    .option(
      '--file <file>',
      'the file that the console gave; if absent, the code is read from the terminal or a scanner',
    )
    .option('--address <url>', 'the https:// address of the fleet, if only the code is given')
    .action(async (flags: Flags) => {
      process.exitCode = await run(flags);
    });
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The exit code: 0 enrolled, 1 refused or not reached, 2 wrong usage or configuration. */
async function run({ config: path, file, address }: Flags): Promise<number> {
  const loaded = loadDeviceConfig(path ?? null, process.env);
  if (!loaded.ok) {
    say(loaded.line);
    return wrongUsage;
  }
  const { config } = loaded;
  const given = readEnrolment(file === undefined ? await asked() : readFileSync(file, 'utf8'));
  if (given === null) {
    say('this is no enrolment code, and no file or QR code with one · 这不是接入码，也不是接入文件或二维码');
    return wrongUsage;
  }
  if ('machine' in given && given.machine !== config.machine) {
    say(`the code is for ${given.machine}, this machine is ${config.machine} · 接入码属于其他机器`);
    return wrongUsage;
  }
  const to = 'address' in given ? given.address : address;
  if (to === undefined || !URL.canParse(to)) {
    say(
      'the code alone needs --address, the https:// address of the fleet · 只有接入码时，请用 --address 写明服务器地址',
    );
    return wrongUsage;
  }
  try {
    const { expires } = await enrol(identityIn(config), config.machine, given.code, askAt(to));
    const until = new Date(expires).toISOString().slice(0, 10);
    say(`${config.machine} is enrolled; its certificate is valid until ${until} and renews itself · 接入完成`);
    return done;
  } catch (error) {
    if (!(error instanceof NotGranted)) throw error;
    say(`not enrolled: ${error.message} · 接入未完成`);
    return failed;
  }
}

/**
 * Reads one line: what is typed, or what a scanner types. It is no option of the command, because
 * other users of the computer see those.
 */
async function asked(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question('enrolment code · 接入码 > ');
  } finally {
    terminal.close();
  }
}
