import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody at the provider: what it says about them, besides their subject. */
export type Claims = Readonly<Record<string, unknown>>;

/** The parts of `oidc-provider` that are used here; it brings no types. */
interface Provider {
  callback(): RequestListener;
  use(
    step: (context: { path: string; body: Record<string, unknown> }, next: () => Promise<void>) => Promise<void>,
  ): void;
  interactionDetails(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<{ params: { client_id: string }; session?: { accountId: string } }>;
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  Grant: new (of: {
    accountId: string;
    clientId: string;
  }) => {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  };
  readonly Client: { readonly prototype: { redirectUriAllowed: (uri: string) => boolean } };
}

export const client = { clientId: 'yaoju', clientSecret: 'a-client-secret-of-the-tests-0123456789' } as const;

/** A real identity provider on loopback. It does not answer before `serve` is called. */
export class TestProvider {
  /** What it says about people, by their subject. */
  readonly people: Record<string, Claims> = {};
  /** Who is in front of the browser: they sign in without a question. */
  subject = '';
  /** The port of the fleet to which it sends browsers back. */
  httpPort = 0;
  /** How often it was asked for tokens. */
  asked = 0;
  /** Whether its ID tokens say more of people than their subject. */
  claimsInToken = true;
  /** Changes the ID token that it sends. */
  forge: ((token: string) => string) | null = null;
  readonly #server: Server;
  #answer: RequestListener | null = null;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      if (this.#answer) this.#answer(request, response);
      else response.writeHead(503).end();
    });
  }

  static async listen(): Promise<TestProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TestProvider(server);
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Begins to answer. */
  async serve(): Promise<void> {
    const library = await import('oidc-provider' as string);
    const provider: Provider = new library.Provider(this.issuer, {
      clients: [
        {
          client_id: client.clientId,
          client_secret: client.clientSecret,
          redirect_uris: ['http://127.0.0.1/'],
        },
      ],
      cookies: { keys: ['a key of the tests'] },
      claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
      // Also in the answer with a code: the fleet takes them from the signed token alone.
      conformIdTokenClaims: !this.claimsInToken,
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_: unknown, accountId: string) => ({
        accountId,
        claims: () => ({ sub: accountId, ...this.people[accountId] }),
      }),
    });
    provider.use(async (context, next) => {
      await next();
      if (context.path !== '/token') return;
      this.asked += 1;
      const { id_token: token } = context.body;
      if (this.forge && typeof token === 'string') context.body.id_token = this.forge(token);
    });
    provider.Client.prototype.redirectUriAllowed = (uri) =>
      uri === `http://127.0.0.1:${this.httpPort}/api/v1/session/oidc/callback`;
    const answer = provider.callback();
    this.#answer = (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return answer(request, response);
      this.#signIn(provider, request, response).catch((error) => response.destroy(error));
    };
  }

  /** Stops answering, as a provider that is down. */
  pause(): void {
    this.#answer = null;
  }

  async #signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: this.subject, clientId: params.client_id });
    grant.addOIDCScope('openid profile email');
    const result = { login: { accountId: this.subject }, consent: { grantId: await grant.save() } };
    await provider.interactionFinished(request, response, result);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** An answer that leads a browser on, or a page. */
export interface Led {
  readonly status: number;
  readonly location: string | null;
}

/** A browser that keeps each server's cookies. */
class TestBrowser {
  readonly #jars = new Map<string, Map<string, string>>();

  /** A server's cookies, by name. */
  jarOf(origin: string): Map<string, string> {
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    return jar;
  }

  /** Fetches one page, and does not go on. */
  async open(url: string): Promise<Led> {
    const jar = this.jarOf(new URL(url).origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    await response.arrayBuffer();
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const at = pair.indexOf('=');
      if (/expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = response.headers.get('location');
    return { status: response.status, location: location === null ? null : new URL(location, url).href };
  }

  /** Follows redirects, until one leads to a page whose address begins so; returns that address. */
  async goUntil(url: string, wanted: string): Promise<string> {
    let here = url;
    for (let steps = 0; steps < 10 && !here.startsWith(wanted); steps += 1) {
      const { location, status } = await this.open(here);
      if (location === null) throw new Error(`${here} leads nowhere: ${status}`);
      here = location;
    }
    return here;
  }
}

/** A sign-in with a browser at a fleet, in its steps. */
export class ProviderSignIn {
  readonly browser = new TestBrowser();
  readonly #fleet: string;

  constructor(httpPort: number) {
    this.#fleet = `http://127.0.0.1:${httpPort}`;
  }

  /** The fleet's cookies in this browser, by name. */
  cookies(): Map<string, string> {
    return this.browser.jarOf(this.#fleet);
  }

  /** Asks the fleet for the provider's page. */
  async begin(): Promise<string> {
    const { location } = await this.browser.open(`${this.#fleet}/api/v1/session/oidc`);
    return location ?? '';
  }

  /** Signs in at the provider; returns where that leads, which is the fleet's callback. */
  answer(page: string): Promise<string> {
    return this.browser.goUntil(page, this.#fleet);
  }

  /** Goes to the fleet's callback; returns to which of the console's addresses that leads. */
  async end(callback: string): Promise<string> {
    const { location } = await this.browser.open(callback);
    return (location ?? '').replace(this.#fleet, '');
  }

  /** All of it. */
  async all(): Promise<string> {
    return this.end(await this.answer(await this.begin()));
  }

  /** The name of the user who is signed in with this browser; null if nobody is. */
  async user(): Promise<string | null> {
    const session = this.cookies().get('yaoju_session');
    if (session === undefined) return null;
    const response = await fetch(`${this.#fleet}/api/v1/session`, { headers: { cookie: `yaoju_session=${session}` } });
    return response.ok ? ((await response.json()) as { account: { user: string } }).account.user : null;
  }
}
