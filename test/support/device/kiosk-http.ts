import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import { sha256Chain } from '../../../device/adapters/chain.ts';
import { systemClock } from '../../../device/adapters/clock.ts';
import type { Kiosk } from '../../../device/adapters/http/kiosk.ts';
import { type KioskHttpOptions, kioskHttp } from '../../../device/adapters/kiosk-http.ts';
import { openMemoryLedger } from '../../../device/adapters/sqlite-ledger.ts';
import type { Agent } from '../../../device/agent/agent.ts';
import { createAgent } from '../../../device/agent/create-agent.ts';
import { pinSlowdown } from '../../../device/agent/pin-slowdown.ts';
import { createDriver } from '../../../device/board/catalogue.ts';
import type { AgentObserver, BoardLine } from '../../../device/ports.ts';
import { ScreenConfig } from '../../../shared/config/front.ts';
import { type Lane, MachineId, type ProductCode, RequestId } from '../../../shared/contracts/ids.ts';
import type { PlannedLane } from '../../../shared/contracts/plan.ts';
import { newLedgerId } from './ledgers.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON. */
  json(): unknown;
}

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

/** Sends a request to the loopback; a body is sent as JSON, text unchanged. */
export function ask(port: number, path: string, body?: unknown, asked: Asked = {}): Promise<Answered> {
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const json = payload === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: asked.method ?? (payload === undefined ? 'GET' : 'POST'),
        headers: { ...json, ...asked.headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(payload);
  });
}

/**
 * Serves a kiosk's HTTP on any free port until the test is over; `logged` has all its log entries.
 */
export async function serve(kiosk: () => Kiosk, more: Partial<KioskHttpOptions> = {}) {
  const logged: string[] = [];
  const broken: unknown[] = [];
  const http = kioskHttp({
    host: '127.0.0.1',
    port: 0,
    pin: '4711',
    slowdown: pinSlowdown(more.monoMs ?? (() => 0), { read: () => ({}), write: () => undefined }),
    callers: { secret: 'the secret of the screen', ownUser: null, userOf: () => null },
    version: '1.2.3',
    monoMs: () => 0,
    kiosk,
    display: ScreenConfig.parse({}),
    page: new Map([
      ['index.html', { type: 'text/html', content: new TextEncoder().encode('<p>page</p>') }],
      ['*', { type: 'text/plain', content: new Uint8Array() }],
    ]),
    log: (_level, message, detail) => logged.push(`${message} ${JSON.stringify(detail ?? {})}`),
    broken: (error) => broken.push(error),
    ...more,
  });
  const port = await http.listen();
  onTestFinished(() => http.close());
  return {
    http,
    port,
    logged,
    broken,
    ask: (path: string, body?: unknown, asked?: Asked) => ask(port, path, body, asked),
  };
}

const lanes = [1, 2].map((lane) => ({ lane: lane as Lane, product: 'CD-M' as ProductCode, capacity: 10, par: 10 }));

/** A real agent with its HTTP server, on a ledger in memory; its board's port is missing. */
export const serveAgent = (more: Partial<KioskHttpOptions> = {}) =>
  serveAgentOn(
    {
      lanes,
      lineFor: (line) => ({ open: () => setImmediate(() => line().closed('port-missing')), send() {}, close() {} }),
    },
    more,
  );

/**
 * What an agent under test runs on; `atMs` is the wall time at which its clock starts, by default
 * now.
 */
export interface AgentPlace {
  readonly lanes: readonly PlannedLane[];
  /** Makes the line to the board; `line` returns the agent's end of it, once it exists. */
  lineFor(line: () => Agent['line']): BoardLine;
  readonly atMs?: number;
}

/** A real agent with its HTTP server, on a ledger in memory and a line from the test. */
export async function serveAgentOn(
  { lanes: planned, lineFor, atMs }: AgentPlace,
  more: Partial<KioskHttpOptions> = {},
) {
  const ledger = openMemoryLedger(sha256Chain, newLedgerId());
  const system = systemClock();
  const clock = atMs === undefined ? system : { ...system, at: () => atMs + system.monoMs() };
  const served = await serve(() => ({ agent, ledger }), more);
  const observer: AgentObserver = {
    reply: served.http.reply,
    recorded: served.http.recorded,
    rested: served.http.changed,
    log: () => {},
    restart: () => {},
  };
  const agent: Agent = createAgent({
    store: ledger,
    driver: createDriver('lbp'),
    line: lineFor(() => agent.line),
    link: { connect: () => {}, publish: () => {}, close: () => {}, isPlain: () => false },
    clock,
    observer,
    newLedgerId,
    newRequestId: () => RequestId.parse(randomUUID()),
    machine: MachineId.parse('TEST-1'),
    builtAtMs: 0,
    version: '1.2.3',
    lanes: planned,
    cause: ledger.begun,
    rssBytes: () => 50_000_000,
  });
  agent.start();
  onTestFinished(() => {
    agent.stop();
    system.stop();
  });
  return { ...served, agent, ledger };
}
