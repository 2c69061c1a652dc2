import type { FastifyInstance } from 'fastify';
import { Heartbeat, PostedAction } from '../../../shared/screen/action.ts';
import type { Display } from '../../../shared/screen/display.ts';
import { addRoute } from './add-route.ts';
import type { callers } from './caller.ts';
import { agentAtWork, type Kiosk } from './kiosk.ts';
import { pageWatch } from './page-watch.ts';
import { Problem, read } from './problem.ts';
import type { screenStream } from './screen-stream.ts';

/** A file of the screen's page, held in memory. */
export interface PageFile {
  readonly type: string;
  readonly content: Uint8Array;
}

/**
 * The files of the screen's page by their name, `index.html` among them; empty if none was built.
 */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** What the screen's routes need. */
export interface ScreenRouteParts {
  readonly kiosk: () => Kiosk;
  readonly who: Pick<ReturnType<typeof callers>, 'mayOrder'>;
  readonly stream: ReturnType<typeof screenStream>;
  readonly display: Display;
  readonly page: PageFiles;
  readonly monoMs: () => number;
}

/**
 * What a browser may do with the page: nothing but this kiosk's own files and requests, and no
 * frame.
 */
export const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The routes of the kiosk's own screen: its page, and what the page shows and posts. */
export function addScreenRoutes(app: FastifyInstance, parts: ScreenRouteParts): void {
  const { kiosk, who, stream, display, page, monoMs } = parts;
  const index = page.get('index.html');
  const build = index
    ? (/name="build" content="([^"]*)"/.exec(new TextDecoder().decode(index.content))?.[1] ?? null)
    : null;
  const watch = pageWatch(build, monoMs);
  const view = () => kiosk().agent?.screen() ?? null;
  const file = (name: string): PageFile => {
    const found = page.get(name === '' ? 'index.html' : name);
    if (found === undefined) throw new Problem('no-such-route');
    return found;
  };
  addRoute(app, 'screenPage', async (_request, reply) => {
    const { type, content } = file('');
    return reply
      .type(type)
      .headers({
        'content-security-policy': contentPolicy,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      .send(content);
  });
  addRoute(app, 'screenFile', async (request, reply) => {
    const name = (request.params as { readonly '*': string })['*'];
    const { type, content } = file(name);
    const held = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store';
    return reply
      .type(type)
      .headers({ 'content-security-policy': contentPolicy, 'cache-control': held, 'x-content-type-options': 'nosniff' })
      .send(content);
  });
  addRoute(app, 'screenDisplay', async () => display);
  addRoute(app, 'screenStream', async (request, reply) => {
    if (!who.mayOrder(request)) throw new Problem('not-the-screen');
    if (!stream.open(reply.raw)) throw new Problem('too-many-streams');
    return reply.hijack();
  });
  addRoute(app, 'screenAction', async (request) => {
    if (!who.mayOrder(request)) throw new Problem('not-the-screen');
    return { taken: agentAtWork(kiosk()).atScreen(read(PostedAction, request.body)) };
  });
  addRoute(app, 'screenHeartbeat', async (request) => {
    if (!who.mayOrder(request)) throw new Problem('not-the-screen');
    return { reload: watch.heard(read(Heartbeat, request.body), view()) };
  });
  addRoute(app, 'supportBundle', async (request, reply) => {
    if (!who.mayOrder(request)) throw new Problem('not-the-screen');
    const bundle = agentAtWork(kiosk()).bundle();
    if (bundle === null) throw new Problem('not-signed-in');
    return reply
      .type('application/json; charset=utf-8')
      .headers({ 'cache-control': 'no-store', 'content-disposition': 'attachment; filename="support.json"' })
      .send(bundle);
  });
  addRoute(app, 'screenHeard', async () => watch.answer(view()));
}
