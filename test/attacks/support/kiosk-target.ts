import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LiveBoards } from '../../support/live-boards.ts';
import type { Running } from './attack.ts';
import type { Answered } from './fleet-target.ts';
import type { Hole } from './hole.ts';
import { Program } from './program.ts';

const pin = '471138';

/** A kiosk agent under attack, with a simulated board of four lanes; its fleet is not reachable. */
export interface KioskTarget extends Running {
  readonly program: Program;
  readonly folder: string;
  readonly dataDir: string;
  readonly httpPort: number;
  ask(path: string, init?: RequestInit): Promise<Answered>;
}

/** Starts a kiosk with holes; `config` is merged into its kiosk.json. */
export async function startKioskTarget(holes: readonly Hole[], config: object = {}): Promise<KioskTarget> {
  const boards = new LiveBoards();
  const board = await boards.board();
  const dataDir = join(boards.folder, 'data');
  const file = join(boards.folder, 'kiosk.json');
  const content = {
    machine: 'JX-360102-0001',
    dataDir,
    board: { driver: 'lbp', port: board.portPath ?? '' },
    fleet: { url: 'mqtt://127.0.0.1:1', password: 'a-secret-that-is-never-sent' },
    http: { host: '127.0.0.1', port: 0 },
    staff: { pin },
    lanes: [1, 2, 3, 4].map((lane) => ({ lane, product: 'CD-M', capacity: 60, par: 60 })),
    ...config,
  };
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  const program = new Program(['device', '--config', file], holes);
  const stop = async (): Promise<void> => {
    await program.stop();
    await boards.close();
  };
  try {
    const httpPort = Number(await program.says(/"http":"http:\/\/127\.0\.0\.1:(\d+)"/));
    const ask = async (path: string, init: RequestInit = {}): Promise<Answered> => {
      const url = `http://127.0.0.1:${httpPort}${path}`;
      const response = await fetch(url, { redirect: 'manual', ...init, signal: AbortSignal.timeout(20_000) });
      return { status: response.status, text: await response.text(), headers: response.headers };
    };
    return { program, folder: boards.folder, dataDir, httpPort, ask, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
