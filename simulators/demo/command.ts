import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { CannotStart } from '../../device/start/cannot-start.ts';
import { StartFailure } from '../../fleet/start/failure.ts';
import { bilingual, joinBilingual } from '../../shared/contracts/meaning.ts';
import { errorText } from '../../shared/error-text.ts';
import { DemoData, UnusableData } from './data-dir.ts';
import { type RunningDemo, startDemo } from './demo.ts';

interface Flags {
  readonly data: string;
  readonly machines: number;
  readonly seed: number;
  readonly httpPort: number;
  readonly mqttPort: number;
  readonly kioskPort: number;
}

/**
 * How long a clean stop may take before the process exits anyway [running contract, exit codes].
 */
const stopWithinMs = 4_500;

const whole =
  (low: number, high: number) =>
  (text: string): number => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= low && value <= high) return value;
    throw new InvalidArgumentError(
      joinBilingual(bilingual(`It should be a whole number from ${low} to ${high}.`, `应为 ${low} 至 ${high} 的整数`)),
    );
  };

/** `yaoju demo`: what `npm start` runs. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('a fleet, five live kiosks with their boards, a province with its history, and the console · 演示')
    .option('--data <dir>', 'where it keeps everything', 'data/demo')
    .option('--machines <n>', 'seeded machines of a new demo', whole(0, 20_000), 2_400)
    .option('--seed <n>', 'of a new demo: the same seed and day give the same province', whole(0, 999_999_999), 7)
    .option('--http-port <port>', 'of console and API; the next free one if it is taken', whole(1, 65_535), 8080)
    .option('--mqtt-port <port>', 'of the broker, likewise', whole(1, 65_535), 8883)
    .option('--kiosk-port <port>', "of the first live kiosk's HTTP; the others follow it", whole(1, 65_000), 7081)
    .action(async (flags: Flags) => {
      process.exitCode = await runDemo(flags);
    });
}

/** Runs until it is ended. Returns the exit code. */
async function runDemo(flags: Flags): Promise<number> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  // Nobody reads the output any more, which is no reason to end.
  process.stdout.on('error', () => {});
  let end: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      say('\n  stopping … · 正在停止…');
      setTimeout(() => process.exit(1), stopWithinMs).unref();
      end(0);
    });
  let demo: RunningDemo;
  try {
    const data = DemoData.open(flags.data, { seed: flags.seed, machines: flags.machines }, Date.now());
    const log = pino({ level: process.env.YAOJU_LOG_LEVEL ?? 'warn' }, pino.destination(data.path('demo.log')));
    const { httpPort, mqttPort, kioskPort } = flags;
    demo = await startDemo({ data, httpPort, mqttPort, kioskPort, log, say, input: process.stdin });
  } catch (error) {
    if (!(error instanceof UnusableData || error instanceof StartFailure || error instanceof CannotStart)) throw error;
    process.stderr.write(`yaoju demo: ${error.message}\n`);
    return 1;
  }
  demo.seeded.catch((error: unknown) => {
    process.stderr.write(`yaoju demo: the history: ${errorText(error)}\n`);
    end(1);
  });
  const code = await ended;
  await demo.stop();
  say('  stopped · 已停止');
  process.exit(code);
}
