import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type RunningFleet, startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { openChromium, temporaryFolder } from './chromium.ts';
import { noon, type Province, writeProvince } from './province.ts';

export const administrator = { user: 'admin', password: 'a-long-enough-password' };
export const token = 'a-token-for-the-tests-only';

/** A connection between browser and fleet that can be cut and restored. */
async function wireTo(port: number): Promise<{ port: number; cut: () => void; mend: () => void; close: () => void }> {
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = createConnection(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the wire has no port');
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    cut,
    mend: () => {
      whole = true;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}

export type Language = 'zh' | 'en';

export interface Visit {
  readonly language?: Language;
  readonly width?: 1440 | 390;
  /** Whether somebody is signed in already. */
  readonly signedIn?: boolean;
}

/**
 * A real fleet with a province in its books, a real Chromium, and the built console between them.
 */
export interface ConsoleFixture {
  readonly fleet: RunningFleet;
  readonly url: string;
  readonly wire: { cut: () => void; mend: () => void };
  /** A new page at an address, or a blank one; its errors are collected in `troubles`. */
  open(path: string, visit?: Visit): Promise<Page>;
  readonly troubles: string[];
  /** The API's response, with a program's token. */
  ask<T>(path: string): Promise<T>;
  fetch(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

/** A fleet server on a folder; by its clock it is the noon for which the province was written. */
async function fleetAtNoon(dataDir: string): Promise<RunningFleet> {
  const began = Date.now();
  const config = FleetConfig.parse({
    dataDir,
    mqtt: { host: '127.0.0.1', port: 0, tls: { own: true } },
    http: { host: '127.0.0.1', port: 0 },
  });
  const fleet = await startFleet(
    config,
    { adminPassword: administrator.password, apiToken: token },
    pino({ level: 'silent' }),
    { now: () => noon + Date.now() - began },
  );
  await fleet.tick();
  return fleet;
}

/** A browser context for visits of one kind. */
async function contextFor(
  browser: Browser,
  url: string,
  { language, width, signedIn }: Required<Visit>,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 900 },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    ...(width === 390 ? { isMobile: true, hasTouch: true } : {}),
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  await context.addInitScript(`localStorage.setItem('yaoju.language', '${language}')`);
  if (signedIn) {
    const answer = await context.request.post(`${url}/api/v1/session`, { data: administrator });
    if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`);
  }
  return context;
}

/** Opens pages of the console at `url`. Visits of one kind share a context, and so its cache. */
function pagesOf(browser: Browser, url: string): Pick<ConsoleFixture, 'open' | 'troubles'> {
  const contexts = new Map<string, Promise<BrowserContext>>();
  const troubles: string[] = [];
  return {
    troubles,
    open: async (path, { language = 'zh', width = 1440, signedIn = true } = {}) => {
      const visit = { language, width, signedIn };
      const key = JSON.stringify(visit);
      const known = contexts.get(key) ?? contextFor(browser, url, visit);
      // A visit that signs in by hand begins with an empty cache; the others reuse it.
      if (signedIn) contexts.set(key, known);
      const page = await (await known).newPage();
      page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource|net::ERR_/.test(message.text()))
          troubles.push(`${page.url()}: ${message.text()}`);
      });
      if (path !== 'about:blank') await page.goto(url + path);
      return page;
    },
  };
}

/** The API as a program uses it, not over the connection that may be cut. */
function apiOf(port: number): Pick<ConsoleFixture, 'fetch' | 'ask'> {
  const fetchApi = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`http://127.0.0.1:${port}/api/v1${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
  return {
    fetch: fetchApi,
    ask: async <T>(path: string): Promise<T> => {
      const answer = await fetchApi(path);
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
  };
}

/** Writes the province, starts fleet and browser. The caller must close it. */
export async function openFixture(province: Province): Promise<ConsoleFixture> {
  const folder = temporaryFolder('console');
  await writeProvince(join(folder.path, 'fleet.db'), province);
  const fleet = await fleetAtNoon(folder.path);
  const wire = await wireTo(fleet.httpPort);
  const url = `http://127.0.0.1:${wire.port}`;
  const browser = await openChromium();
  return {
    fleet,
    url,
    wire,
    ...pagesOf(browser, url),
    ...apiOf(fleet.httpPort),
    close: async () => {
      await browser.close();
      wire.close();
      await fleet.stop();
      folder.remove();
    },
  };
}

/**
 * Waits until a condition holds, by asking repeatedly; if it never does, the error has the last
 * value.
 */
export async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean, withinMs = 20_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`never came about; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Waits until a JavaScript expression is true in the page. Playwright's `waitForFunction` would
 * evaluate it in a way that the console's content security policy forbids.
 */
export const untilTrue = (page: Page, expression: string): Promise<boolean> =>
  until(
    // The page may be left meanwhile.
    () => page.evaluate<boolean>(`Boolean(${expression})`).catch(() => false),
    (seen) => seen,
  );
