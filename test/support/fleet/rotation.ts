import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { IdentityStore, type SecretFiles } from '../../../device/identity/identity-store.ts';
import { fingerprintOf, newKey, publicKeyText, signatureOf } from '../../../device/identity/keys.ts';
import { accessesOf, type LinkAccesses } from '../../../device/identity/link-access.ts';
import { type Ask, enrol, renew } from '../../../device/identity/requests.ts';
import { sha256 } from '../../../fleet/adapters/native/sha256.ts';
import { KeyedMutex } from '../../../fleet/keyed-mutex.ts';
import { Authorities } from '../../../fleet/pki/authorities.ts';
import { machinePki } from '../../../fleet/pki/machine-pki.ts';
import type { MachineRecord } from '../../../fleet/registry/records.ts';
import { EnrolmentService } from '../../../fleet/service/enrolment.ts';
import type { MachineEdits } from '../../../fleet/service/machine-edits.ts';
import { MachineKeys } from '../../../fleet/service/machine-keys.ts';
import type { MachineState, Machines } from '../../../fleet/state/machine-state.ts';
import { type EnrolmentRequest, type RenewalRequest, requestText } from '../../../shared/contracts/enrolment.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';

const machine = MachineId.parse('JX-360102-0001');
const secret = 'the secret of the registration';
const start = Date.UTC(2026, 10, 1);
const dayMs = 86_400_000;
const url = 'mqtts://fleet.example:8883';

const folder = mkdtempSync(join(tmpdir(), 'yaoju-rotation-'));
const pki = machinePki(folder, Authorities.open(folder, start));

/** The power of one side fails here. */
class PowerLost extends Error {}

/** Where something fails during a step: nowhere, on the wire, or at a write of either side. */
type Fault =
  | { readonly at: 'nowhere' | 'request' | 'answer' }
  | { readonly at: 'kiosk' | 'fleet'; readonly write: number; readonly isDone: boolean };

/** What happens to a kiosk and its fleet. Times in days. */
export type Step =
  | { readonly kind: 'code' | 'enrol' | 'renew' | 'connect'; readonly fault: Fault }
  | { readonly kind: 'repeat' | 'stranger' | 'restart' | 'new computer' }
  | { readonly kind: 'time'; readonly days: number }
  | { readonly kind: 'clock'; readonly days: number };

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant<Fault>({ at: 'nowhere' }),
  fc.constantFrom<Fault>({ at: 'request' }, { at: 'answer' }),
  fc.record({
    at: fc.constantFrom('kiosk', 'fleet'),
    write: fc.integer({ min: 0, max: 3 }),
    isDone: fc.boolean(),
  }),
);

/** Any step; most are those of a kiosk's life. */
export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('code', 'enrol', 'renew', 'connect'), fault }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('repeat', 'stranger', 'restart', 'new computer') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('time'), days: fc.constantFrom(0.5, 2, 70, 500) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock'), days: fc.constantFrom(-20_000, -1, 0, 1, 4000) }) },
);

/** Counts writes, and fails the power before or after the one that the fault names. */
class Power {
  #fault: Fault = { at: 'nowhere' };
  #left = 0;

  readonly #side: 'kiosk' | 'fleet';
  constructor(side: 'kiosk' | 'fleet') {
    this.#side = side;
  }

  expect(next: Fault): void {
    this.#fault = next;
    this.#left = 'write' in next ? next.write : 0;
  }

  write(work: () => void): void {
    const isHere = this.#fault.at === this.#side && this.#left === 0;
    if (!isHere || ('isDone' in this.#fault && this.#fault.isDone)) work();
    this.#left -= 1;
    if (!isHere) return;
    this.#fault = { at: 'nowhere' };
    throw new PowerLost();
  }
}

/** Files that are as durable as a disk's. */
const filesOn = (disk: Map<string, string>, power: Power): SecretFiles => ({
  read: (name) => disk.get(name) ?? null,
  write: (name, text) => power.write(() => void disk.set(name, text)),
  rename: (from, to) =>
    power.write(() => {
      disk.set(to, disk.get(from) ?? '');
      disk.delete(from);
    }),
  remove: (name) => power.write(() => void disk.delete(name)),
});

/** A fleet's part of it, on a record that is as durable as a database's. */
function fleetOn(record: MachineRecord, save: (record: MachineRecord) => void, now: () => number) {
  const keys = new MachineKeys({ hash: sha256 });
  keys.set(record);
  const state = { record } as MachineState;
  const machines: Machines = new Map([[machine, state]]);
  const mutex = new KeyedMutex<string>();
  const edits = {
    edit: (_: string, edit: (of: MachineState) => Promise<unknown>) => mutex.take(machine, () => edit(state)),
    exclusive: (name: string, work: () => Promise<unknown>) => mutex.take(name, work),
    edited: () => undefined,
  } as unknown as MachineEdits;
  const service = new EnrolmentService({
    store: { saveMachine: async (saved) => save(saved) },
    broker: { drop: () => undefined },
    clock: { now },
    ids: { secret: newKey },
    pki,
    reach: () => ({ broker: url, address: 'https://fleet.example', publicAuthorities: false }),
    machines,
    keys,
    edits,
  });
  return { service, keys, idle: () => mutex.take(machine, async () => undefined) };
}

/** One kiosk and its fleet, on virtual time, with what a technician knows and a stranger saw. */
export function rotationOf() {
  let now = start;
  let clockOff = 0;
  let code: string | null = null;
  const [kioskPower, fleetPower] = [new Power('kiosk'), new Power('fleet')];
  let disk = new Map<string, string>();
  let saved = { machine, secretHash: sha256(secret) } as MachineRecord;
  const seen: (EnrolmentRequest | RenewalRequest)[] = [];
  const own = new Set<string>();

  const boot = () =>
    fleetOn(
      saved,
      (next) =>
        fleetPower.write(() => {
          saved = next;
        }),
      () => now,
    );
  let fleet = boot();
  let store: IdentityStore;
  let accesses: LinkAccesses;
  const bootKiosk = (): void => {
    store = new IdentityStore(filesOn(disk, kioskPower), machine);
    accesses = accessesOf(store, { url, password: secret, ca: '' }, () => ({ clock: now + clockOff, fleet: null }));
  };
  bootKiosk();

  const ask =
    (at: Fault): Ask =>
    async (_, body) => {
      seen.push(body);
      own.add(pki.fingerprint(body.key) ?? '');
      if (at.at === 'request') throw new PowerLost();
      const answer =
        'old' in body ? await fleet.service.renew(body, 'kiosk') : await fleet.service.enrol(body, 'kiosk');
      if (at.at === 'answer') throw new PowerLost();
      return answer;
    };

  /** Whether the fleet admits what the kiosk shows, as its broker decides it. */
  const admits = (access: ReturnType<LinkAccesses['next']>): boolean => {
    if (access === null) return false;
    if (access.identity === undefined) return fleet.keys.authenticate(machine, access.password ?? '') === 'yes';
    return fleet.keys.authenticateKey(machine, fingerprintOf(access.identity.key)) === 'yes';
  };

  async function connect(): Promise<boolean> {
    const access = accesses.next();
    if (!admits(access)) {
      accesses.refused();
      return false;
    }
    if (access?.identity) fleet.service.connected(machine, fingerprintOf(access.identity.key));
    await fleet.idle();
    accesses.accepted();
    return true;
  }

  async function life(step: Extract<Step, { fault: Fault }>): Promise<void> {
    if (step.kind === 'code') code = (await fleet.service.issueCode(machine, 'somebody')).code;
    else if (step.kind === 'enrol' && code !== null) await enrol(store, machine, code, ask(step.fault));
    else if (step.kind === 'connect') await connect();
    else if (step.kind === 'renew') {
      const current = store.all().find(({ kind }) => kind === 'current');
      if (current) await renew(store, current, ask(step.fault));
    }
  }

  /** A stranger has all that was ever on the wire, and a key of their own. */
  async function stranger(): Promise<void> {
    const last = seen.at(-1);
    if (!last) return;
    const mine = newKey();
    const asked = { ...last, key: publicKeyText(mine) };
    const use = 'old' in last ? 'renewal' : 'enrolment';
    const forged = { ...asked, signature: signatureOf(mine, requestText(use, asked)) };
    await ('old' in forged ? fleet.service.renew(forged, 'stranger') : fleet.service.enrol(forged, 'stranger'));
  }

  async function does(step: Step): Promise<void> {
    if (step.kind === 'time') now += step.days * dayMs;
    else if (step.kind === 'clock') clockOff = step.days * dayMs;
    else if (step.kind === 'restart') fleet = boot();
    else if (step.kind === 'stranger') await stranger();
    else if (step.kind === 'repeat') for (const body of seen.slice(-3)) await ask({ at: 'nowhere' })('', body);
    else if (step.kind === 'new computer') {
      if (code === null) return;
      const kept = disk;
      disk = new Map();
      bootKiosk();
      await enrol(store, machine, code, ask({ at: 'nowhere' })).catch((error: Error) => {
        // The code was used, so the old computer stays in its place.
        disk = kept;
        bootKiosk();
        throw error;
      });
    } else if ('fault' in step) await life(step);
  }

  const keys = () => saved.credentials?.keys ?? [];
  return {
    /** Does one step; after a failure of the power, that side starts again. */
    async take(step: Step): Promise<void> {
      const failing: Fault = 'fault' in step ? step.fault : { at: 'nowhere' };
      kioskPower.expect(failing);
      fleetPower.expect(failing);
      await does(step).catch(() => undefined);
      await fleet.idle();
      if (failing.at === 'kiosk') bootKiosk();
      if (failing.at === 'fleet') fleet = boot();
      for (const power of [kioskPower, fleetPower]) power.expect({ at: 'nowhere' });
    },
    /** How many keys have connected and still may. */
    connectedKeys: () => keys().filter(({ connected }) => connected !== null).length,
    /** Whether every key in the registry is the kiosk's own. */
    isOwn: () => keys().every(({ fingerprint }) => own.has(fingerprint)),
    /** Whether the secret still works beside a key that has connected. */
    hasTwo: () => keys().some(({ connected }) => connected !== null) && saved.credentials?.secretEnded !== true,
    /** Whether the fleet would accept one of the kiosk's identities, or its secret. */
    canConnect: () =>
      fleet.keys.authenticate(machine, secret) === 'yes' ||
      store.all().some(({ key }) => fleet.keys.authenticateKey(machine, fingerprintOf(key)) === 'yes'),
    /** Connects as often as there are ways to. */
    async connects(): Promise<boolean> {
      for (let tries = 0; tries < 5; tries += 1) if (await connect()) return true;
      return false;
    },
  };
}
