import type { AuthenticateError } from 'aedes';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { mayPublish } from '../../auth/topic-access.ts';
import type { BrokerRefusal, MachineAuthenticator } from '../../ports/broker.ts';
import type { ClientKey } from './client-key.ts';

/** Return codes for a connection that is refused [MQTT-3.2.2-4]. */
const identifierRejected = 2;
const badUserOrPassword = 4;
const notAuthorized = 5;

/** What a connection asks for, in addition to its user name and password. */
export interface ConnectRequest {
  readonly clientId: string;
  readonly clean: boolean;
  readonly will: { readonly topic: string; readonly retain: boolean } | null;
}

/**
 * Whether a connection is admitted: as which machine, or why not, for the log and for the client.
 */
export type Admission =
  | { readonly kind: 'admitted'; readonly machine: MachineId; readonly key: string | null }
  | { readonly kind: 'refused'; readonly why: BrokerRefusal; readonly error: AuthenticateError };

const refused = (why: BrokerRefusal, returnCode: number, message: string): Admission => ({
  kind: 'refused',
  why,
  error: Object.assign(new Error(message), { returnCode }),
});

/** Reads what a connection asks for from its CONNECT packet. */
export const connectRequestOf = (packet: {
  readonly clientId: string;
  readonly clean?: boolean;
  readonly will?: { readonly topic: string; readonly retain?: boolean };
}): ConnectRequest => ({
  clientId: packet.clientId,
  clean: packet.clean === true,
  will: packet.will ? { topic: packet.will.topic, retain: packet.will.retain === true } : null,
});

/** With what a client says who it is. `user` and `password` are null if they are not given. */
export interface OfferedCredentials {
  readonly user: string | undefined;
  readonly password: Buffer | undefined;
  /** The key of its certificate; null if it showed none of this fleet. */
  readonly key: ClientKey | null;
}

/**
 * Admits a machine with a key of its own, or with the right secret if `passwords`, that connects
 * under its own name, without a session that outlives the connection, and with a will only for its
 * own presence. Who it is comes first, so that a stranger learns nothing about the other rules.
 */
export function admission(
  request: ConnectRequest | undefined,
  offered: OfferedCredentials,
  passwords: boolean,
  authenticator: MachineAuthenticator,
): Admission {
  if (!request) return refused('wrong-secret', badUserOrPassword, 'user name and password are needed');
  const name = offered.user ?? offered.key?.name;
  if (name === undefined) return refused('wrong-secret', badUserOrPassword, 'user name and password are needed');
  const admitted = identified(name, offered, passwords, authenticator);
  if (admitted !== 'yes') return refused(admitted, badUserOrPassword, 'wrong user name or password');
  const machine = MachineId.safeParse(name);
  if (request.clientId !== name || !machine.success)
    return refused('client-id', identifierRejected, 'client id is not the user name');
  if (!request.clean) return refused('session', notAuthorized, 'only clean sessions');
  const { will } = request;
  if (will && (will.retain || mayPublish(machine.data, will.topic) !== 'presence'))
    return refused('will', notAuthorized, 'a will goes to the own presence, not retained');
  return { kind: 'admitted', machine: machine.data, key: offered.key?.fingerprint ?? null };
}

/** A client that shows a certificate is admitted by its key or not at all. */
function identified(
  name: string,
  { key, password }: OfferedCredentials,
  passwords: boolean,
  authenticator: MachineAuthenticator,
): 'yes' | BrokerRefusal {
  if (key !== null) return key.name === name ? authenticator.authenticateKey(name, key.fingerprint) : 'wrong-key';
  if (!passwords || password === undefined) return 'wrong-secret';
  return authenticator.authenticate(name, password.toString());
}
