import {
  answerText,
  type Credentials,
  type EnrolmentAnswer,
  type EnrolmentRequest,
  type RenewalRequest,
  requestText,
} from '../../shared/contracts/enrolment.ts';
import type { MachineIdentity } from '../../shared/contracts/fleet/enrolment.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { limits } from '../limits.ts';
import type { Broker } from '../ports/broker.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Pki } from '../ports/pki.ts';
import type { RegistryStore } from '../ports/registry-store.ts';
import { RefusedError } from '../refused.ts';
import { codeFor, connectedWith, type MayIssue, noCredentials, openCode, withKey } from '../registry/credentials.ts';
import type { CredentialsRecord, MachineKeyRecord, MachineRecord } from '../registry/records.ts';
import type { MachineState, Machines } from '../state/machine-state.ts';
import type { MachineEdits } from './machine-edits.ts';
import type { MachineKeys } from './machine-keys.ts';
import { isSameText } from './same-text.ts';
import { WrongAttempts } from './wrong-attempts.ts';

/** The addresses at which kiosks reach the fleet; null if they cannot connect with a key. */
export type Reach = Pick<Credentials, 'broker' | 'address' | 'publicAuthorities'> | null;

/** What enrolment needs. */
export interface EnrolmentDependencies {
  readonly store: Pick<RegistryStore, 'saveMachine'>;
  readonly broker: Pick<Broker, 'drop'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'secret'>;
  readonly pki: Pki;
  readonly reach: () => Reach;
  readonly mayIssue: MayIssue;
  readonly machines: Machines;
  readonly keys: MachineKeys;
  readonly edits: MachineEdits;
}

/**
 * The machines' keys: a code with which a kiosk enrols the key that it made, the renewal of a key
 * by its kiosk, and revocation. Durable when a promise resolves.
 *
 * An earlier key works until a later one has connected, so that no lost answer cuts a kiosk off;
 * from then on it does not, so that a machine never has two identities.
 */
export class EnrolmentService {
  readonly #deps: EnrolmentDependencies;
  readonly #wrong = new WrongAttempts(limits.enrolmentWindowMs);

  constructor(deps: EnrolmentDependencies) {
    this.#deps = deps;
  }

  /** Makes a code for a machine; an earlier one no longer works. */
  issueCode(
    machine: string,
    by: string,
  ): Promise<{ readonly code: string; readonly expires: number; readonly address: string }> {
    const { edits, clock, ids, pki } = this.#deps;
    return edits.edit(machine, async (state) => {
      const { address } = this.#reach();
      const credentials = credentialsOf(state.record);
      const issued = clock.now();
      const code = { nonce: ids.secret(), issued, expires: issued + limits.enrolmentMs, by, usedBy: null };
      await this.#save(state, { ...credentials, code });
      return { code: pki.code(state.record.machine, code.nonce), expires: code.expires, address };
    });
  }

  /** Withdraws a machine's code. */
  withdrawCode(machine: string): Promise<void> {
    return this.#deps.edits.edit(machine, (state) => this.#save(state, { ...credentialsOf(state.record), code: null }));
  }

  /** With what a machine may connect. */
  identity(record: MachineRecord): MachineIdentity {
    const { secretEnded, keys } = record.credentials ?? noCredentials;
    const code = openCode(record, this.#deps.clock.now(), this.#deps.mayIssue);
    return {
      machine: record.machine,
      secret: record.secretHash !== null && !secretEnded,
      enrolment: code ? { issued: code.issued, expires: code.expires, by: code.by } : null,
      keys: keys.map(({ key: _, authority: __, ...shown }) => shown),
    };
  }

  /**
   * The machines whose keys were all certified by authorities that this fleet no longer has: their
   * kiosks and this fleet do not trust each other until they are enrolled again.
   */
  cutOff(): MachineId[] {
    const isLost = ({ authority }: MachineKeyRecord): boolean =>
      authority !== undefined && !this.#deps.pki.hasAuthority(authority);
    return [...this.#deps.machines.values()].flatMap(({ record: { machine, secretHash, credentials } }) => {
      const keys = credentials?.keys ?? [];
      return secretHash !== null && keys.length > 0 && keys.every(isLost) ? [machine] : [];
    });
  }

  /** Refuses a machine's keys, secret and code from now on, and closes its connection. */
  revoke(machine: string): Promise<void> {
    const { edits, broker } = this.#deps;
    return edits.edit(machine, async (state) => {
      credentialsOf(state.record);
      await this.#save(state, { secretEnded: true, code: null, keys: [] });
      broker.drop(state.record.machine);
    });
  }

  /**
   * Enrols a kiosk's key by a code. The same request may come again, because its answer was lost.
   * Refuses every other one in the same words, so that a stranger learns nothing from them.
   */
  enrol(request: EnrolmentRequest, from: string): Promise<EnrolmentAnswer> {
    const { pki, clock, mayIssue } = this.#deps;
    return this.#answer(request, from, (record, fingerprint) => {
      const credentials = record?.credentials ?? noCredentials;
      // A code is computed and compared in any case, so that the time says nothing either.
      const typed = pki.code(request.machine, credentials.code?.nonce ?? '');
      const isRight = isSameText(pki.codeProof(typed, requestText('enrolment', request)), request.proof);
      const code = record && codeFor(record, fingerprint, clock.now(), mayIssue);
      if (!isRight || !code) return null;
      return {
        credentials: { ...credentials, code: { ...code, usedBy: fingerprint } },
        replaces: null,
        proofs: (text) => [pki.codeProof(typed, text)],
      };
    });
  }

  /** Certifies a further key of a kiosk, which shows that it has one of the machine's keys. */
  renew(request: RenewalRequest, from: string): Promise<EnrolmentAnswer> {
    const { pki } = this.#deps;
    return this.#answer(request, from, (record) => {
      const credentials = record?.credentials ?? noCredentials;
      const old = credentials.keys.find(({ fingerprint }) => fingerprint === request.old);
      if (!old || !pki.isSigned(old.key, requestText('renewal', request), request.proof)) return null;
      return { credentials, replaces: old.fingerprint, proofs: (text) => pki.signatures(text) };
    });
  }

  /** A kiosk connected with a key: those before it, and the secret, no longer work. */
  connected(machine: MachineId, fingerprint: string): void {
    const { edits, clock, machines } = this.#deps;
    const changed = (record: MachineRecord | undefined): CredentialsRecord | null => {
      const before = record?.credentials;
      const after = before && connectedWith(before, fingerprint, clock.now());
      return after === before ? null : (after ?? null);
    };
    if (changed(machines.get(machine)?.record) === null) return;
    edits
      .edit(machine, async (state) => {
        const credentials = changed(state.record);
        if (credentials !== null) await this.#save(state, credentials);
      })
      // If it could not be stored, both keys still work, and the next connection does it.
      .catch(() => undefined);
  }

  /** Checks what both kinds of requests have, certifies the key, stores it, and answers. */
  #answer(
    request: EnrolmentRequest | RenewalRequest,
    from: string,
    decide: (record: MachineRecord | null, fingerprint: string) => Granted | null,
  ): Promise<EnrolmentAnswer> {
    const { pki, clock, machines, edits } = this.#deps;
    const { machine, key } = request;
    this.#refuseTooMany(from, machine);
    return edits.exclusive(machine, async () => {
      const now = clock.now();
      const state = machines.get(machine) ?? null;
      const use = 'old' in request ? 'renewal' : 'enrolment';
      const fingerprint = pki.fingerprint(key);
      const granted = decide(state?.record ?? null, fingerprint ?? '');
      const hasKey = pki.isSigned(key, requestText(use, request), request.signature);
      if (!state || state.record.secretHash === null || !granted || fingerprint === null || !hasKey)
        throw this.#refused(from, machine);
      const reach = this.#reach();
      const { certificate, expires, renewFrom } = pki.certify(machine, key, now);
      const by = use === 'renewal' ? 'renewal' : 'code';
      const authority = pki.authorityAt(now);
      const issuer = by === 'code' ? granted.credentials.code?.by : undefined;
      const issued = issuer === undefined ? {} : { issuedBy: issuer };
      const added = { fingerprint, key, authority, by, ...issued, added: now, expires, connected: null } as const;
      await this.#save(state, withKey(granted.credentials, added, granted.replaces));
      const authorities = [...pki.authorities()];
      const credentials = { machine, certificate, authorities, ...reach, now, renewFrom, expires };
      return { credentials, proofs: granted.proofs(answerText(request, credentials)) };
    });
  }

  async #save(state: MachineState, credentials: CredentialsRecord): Promise<void> {
    const { store, keys, edits } = this.#deps;
    const record = { ...state.record, credentials };
    await store.saveMachine(record);
    state.record = record;
    keys.set(record);
    edits.edited(state, { recount: false });
  }

  #reach(): NonNullable<Reach> {
    const reach = this.#deps.reach();
    if (reach === null)
      throw new RefusedError(
        'unavailable',
        'kiosks connect with keys only to the embedded broker, over TLS',
        '机器只有在使用内置 MQTT 服务并加密时，才能用证书连接',
      );
    return reach;
  }

  #refuseTooMany(from: string, machine: string): void {
    const now = this.#deps.clock.now();
    const ofMachine = this.#wrong.isUsedUp(`${from} ${machine}`, limits.enrolmentTriesOfMachine, now);
    if (ofMachine || this.#wrong.isUsedUp(from, limits.enrolmentTries, now))
      throw new RefusedError(
        'slow-down',
        'too many wrong requests: try again in a minute',
        '错误的请求过多，请一分钟后再试',
      );
  }

  #refused(from: string, machine: string): RefusedError {
    const now = this.#deps.clock.now();
    this.#wrong.add(from, now);
    this.#wrong.add(`${from} ${machine}`, now);
    return new RefusedError(
      'forbidden',
      'the code or key is not valid for this machine, or no longer',
      '接入码或证书不属于这台机器，或已失效',
    );
  }
}

/** What a request is granted: the credentials without the new key, and the proofs of the answer. */
interface Granted {
  readonly credentials: CredentialsRecord;
  readonly replaces: string | null;
  readonly proofs: (text: string) => string[];
}

/** A machine's credentials, none so far included. Refuses a retired machine. */
function credentialsOf({ machine, secretHash, credentials }: MachineRecord): CredentialsRecord {
  if (secretHash === null) throw new RefusedError('retired', `${machine} is retired`, '这台机器已退役');
  return credentials ?? noCredentials;
}
