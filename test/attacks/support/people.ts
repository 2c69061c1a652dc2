import { type IncomingHttpHeaders, request } from 'node:http';
import type { Role } from '../../../shared/contracts/fleet/role.ts';
import type { FleetTarget } from './fleet-target.ts';

/** A response of the API: its status, its problem code if it has one, and its body. */
export interface Replied {
  readonly status: number;
  readonly code: string;
  // biome-ignore lint/suspicious/noExplicitAny: an attack reads whatever the API answers.
  readonly body: any;
  readonly headers: IncomingHttpHeaders;
  /** The cookies that it set, by name. */
  readonly cookies: Readonly<Record<string, string>>;
}

/** How a request is sent. */
export interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly cookie?: string;
  /** The loopback address from which it comes: strangers have addresses of their own. */
  readonly from?: string;
  readonly host?: string;
}

/** Sends a request below `/api/v1` from an address of its own. */
export function send({ httpPort }: Pick<FleetTarget, 'httpPort'>, path: string, sent: Sent = {}): Promise<Replied> {
  const { body, method = body === undefined ? 'GET' : 'POST', cookie, from = '127.0.0.1', host } = sent;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(host === undefined ? {} : { host: `${host}:${httpPort}` }),
  };
  const address = { host: '127.0.0.1', port: httpPort, path: `/api/v1${path}`, localAddress: from };
  return new Promise((resolve, reject) => {
    const asked = request({ ...address, method, headers, timeout: 30_000 }, (response) => {
      let read = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => {
        read += piece;
      });
      response.on('end', () => {
        const isJson = response.headers['content-type']?.includes('json') ?? false;
        const parsed = isJson ? JSON.parse(read) : read;
        const cookies = Object.fromEntries(
          (response.headers['set-cookie'] ?? []).map((each) => (each.split(';')[0] ?? '').split('=')),
        );
        resolve({
          status: response.statusCode ?? 0,
          code: parsed?.code ?? '',
          body: parsed,
          headers: response.headers,
          cookies,
        });
      });
    });
    asked.on('error', reject);
    asked.end(text);
  });
}

/** The password of every user whom `addUser` adds. */
export const password = 'seven green kettles';

/** Adds a user with `password`. */
export async function addUser(target: FleetTarget, user: string, role: Role, area = '360000'): Promise<void> {
  const { status, text } = await target.asOwner('/api/v1/users', { user, role, area, password });
  if (status !== 201) throw new Error(`adding ${user}: ${status} ${text}`);
}

/** A cookie as it is sent: `name=value`. */
export const cookieOf = ({ cookies }: Replied): string => `yaoju_session=${cookies.yaoju_session}`;

let address = 10;
/** A loopback address that nobody used before. */
export const freshAddress = (): string => {
  address += 1;
  return `127.0.${Math.floor(address / 250) + 1}.${(address % 250) + 1}`;
};

/** Signs a user in from an address of its own. */
export const signIn = (target: FleetTarget, user: string, more: object = {}, from = freshAddress()): Promise<Replied> =>
  send(target, '/session', { body: { user, password, ...more }, from });

/** The cookie of a user who signs in. */
export async function cookieOfUser(target: FleetTarget, user: string): Promise<string> {
  const replied = await signIn(target, user);
  if (replied.status !== 200) throw new Error(`sign-in of ${user}: ${replied.status} ${replied.code}`);
  return cookieOf(replied);
}

/** A new code by which a user sets a password, as their administrator gets it. */
export async function resetCode(target: FleetTarget, user: string): Promise<string> {
  const { text } = await target.asOwner(`/api/v1/users/${user}/reset`, {});
  return (JSON.parse(text) as { invitation: { code: string } }).invitation.code;
}
