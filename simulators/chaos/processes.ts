import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CabinetLine } from '../board/model/cabinet-lines.ts';
import { cabinetFile, readCabinetLines } from '../board/state-dir.ts';
import { ask, Part, until } from './process.ts';

const token = 'a-token-for-programs-of-32-or-more-characters';
export const pin = '4711';
export const lanesOfOne = 4;

/** The fleet's process, with one folder and always the same ports. */
export class Fleet {
  readonly #dir: string;
  #part: Part | null = null;
  #http = 0;
  mqtt = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  get part(): Part {
    if (this.#part === null) throw new Error('the fleet was never started');
    return this.#part;
  }

  async start(): Promise<void> {
    const host = '127.0.0.1';
    const file = join(this.#dir, 'fleet.json');
    mkdirSync(this.#dir, { recursive: true });
    const content = {
      dataDir: join(this.#dir, 'data'),
      mqtt: { host, port: this.mqtt },
      http: { host, port: this.#http },
      // The boards' motors run at many times the real speed.
      rules: { fastestTurnMs: 0 },
    };
    writeFileSync(file, JSON.stringify(content));
    const secrets = { YAOJU_API_TOKEN: token, YAOJU_ADMIN_PASSWORD: 'the-first-password' };
    this.#part = new Part('fleet', ['fleet', '--config', file], secrets);
    const [http, mqtt] = (await this.#part.start(/"http":(\d+,"mqtt":\d+)/)).split(',"mqtt":');
    this.#http = Number(http);
    this.mqtt = Number(mqtt);
  }

  ask(path: string, body?: unknown): ReturnType<typeof ask> {
    return ask(`http://127.0.0.1:${this.#http}/api/v1${path}`, body, token);
  }

  async register(machine: string): Promise<string> {
    const { json } = await this.ask('/machines', {
      machine,
      name: machine,
      region: '360102',
      site: 'clinic',
      inServiceFrom: '2026-01-01',
    });
    return String(json.secret);
  }

  /** All stored lines of a machine, ledger after ledger in the order received. */
  async events(machine: string): Promise<StoredLine[]> {
    const all: StoredLine[] = [];
    for (let after = ''; ; ) {
      const query = new URLSearchParams({ limit: '1000', ...(after === '' ? {} : { after }) });
      const { status, json } = await this.ask(`/machines/${machine}/events?${query}`);
      if (status !== 200) throw new Error(`events: ${status}`);
      const page = json.events as StoredLine[];
      all.push(...page.map(({ ledger, seq, line }) => ({ ledger, seq, line })));
      if (json.next === null || page.length === 0) return all;
      after = String(json.next);
    }
  }
}

/** A ledger line as the fleet's API shows it. */
export interface StoredLine {
  readonly ledger: string;
  readonly seq: number;
  readonly line: unknown;
}

/**
 * One kiosk in a folder: its board's process with the cabinet's truth on disk, and its agent's
 * process.
 */
export class Kiosk {
  readonly machine: string;
  readonly board: Part;
  readonly agent: Part;
  readonly dataDir: string;
  readonly #stateDir: string;
  readonly #tty: string;
  #http = 0;

  constructor(
    dir: string,
    machine: string,
    secret: string,
    mqtt: number,
    boxes: number,
    seed: number,
    dataDir = join(dir, 'data'),
  ) {
    for (const each of [dir, dataDir]) mkdirSync(each, { recursive: true });
    this.machine = machine;
    this.dataDir = dataDir;
    this.#stateDir = join(dir, 'board');
    this.#tty = join(dir, 'board.tty');
    const words = [
      'board',
      '--lang',
      'en',
      '--link',
      this.#tty,
      '--state',
      this.#stateDir,
      '--lanes',
      String(lanesOfOne),
      '--boxes',
      String(boxes),
    ];
    this.board = new Part(`board of ${machine}`, [...words, '--speed', '60', '--seed', String(seed)]);
    const file = join(dir, 'kiosk.json');
    const lanes = Array.from({ length: lanesOfOne }, (_, at) => ({
      lane: at + 1,
      product: at < 2 ? 'CD-M' : 'CD-L',
      capacity: 200,
      par: 200,
    }));
    const content = {
      machine,
      dataDir,
      board: { driver: 'lbp', port: this.#tty },
      fleet: { url: `mqtt://127.0.0.1:${mqtt}`, password: secret },
      http: { host: '127.0.0.1', port: 0 },
      staff: { pin },
      lanes,
    };
    writeFileSync(file, JSON.stringify(content));
    this.agent = new Part(`agent of ${machine}`, ['device', '--config', file]);
  }

  async startBoard(): Promise<void> {
    await this.board.start(/port (\S+)/);
    await until(() => {
      if (!existsSync(this.#tty)) throw new Error('the pseudo-terminal is not there');
    }, 20_000);
  }

  async startAgent(): Promise<void> {
    this.#http = Number(await this.agent.start(/"http":"http:\/\/127\.0\.0\.1:(\d+)"/));
  }

  ask(path: string, body?: unknown): ReturnType<typeof ask> {
    return ask(`http://127.0.0.1:${this.#http}${path}`, body);
  }

  /** What really happened in the cabinet. */
  truth(): CabinetLine[] {
    return [...readCabinetLines(join(this.#stateDir, cabinetFile))];
  }

  async events(): Promise<StoredLine[]> {
    const all: StoredLine[] = [];
    for (let last = 1; all.length < last; ) {
      const { json } = await this.ask(`/api/events?limit=1000&after=${all.length}`);
      last = Number(json.last);
      all.push(...(json.events as StoredLine[]).map(({ seq, line }) => ({ ledger: String(json.ledger), seq, line })));
    }
    return all;
  }
}
