import { generateKeyPairSync } from 'node:crypto';
import type { IClientOptions } from 'mqtt';
import { IdentityStore } from '../../../device/identity/identity-store.ts';
import { codeProof, newKey, newNonce, publicKeyText, signatureOf } from '../../../device/identity/keys.ts';
import { type Ask, enrol, NotGranted, renew } from '../../../device/identity/requests.ts';
import { type Credentials, requestText } from '../../../shared/contracts/enrolment.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { memoryFiles } from '../../support/device/memory-files.ts';
import type { FleetTarget } from '../support/fleet-target.ts';

/** A machine of its own for one attack, so that attacks do not share limits and keys. */
export async function newMachine(target: FleetTarget, machine: string) {
  const id = MachineId.parse(machine);
  const body = { machine, name: machine, region: '360102', site: 'clinic', inServiceFrom: '2026-01-01' };
  const registered = JSON.parse((await target.asOwner('/api/v1/machines', body)).text) as { secret: string };
  const path = `/api/v1/machines/${machine}`;
  const post = async (what: string) => JSON.parse((await target.asOwner(`${path}/${what}`, undefined, 'POST')).text);
  const store = new IdentityStore(memoryFiles(), id);
  const code = async (): Promise<string> => (await post('enrolment')).code;
  return {
    id,
    secret: registered.secret,
    store,
    code,
    withdraw: () => target.asOwner(`${path}/enrolment`, undefined, 'DELETE'),
    revoke: () => post('revocation'),
    /** Enrols it. */
    enrolled: async () => enrol(store, id, await code(), asker(target)),
    /** Renews its key. */
    renewed: async () => {
      const [identity] = store.all();
      if (!identity) throw new Error('not enrolled');
      return renew(store, identity, asker(target));
    },
    /** The options of a client that connects with one of its identities. */
    client: (index = 0): IClientOptions => {
      const identity = store.all()[index];
      if (!identity) throw new Error('not enrolled');
      return { ...tls(identity.key, identity.credentials.certificate), clientId: machine, username: machine };
    },
  };
}

/** What a TLS client shows; it trusts any server. */
export const tls = (key: string, cert: string): IClientOptions => ({
  protocol: 'mqtts',
  key,
  cert,
  rejectUnauthorized: false,
});

/** Sends requests as the kiosk does. Refusals reject. */
const asker =
  (target: FleetTarget): Ask =>
  async (path, body) => {
    const { status, text } = await target.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (status !== 200) throw new NotGranted(`${status}: ${text}`);
    return JSON.parse(text);
  };

/** A request for a certificate as an attacker forges it; null if it is refused. */
export async function forged(
  target: FleetTarget,
  machine: string,
  {
    key = newKey(),
    signer = key,
    publicKey = publicKeyText(key),
    ...more
  }: {
    readonly key?: string;
    readonly signer?: string;
    readonly publicKey?: string;
    readonly code?: string;
    readonly old?: string;
    readonly oldSigner?: string;
    readonly proof?: string;
  },
): Promise<Credentials | null> {
  const id = MachineId.parse(machine);
  const asked = { machine: id, key: publicKey, nonce: newNonce() };
  const isRenewal = more.old !== undefined;
  const text = requestText(isRenewal ? 'renewal' : 'enrolment', asked);
  const proof =
    more.proof ?? (more.code !== undefined ? codeProof(more.code, text) : signatureOf(more.oldSigner ?? key, text));
  const body = { ...asked, signature: signatureOf(signer, text), proof };
  const path = isRenewal ? '/api/v1/enrolment/renewal' : '/api/v1/enrolment';
  try {
    const answer = await asker(target)(path, more.old === undefined ? body : { ...body, old: more.old });
    return (answer as { credentials: Credentials }).credentials;
  } catch (error) {
    if (error instanceof NotGranted) return null;
    throw error;
  }
}

/** A key of another kind than kiosks have: as PEM, and its public key in base64. */
export function foreignKey(namedCurve: string): { readonly key: string; readonly publicKey: string } {
  const pair = generateKeyPairSync('ec', { namedCurve });
  return {
    key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}
