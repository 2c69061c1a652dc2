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
  { name: 'passwords in URLs are masked', file: complaint, find: "'$1***@'", replace: "'$&'" },
  { name: 'secret values are hidden', file: complaint, find: 'at !== null && holdsSecret(at)', replace: 'false' },
];

/** A computer on which the programs run with holes. */
interface Computer extends Running {
  readonly holes: readonly Hole[];
  /** A new folder of this computer. */
  folder(): string;
}

async function computer(planted: readonly Hole[]): Promise<Computer> {
  const home = mkdtempSync(join(tmpdir(), 'yaoju-'));
  let last = 0;
  return {
    holes: planted,
    folder() {
      last += 1;
      const path = join(home, String(last));
      mkdirSync(path);
      return path;
    },
    stop: async () => rmSync(home, { recursive: true, force: true }),
  };
}

type Command = 'fleet' | 'device';

const secret = 'SuperSecret99';
const listening = { host: '127.0.0.1', port: 0 };
const fleet = (dataDir: string): object => ({ dataDir, mqtt: listening, http: listening });
const kiosk = (dataDir: string, more: object = {}): object => ({
  machine: 'JX-360102-0001',
  dataDir,
  board: { driver: 'lbp', port: '/dev/no-such-port' },
  fleet: { url: 'mqtt://127.0.0.1:1', password: 'never-sent' },
  http: listening,
  staff: { pin: '471138' },
  lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
  ...more,
});

/** Starts a program with a configuration, and returns it once it is up or has ended. */
async function started(computer: Computer, command: Command, config: object): Promise<Program> {
  const file = join(computer.folder(), `${command}.json`);
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  const program = new Program([command, '--config', file], computer.holes);
  await Promise.race([program.says(/"http":/), program.ended]).catch(() => undefined);
  return program;
}

const isReadableByOthers = (path: string): boolean => (lstatSync(path).mode & 0o077) !== 0;

const afterStart =
  (command: Command, configOf: (dataDir: string) => object, prepare: (dataDir: string) => void = () => {}) =>
  async (target: Computer): Promise<Verdict> => {
    const dataDir = join(target.folder(), 'data');
    prepare(dataDir);
    const program = await started(target, command, configOf(dataDir));
    const files = readdirSync(dataDir).map((name) => join(dataDir, name));
    const isOpen = files.some(isReadableByOthers);
    await program.stop();
    return isOpen ? 'open' : 'blocked';
  };

const throughLink =
  (command: Command, name: string, configOf: (dataDir: string) => object) =>
  async (target: Computer): Promise<Verdict> => {
    const dataDir = target.folder();
    symlinkSync(join(target.folder(), 'taken'), join(dataDir, name));
    const program = await started(target, command, configOf(dataDir));
    const hasStarted = program.isAlive;
    await program.stop();
    return hasStarted ? 'open' : 'blocked';
  };

const saying =
  (command: Command, config: object) =>
  async (target: Computer): Promise<Verdict> => {
    const program = await started(target, command, config);
    await program.stop();
    return `${program.out}${program.err}`.includes(secret) ? 'open' : 'blocked';
  };

/** A folder with a file that an older version left readable. */
const loose =
  (name: string) =>
  (dataDir: string): void => {
    mkdirSync(dataDir, { mode: 0o755 });
    writeFileSync(join(dataDir, name), '');
    chmodSync(join(dataDir, name), 0o644);
  };

const attacks: readonly Attack<Computer>[] = [
  {
    id: 'F01.1',
    title: "reading the fleet's files as another user",
    hole: 'files are made private',
    attempt: afterStart('fleet', fleet),
  },
  {
    id: 'F01.2',
    title: "reading a kiosk's files as another user",
    hole: 'files are made private',
    attempt: afterStart('device', kiosk),
  },
  {
    id: 'F01.3',
    title: 'reading what an older version of the fleet left readable',
    hole: 'looser files are made private',
    attempt: afterStart('fleet', fleet, loose('fleet.mark')),
  },
  {
    id: 'F01.4',
    title: 'reading what an older version of the agent left readable',
    hole: 'looser files are made private',
    attempt: afterStart('device', kiosk, loose('agent.lock')),
  },
  {
    id: 'F09.1',
    title: 'a link in place of the database',
    hole: 'links are refused',
    attempt: throughLink('fleet', 'fleet.db', fleet),
  },
  {
    id: 'F09.2',
    title: "a link in place of the fleet's lock",
    hole: 'links are refused',
    attempt: throughLink('fleet', 'fleet.lock', fleet),
  },
  {
    id: 'F09.3',
    title: 'a link in place of the ledger',
    hole: 'links are refused',
    attempt: throughLink('device', 'ledger.db', kiosk),
  },
  {
    id: 'F05.1',
    title: "reading a broker's password in the journal",
    hole: 'passwords in URLs are masked',
    attempt: saying('fleet', { broker: `htp://fleet:${secret}@b` }),
  },
  {
    id: 'F05.2',
    title: "reading a password in the kiosk's URL in the journal",
    hole: 'passwords in URLs are masked',
    attempt: saying('device', kiosk('data', { fleet: { url: `htp://u:${secret}@b`, password: 'never-sent' } })),
  },
  {
    id: 'F07.1',
    title: 'reading a wrong PIN in the journal',
    hole: 'secret values are hidden',
    attempt: saying('device', kiosk('data', { staff: { pin: secret } })),
  },
  {
    id: 'F07.2',
    title: 'reading a secret of the wrong type in the journal',
    hole: 'secret values are hidden',
    attempt: saying('device', kiosk('data', { fleet: { url: 'mqtt://127.0.0.1:1', password: [secret] } })),
  },
];

attackSuite('files and messages', { start: computer, holes, attacks });
