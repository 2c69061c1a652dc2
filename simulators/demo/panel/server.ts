import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { panelPage, type ShownKiosk } from './page.ts';

/** A kiosk whose screen is shown, and what is typed for its simulated parts. */
export interface PanelKiosk extends ShownKiosk {
  /** The address of the agent's HTTP at this moment. */
  readonly http: () => string;
  /** Does what a tester types; returns the answer. */
  enter(line: string): Promise<string>;
}

/** The tester's panel of one kiosk, on the loopback. */
export interface Panel {
  readonly url: string;
  close(): Promise<void>;
}

const maxLineBytes = 1_000;
/** What is passed on to the agent: the page, and what the page asks. */
const passed = /^\/(screen(\/|$|\?)|api\/screen\/)/;

/** What is passed on of a request: a browser's origin would be a foreign one for the agent. */
const passedHeaders = ['accept', 'content-type', 'authorization', 'last-event-id'] as const;

/**
 * Passes a request on to the agent. The agent allows no page to show its own in a frame; here this
 * one panel does, so that rule is left out.
 */
function passOn(request: IncomingMessage, response: ServerResponse, agent: string): void {
  const headers = Object.fromEntries(
    passedHeaders.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]])),
  );
  const onward = httpRequest(
    new URL(request.url ?? '/', agent),
    { method: request.method ?? 'GET', headers },
    (answer) => {
      const { 'content-security-policy': _, connection: __, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    },
  );
  onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** The typed line of a request; null if it is too long. */
async function lineOf(request: IncomingMessage): Promise<string | null> {
  let text = '';
  for await (const piece of request) {
    text += String(piece);
    if (text.length > maxLineBytes) return null;
  }
  return text;
}

/** Only the panel's own page may type: other pages in the same browser name another origin. */
const isOwnPage = ({ headers }: IncomingMessage): boolean => headers.origin === `http://${headers.host}`;

/** Starts the panel on a port of the loopback. */
export async function startPanel(kiosk: PanelKiosk, host: string, port: number): Promise<Panel> {
  const server: Server = createServer(async (request, response) => {
    const url = request.url ?? '/';
    if (passed.test(url)) return passOn(request, response, kiosk.http());
    if (url === '/' && request.method === 'GET')
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(panelPage(kiosk));
    if (url !== '/enter' || request.method !== 'POST') return void response.writeHead(404).end();
    if (!isOwnPage(request)) return void response.writeHead(403).end();
    const line = await lineOf(request).catch(() => null);
    if (line === null) return void response.writeHead(413).end();
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(await kiosk.enter(line));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  return {
    url: `http://${host}:${typeof address === 'object' && address ? address.port : port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
