import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { SecretFiles } from '../../../device/identity/identity-store.ts';
import { newKey } from '../../../device/identity/keys.ts';
import { sha256 } from '../../../fleet/adapters/native/sha256.ts';
import { KeyedMutex } from '../../../fleet/keyed-mutex.ts';
import { Authorities } from '../../../fleet/pki/authorities.ts';
import { machinePki } from '../../../fleet/pki/machine-pki.ts';
import { SecretFolder } from '../../../fleet/pki/secret-folder.ts';
import type { MachineRecord } from '../../../fleet/registry/records.ts';
import { EnrolmentService } from '../../../fleet/service/enrolment.ts';
import type { MachineEdits } from '../../../fleet/service/machine-edits.ts';
import { MachineKeys } from '../../../fleet/service/machine-keys.ts';
import type { MachineState, Machines } from '../../../fleet/state/machine-state.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';

export const machine = MachineId.parse('JX-360102-0001');
export const secret = 'the secret of the registration';
export const start = Date.UTC(2026, 10, 1);
export const dayMs = 86_400_000;
export const url = 'mqtts://fleet.example:8883';

const folder = new SecretFolder(mkdtempSync(join(tmpdir(), 'yaoju-rotation-')));
export const pki = machinePki(folder, Authorities.open(folder, start));

/** The power of one side fails here. */
export class PowerLost extends Error {}

/** What fails during a step: nothing, the wire, or the power at a write of either side. */
export type Fault =
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
export class Power {
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
export const filesOn = (disk: Map<string, string>, power: Power): SecretFiles => ({
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
export function fleetOn(record: MachineRecord, save: (record: MachineRecord) => void, now: () => number) {
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
    mayIssue: () => true,
    machines,
    keys,
    edits,
  });
  return { service, keys, idle: () => mutex.take(machine, async () => undefined) };
}
