import {
  answerText,
  type Credentials,
  EnrolmentAnswer,
  type EnrolmentRequest,
  type RenewalRequest,
  requestText,
} from '../../shared/contracts/enrolment.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import type { Identity } from './identity.ts';
import type { IdentityStore } from './identity-store.ts';
import {
  codeProof,
  fingerprintOf,
  isFor,
  isProvenByAuthority,
  isProvenByCode,
  newKey,
  newNonce,
  publicKeyText,
  signatureOf,
} from './keys.ts';

/** Why the fleet's answer to a request is of no use, for a person or the log. */
export class NotGranted extends Error {}

/**
 * Sends a request to a path of the fleet, and returns the JSON of its answer. Rejects with
 * NotGranted.
 */
export type Ask = (path: string, body: EnrolmentRequest | RenewalRequest) => Promise<unknown>;

/**
 * Enrols a kiosk with a code: makes its key, and keeps the certificate that the fleet gives for it.
 * It can be repeated with the same code until it has succeeded. Rejects with NotGranted.
 */
export async function enrol(store: IdentityStore, machine: MachineId, code: string, ask: Ask): Promise<Credentials> {
  const key = store.keyFor('enrolment', newKey);
  const asked = { machine, key: publicKeyText(key), nonce: newNonce() };
  const text = requestText('enrolment', asked);
  const signature = signatureOf(key, text);
  const answer = await ask('/api/v1/enrolment', { ...asked, signature, proof: codeProof(code, text) });
  const credentials = accepted(answer, key, asked, (proofs, told) => isProvenByCode(proofs, code, told));
  store.granted('enrolment', { key, credentials });
  return credentials;
}

/** Renews an identity with a new key, whose request the old key signs. Rejects with NotGranted. */
export async function renew(store: IdentityStore, old: Identity, ask: Ask): Promise<Credentials> {
  const { machine, authorities } = old.credentials;
  const key = store.keyFor('renewal', newKey);
  const asked = { machine, key: publicKeyText(key), nonce: newNonce() };
  const text = requestText('renewal', asked);
  const answer = await ask('/api/v1/enrolment/renewal', {
    ...asked,
    signature: signatureOf(key, text),
    old: fingerprintOf(old.key),
    proof: signatureOf(old.key, text),
  });
  const credentials = accepted(answer, key, asked, (proofs, told) => isProvenByAuthority(proofs, authorities, told));
  store.granted('renewal', { key, credentials });
  return credentials;
}

/**
 * Checks an answer: that the fleet gave it, to this request, and that its certificate is for this
 * key. It may have come from anybody.
 */
function accepted(
  answer: unknown,
  key: string,
  asked: Pick<EnrolmentRequest, 'machine' | 'key' | 'nonce'>,
  isProven: (proofs: readonly string[], text: string) => boolean,
): Credentials {
  const read = EnrolmentAnswer.safeParse(answer);
  if (!read.success) throw new NotGranted('the answer is not one of a fleet');
  const { credentials, proofs } = read.data;
  if (!isProven(proofs, answerText(asked, credentials)))
    throw new NotGranted('the answer is not of the fleet that gave the code: somebody is in between');
  if (credentials.machine !== asked.machine || !isFor(credentials.certificate, key))
    throw new NotGranted('the certificate is for another machine or key');
  return credentials;
}
