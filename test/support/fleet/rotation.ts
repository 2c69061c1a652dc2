import { IdentityStore } from '../../../device/identity/identity-store.ts';
import { fingerprintOf, newKey, publicKeyText, signatureOf } from '../../../device/identity/keys.ts';
import { accessesOf, type LinkAccesses } from '../../../device/identity/link-access.ts';
import { type Ask, enrol, renew } from '../../../device/identity/requests.ts';
import { sha256 } from '../../../fleet/adapters/native/sha256.ts';
import type { MachineRecord } from '../../../fleet/registry/records.ts';
import { type EnrolmentRequest, type RenewalRequest, requestText } from '../../../shared/contracts/enrolment.ts';
import {
  dayMs,
  type Fault,
  filesOn,
  fleetOn,
  machine,
  Power,
  PowerLost,
  pki,
  type Step,
  secret,
  start,
  url,
} from './rotation-parts.ts';

/** One kiosk and its fleet, on virtual time, with what a technician knows and a stranger saw. */
export class Rotation {
  #now = start;
  #clockOff = 0;
  #code: string | null = null;
  readonly #kioskPower = new Power('kiosk');
  readonly #fleetPower = new Power('fleet');
  #disk = new Map<string, string>();
  #saved = { machine, secretHash: sha256(secret) } as MachineRecord;
  readonly #seen: (EnrolmentRequest | RenewalRequest)[] = [];
  readonly #own = new Set<string>();
  #fleet = this.#bootFleet();
  #kiosk = this.#bootKiosk();

  #bootFleet() {
    const save = (next: MachineRecord): void =>
      this.#fleetPower.write(() => {
        this.#saved = next;
      });
    return fleetOn(this.#saved, save, () => this.#now);
  }

  #bootKiosk(): { readonly store: IdentityStore; readonly accesses: LinkAccesses } {
    const store = new IdentityStore(filesOn(this.#disk, this.#kioskPower), machine);
    const time = () => ({ clock: this.#now + this.#clockOff, fleet: null });
    return { store, accesses: accessesOf(store, { url, password: secret, ca: '' }, time) };
  }

  #ask(at: Fault): Ask {
    return async (_, body) => {
      this.#seen.push(body);
      this.#own.add(pki.fingerprint(body.key) ?? '');
      if (at.at === 'request') throw new PowerLost();
      const answer = await this.#request(body, 'kiosk');
      if (at.at === 'answer') throw new PowerLost();
      return answer;
    };
  }

  #request(body: EnrolmentRequest | RenewalRequest, from: string): Promise<unknown> {
    const { service } = this.#fleet;
    return 'old' in body ? service.renew(body, from) : service.enrol(body, from);
  }

  async #connect(): Promise<boolean> {
    const { accesses } = this.#kiosk;
    const access = accesses.next();
    if (!this.#admits(access)) {
      accesses.refused();
      return false;
    }
    if (access?.identity) this.#fleet.service.connected(machine, fingerprintOf(access.identity.key));
    await this.#fleet.idle();
    accesses.accepted();
    return true;
  }

  /** Whether the fleet admits what the kiosk shows, as its broker decides it. */
  #admits(access: ReturnType<LinkAccesses['next']>): boolean {
    const { keys } = this.#fleet;
    if (access === null) return false;
    if (access.identity === undefined) return keys.authenticate(machine, access.password ?? '') === 'yes';
    return keys.authenticateKey(machine, fingerprintOf(access.identity.key)) === 'yes';
  }

  async #live(step: Extract<Step, { fault: Fault }>): Promise<void> {
    const { store } = this.#kiosk;
    if (step.kind === 'code') this.#code = (await this.#fleet.service.issueCode(machine, 'somebody')).code;
    else if (step.kind === 'enrol' && this.#code !== null)
      await enrol(store, machine, this.#code, this.#ask(step.fault));
    else if (step.kind === 'connect') await this.#connect();
    else if (step.kind === 'renew') {
      const current = store.all().find(({ kind }) => kind === 'current');
      if (current) await renew(store, current, this.#ask(step.fault));
    }
  }

  /** A stranger has all that was ever on the wire, and a key of their own. */
  async #stranger(): Promise<void> {
    const last = this.#seen.at(-1);
    if (!last) return;
    const mine = newKey();
    const asked = { ...last, key: publicKeyText(mine) };
    const use = 'old' in last ? 'renewal' : 'enrolment';
    await this.#request({ ...asked, signature: signatureOf(mine, requestText(use, asked)) }, 'stranger');
  }

  /** Another computer takes the machine's place with the code, unless the code was used. */
  async #replaceComputer(): Promise<void> {
    if (this.#code === null) return;
    const kept = this.#disk;
    this.#disk = new Map();
    this.#kiosk = this.#bootKiosk();
    await enrol(this.#kiosk.store, machine, this.#code, this.#ask({ at: 'nowhere' })).catch((error: Error) => {
      this.#disk = kept;
      this.#kiosk = this.#bootKiosk();
      throw error;
    });
  }

  async #does(step: Step): Promise<void> {
    if (step.kind === 'time') this.#now += step.days * dayMs;
    else if (step.kind === 'clock') this.#clockOff = step.days * dayMs;
    else if (step.kind === 'restart') this.#fleet = this.#bootFleet();
    else if (step.kind === 'stranger') await this.#stranger();
    else if (step.kind === 'repeat') for (const body of this.#seen.slice(-3)) await this.#request(body, 'kiosk');
    else if (step.kind === 'new computer') await this.#replaceComputer();
    else if ('fault' in step) await this.#live(step);
  }

  /** Does one step; after a failure of the power, that side starts again. */
  async take(step: Step): Promise<void> {
    const failing: Fault = 'fault' in step ? step.fault : { at: 'nowhere' };
    this.#kioskPower.expect(failing);
    this.#fleetPower.expect(failing);
    await this.#does(step).catch(() => undefined);
    await this.#fleet.idle();
    if (failing.at === 'kiosk') this.#kiosk = this.#bootKiosk();
    if (failing.at === 'fleet') this.#fleet = this.#bootFleet();
    for (const power of [this.#kioskPower, this.#fleetPower]) power.expect({ at: 'nowhere' });
  }

  get #keys() {
    return this.#saved.credentials?.keys ?? [];
  }

  /** How many keys have connected and still may. */
  connectedKeys(): number {
    return this.#keys.filter(({ connected }) => connected !== null).length;
  }

  /** Whether every key in the registry is the kiosk's own. */
  isOwn(): boolean {
    return this.#keys.every(({ fingerprint }) => this.#own.has(fingerprint));
  }

  /** Whether the secret still works although a key has connected. */
  hasTwo(): boolean {
    return this.connectedKeys() > 0 && this.#saved.credentials?.secretEnded !== true;
  }

  /** Whether the fleet would accept one of the kiosk's identities, or its secret. */
  canConnect(): boolean {
    const { keys } = this.#fleet;
    if (keys.authenticate(machine, secret) === 'yes') return true;
    return this.#kiosk.store.all().some(({ key }) => keys.authenticateKey(machine, fingerprintOf(key)) === 'yes');
  }

  /** Connects as often as there are ways to. */
  async connects(): Promise<boolean> {
    for (let tries = 0; tries < 5; tries += 1) if (await this.#connect()) return true;
    return false;
  }
}
