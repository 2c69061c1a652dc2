import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentPolicy } from '../../../device/adapters/http/screen-routes.ts';
import { Heartbeat, PostedAction } from '../../../shared/screen/action.ts';
import { Display } from '../../../shared/screen/display.ts';
import { ScreenView } from '../../../shared/screen/view.ts';

const built = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'screen');
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Serves the built page with the views that a test gives, in place of an agent. */
export interface ScriptedAgent {
  /** The page's address. */
  readonly url: string;
  readonly actions: PostedAction[];
  readonly heartbeats: Heartbeat[];
  /** The `Authorization` of the requests for the stream. */
  readonly keys: string[];
  /** What the page's next heartbeat is answered with. */
  reload: boolean;
  /** The glass that the page asks for when it loads. */
  display: Display;
  /** Sends a view, checked by its schema. Returns its screen number, which rises each time. */
  show(view: Omit<ScreenView, 'seq' | 'screen'>): number;
  /** Sends the last view again under the same screen number, with a change. */
  again(change: Partial<ScreenView>): void;
  /** Ends all streams, as an agent that dies does. */
  drop(): void;
  close(): Promise<void>;
}

/** A file of the built page. */
async function sendFile(pathname: string, response: ServerResponse): Promise<void> {
  const file = pathname === '/screen' ? 'index.html' : pathname.replace(/^\/screen\//, '');
  const bytes = await readFile(join(built, file)).catch(() => null);
  if (bytes === null) response.writeHead(404).end();
  else {
    const type = mediaTypes[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': contentPolicy }).end(bytes);
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return JSON.parse(text);
}

/** Starts it on a free port of the loopback. */
export async function scriptedAgent(display: Display): Promise<ScriptedAgent> {
  const streams = new Set<ServerResponse>();
  let last: ScreenView | null = null;
  let seq = 0;
  const send = (stream: ServerResponse): void => {
    if (last !== null) stream.write(`event: view\ndata: ${JSON.stringify(last)}\n\n`);
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const json = (value: unknown): void => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (pathname === '/api/screen/display') json(agent.display);
    else if (pathname === '/api/screen/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      agent.keys.push(request.headers.authorization ?? '');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      send(response);
    } else if (pathname === '/api/screen/action') {
      agent.actions.push(PostedAction.parse(await bodyOf(request)));
      json({ taken: true });
    } else if (pathname === '/api/screen/heartbeat') {
      agent.heartbeats.push(Heartbeat.parse(await bodyOf(request)));
      json({ reload: agent.reload });
      agent.reload = false;
    } else await sendFile(pathname, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the scripted agent has no port');

  const agent: ScriptedAgent = {
    url: `http://127.0.0.1:${address.port}/screen`,
    actions: [],
    heartbeats: [],
    keys: [],
    reload: false,
    display: Display.parse(display),
    show(view) {
      seq += 1;
      last = ScreenView.parse({ ...view, seq, screen: seq });
      for (const stream of streams) send(stream);
      return seq;
    },
    again(change) {
      seq += 1;
      last = ScreenView.parse({ ...last, ...change, seq });
      for (const stream of streams) send(stream);
    },
    drop() {
      for (const stream of streams) stream.destroy();
    },
    async close() {
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return agent;
}
