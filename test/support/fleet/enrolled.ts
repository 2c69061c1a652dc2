import type { IClientOptions } from 'mqtt';
import { askAt } from '../../../device/identity/fleet-request.ts';
import { IdentityStore } from '../../../device/identity/identity-store.ts';
import { enrol } from '../../../device/identity/requests.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { memoryFiles } from '../device/memory-files.ts';
import { call } from './fleet.ts';

/** Enrols a registered machine, and returns the options with which its kiosk connects. */
export async function enrolled(fleet: { httpPort: number }, name: string): Promise<IClientOptions> {
  const machine = MachineId.parse(name);
  const store = new IdentityStore(memoryFiles(), machine);
  const { body } = await call(fleet, `/api/v1/machines/${machine}/enrolment`, { method: 'POST' });
  await enrol(store, machine, body.code, askAt(`http://127.0.0.1:${fleet.httpPort}`));
  const [identity] = store.all();
  if (!identity) throw new Error(`${machine} has no identity`);
  const { certificate, authorities } = identity.credentials;
  return { protocol: 'mqtts', key: identity.key, cert: certificate, ca: [...authorities] };
}
