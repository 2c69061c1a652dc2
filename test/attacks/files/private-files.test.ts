import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attack, attackSuite, type Running, type Verdict } from '../support/attack.ts';
import type { Hole } from '../support/hole.ts';
import { Program } from '../support/program.ts';

const protection = 'shared/config/data-folder.js';
const complaint = 'shared/config/complaint.js';

const holes: readonly Hole[] = [
  {
    name: 'files are made private',
    file: 'cli/main.js',
    find: 'process.umask(0o077)',
    replace: 'process.umask(0o022)',
  },
  { name: 'looser files are made private', file: protection, find: 'calls.chmodSync(', replace: '(() => undefined)(' },
  { name: 'links are refused', file: protection, find: 'status.isSymbolicLink()', replace: 'false' },
  {
    name: 'the first password is shown on a terminal only',
    file: 'fleet/start/first-password.js',
    find: 'if (to.isTTY === true)',
    replace: 'if (true)',
  },
  { name: 'passwords in URLs are masked', file: complaint, find: "'$1***@'", replace: "'$&'" },
  { name: 'secret values are hidden', file: complaint, find: 'at !== null && holdsSecret(at)', replace: 'false' },
  { name: 'content of named files is hidden', file: complaint, find: '|| isFromFile(issue.path)', replace: '' },
];

type Command = 'fleet' | 'device';

/** A computer on which the programs run with holes. */
interface Computer extends Running {
  readonly holes: readonly Hole[];
  /** A new folder of this computer. */
  folder(): string;
  /** What one run of a program left behind, shared by the attacks that only look at it. */
  readonly runs: Map<string, Promise<Left>>;
}

/** What a program left behind: its output, and its files. */
interface Left {
  readonly said: string;
  readonly readableByOthers: readonly string[];
}

async function computer(planted: readonly Hole[]): Promise<Computer> {
  const home = mkdtempSync(join(tmpdir(), 'yaoju-'));
  let last = 0;
  return {
    holes: planted,
    runs: new Map(),
    folder() {
      last += 1;
      const path = join(home, String(last));
      mkdirSync(path);
      return path;
    },
    stop: async () => rmSync(home, { recursive: true, force: true }),
  };
}

const listening = { host: '127.0.0.1', port: 0 };
const fleet = (dataDir: string): object => ({ dataDir, mqtt: listening, http: listening });
const kiosk = (dataDir: string): object => ({
  machine: 'JX-360102-0001',
  dataDir,
  board: { driver: 'lbp', port: '/dev/no-such-port' },
  fleet: { url: 'mqtt://127.0.0.1:1', password: 'never-sent' },
  http: listening,
  staff: { pin: '471138' },
  lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
});
const configOf = { fleet, device: kiosk } as const;

/** Starts a program with a configuration, and returns it once it is up or has ended. */
async function started(
  computer: Computer,
  command: Command,
  config: object,
  env: Record<string, string> = {},
): Promise<Program> {
  const file = join(computer.folder(), `${command}.json`);
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  const program = new Program([command, '--config', file], computer.holes, env);
  await Promise.race([program.says(/"http":/), program.ended]).catch(() => undefined);
  return program;
}

/** The result of a run that several attacks share; it runs at the first of them. */
function once(computer: Computer, name: string, run: () => Promise<Left>): Promise<Left> {
  const result = computer.runs.get(name) ?? run();
  computer.runs.set(name, result);
  return result;
}

/** A file that an older version made, readable by everybody. */
const older: Readonly<Record<Command, string>> = { fleet: 'fleet.mark', device: 'agent.lock' };

/** Runs a program in a folder in which an older version left a readable file. */
const afterOlder = (target: Computer, command: Command): Promise<Left> =>
  once(target, command, async () => {
    const dataDir = join(target.folder(), 'data');
    mkdirSync(dataDir, { mode: 0o755 });
    writeFileSync(join(dataDir, older[command]), '');
    chmodSync(join(dataDir, older[command]), 0o644);
    const program = await started(target, command, configOf[command](dataDir));
    const readableByOthers = readdirSync(dataDir).filter((name) => (lstatSync(join(dataDir, name)).mode & 0o077) !== 0);
    await program.stop();
    return { said: program.out + program.err, readableByOthers };
  });

const secrets = { url: 'SuperSecretA', password: 'SuperSecretB', pin: 'SuperSecretC', file: 'SuperSecretD' } as const;

/** What the programs say about configurations that are wrong next to each secret. */
const complaints = (target: Computer): Promise<Left> =>
  once(target, 'complaints', async () => {
    const file = join(target.folder(), 'of-somebody-else');
    writeFileSync(file, secrets.file);
    const wrongFleet = { ...fleet('data'), broker: `htp://fleet:${secrets.url}@b` };
    const wrongKiosk = {
      ...kiosk('data'),
      fleet: { url: `htp://u:${secrets.url}@b`, password: [secrets.password] },
      staff: { pin: secrets.pin },
    };
    const both = await Promise.all([
      started(target, 'fleet', wrongFleet, { YAOJU_TIMEZONE_FILE: file }),
      started(target, 'device', wrongKiosk),
    ]);
    await Promise.all(both.map((program) => program.stop()));
    return { said: both.map(({ out, err }) => out + err).join(''), readableByOthers: [] };
  });

const showing =
  (secret: keyof typeof secrets) =>
  async (target: Computer): Promise<Verdict> =>
    (await complaints(target)).said.includes(secrets[secret]) ? 'open' : 'blocked';

const reading =
  (command: Command, isAsked: (name: string) => boolean) =>
  async (target: Computer): Promise<Verdict> =>
    (await afterOlder(target, command)).readableByOthers.some(isAsked) ? 'open' : 'blocked';

const throughLink =
  (command: Command, name: string) =>
  async (target: Computer): Promise<Verdict> => {
    const dataDir = target.folder();
    symlinkSync(join(target.folder(), 'taken'), join(dataDir, name));
    const program = await started(target, command, configOf[command](dataDir));
    const hasStarted = program.isAlive;
    await program.stop();
    return hasStarted ? 'open' : 'blocked';
  };

const attacks: readonly Attack<Computer>[] = [
  {
    id: 'F01.1',
    title: "reading the fleet's database as another user",
    hole: 'files are made private',
    attempt: reading('fleet', (name) => name === 'fleet.db'),
  },
  {
    id: 'F01.2',
    title: "reading a kiosk's ledger as another user",
    hole: 'files are made private',
    attempt: reading('device', (name) => name === 'ledger.db'),
  },
  {
    id: 'F01.3',
    title: 'reading what an older version of the fleet left readable',
    hole: 'looser files are made private',
    attempt: reading('fleet', (name) => name === older.fleet),
  },
  {
    id: 'F01.4',
    title: 'reading what an older version of the agent left readable',
    hole: 'looser files are made private',
    attempt: reading('device', (name) => name === older.device),
  },
  {
    id: 'F09.1',
    title: 'a link in place of the database',
    hole: 'links are refused',
    attempt: throughLink('fleet', 'fleet.db'),
  },
  {
    id: 'F09.2',
    title: 'a link in place of the ledger',
    hole: 'links are refused',
    attempt: throughLink('device', 'ledger.db'),
  },
  {
    id: 'F11',
    title: 'reading the first password in the journal',
    hole: 'the first password is shown on a terminal only',
    attempt: async (target) =>
      /password · 密码 [\w-]{16}/.test((await afterOlder(target, 'fleet')).said) ? 'open' : 'blocked',
  },
  {
    id: 'F05',
    title: 'reading the password of a URL in the journal',
    hole: 'passwords in URLs are masked',
    attempt: showing('url'),
  },
  {
    id: 'F07.1',
    title: 'reading a wrong PIN in the journal',
    hole: 'secret values are hidden',
    attempt: showing('pin'),
  },
  {
    id: 'F07.2',
    title: 'reading a secret of the wrong type in the journal',
    hole: 'secret values are hidden',
    attempt: showing('password'),
  },
  {
    id: 'F10',
    title: 'reading any file of the computer through the complaint about a setting',
    hole: 'content of named files is hidden',
    attempt: showing('file'),
  },
];

attackSuite('files and messages', { start: computer, holes, attacks, isLong: true });
