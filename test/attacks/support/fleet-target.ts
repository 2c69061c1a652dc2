import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../../support/fleet/fleet.ts';
import type { Running } from './attack.ts';
import type { Hole } from './hole.ts';
import { Program } from './program.ts';

/** The token of the program that prepares the attacks; attackers do not have it. */
const token = 'a-token-of-the-attack-suite-with-48-characters-0';
const adminPassword = 'a quiet river under stones';

/** The machines that every fleet under attack has, in two counties. */
export const own = 'JX-360102-0001';
export const other = 'JX-360428-0001';

/** A response with its body as text. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A fleet server under attack, with two machines in two counties. */
export interface FleetTarget extends Running {
  readonly program: Program;
  readonly dataDir: string;
  readonly httpPort: number;
  readonly mqttPort: number;
  /** The MQTT passwords of the machines. */
  readonly secrets: Readonly<Record<typeof own | typeof other, string>>;
  /** A request of the suite itself with all permissions, to prepare an attack or see its result. */
  asOwner(path: string, body?: unknown, method?: string): Promise<Answered>;
  /** A request as the attacker makes it, without credentials unless given. */
  ask(path: string, init?: RequestInit): Promise<Answered>;
  /** Signs a user in and returns the cookie's name and value. */
  signIn(user: string, password: string): Promise<string>;
}

/** Starts a fleet with holes; `config` is merged into its fleet.json. */
export async function startFleetTarget(holes: readonly Hole[], config: object = {}): Promise<FleetTarget> {
  const folder = testFolder();
  const dataDir = join(folder.path, 'data');
  const file = join(folder.path, 'fleet.json');
  const listening = { host: '127.0.0.1', port: 0 };
  writeFileSync(file, JSON.stringify({ dataDir, mqtt: listening, http: listening, ...config }), { mode: 0o600 });
  const program = new Program(['fleet', '--config', file], holes, {
    YAOJU_API_TOKEN: token,
    YAOJU_ADMIN_PASSWORD: adminPassword,
  });
  const stop = async (): Promise<void> => {
    await program.stop();
    folder.remove();
  };
  try {
    const httpPort = Number(await program.says(/"http":(\d+),"mqtt"/));
    const mqttPort = Number(await program.says(/"mqtt":(\d+)/));
    const calls = callsOf(`http://127.0.0.1:${httpPort}`);
    const secrets = {
      [own]: await registered(calls, own, '360102'),
      [other]: await registered(calls, other, '360428'),
    };
    return { program, dataDir, httpPort, mqttPort, secrets, stop, ...calls };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Calls = Pick<FleetTarget, 'ask' | 'asOwner' | 'signIn'>;

function callsOf(origin: string): Calls {
  const ask = async (path: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await fetch(`${origin}${path}`, {
      redirect: 'manual',
      ...init,
      signal: AbortSignal.timeout(20_000),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return {
    ask,
    asOwner: (path, body, method = body === undefined ? 'GET' : 'POST') =>
      ask(path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    signIn: async (user, password) => {
      const { status, headers, text } = await ask('/api/v1/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user, password }),
      });
      const cookie = headers.getSetCookie()[0]?.split(';')[0];
      if (status !== 200 || cookie === undefined) throw new Error(`sign-in of ${user}: ${status} ${text}`);
      return cookie;
    },
  };
}

async function registered({ asOwner }: Calls, machine: string, region: string): Promise<string> {
  const { status, text } = await asOwner('/api/v1/machines', {
    machine,
    name: `试验机 ${machine}`,
    region,
    site: 'clinic',
    inServiceFrom: '2026-01-01',
  });
  if (status !== 201) throw new Error(`registering ${machine}: ${status} ${text}`);
  return (JSON.parse(text) as { secret: string }).secret;
}
