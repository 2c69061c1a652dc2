import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { mqttLink } from '../../../device/adapters/mqtt-link.ts';
import { askAt } from '../../../device/identity/fleet-request.ts';
import { IdentityStore } from '../../../device/identity/identity-store.ts';
import { accessesOf, type FleetSettings } from '../../../device/identity/link-access.ts';
import { enrol, renew } from '../../../device/identity/requests.ts';
import type { RunningFleet } from '../../../fleet/main.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { memoryFiles } from '../../support/device/memory-files.ts';
import { call, register, runFleet, testFolder } from '../../support/fleet/fleet.ts';

const folder = testFolder();
let fleet: RunningFleet;

beforeAll(async () => {
  fleet = await runFleet(folder.path, { mqtt: { host: '127.0.0.1', port: 0, tls: { own: true } } });
});
afterAll(async () => {
  await fleet.stop();
  folder.remove();
});

let made = 0;

/** A registered machine with an empty identity store. */
async function machineWithSecret() {
  made += 1;
  const machine = MachineId.parse(`JX-360102-${String(made).padStart(4, '0')}`);
  const secret = await register(fleet, machine);
  const api = `/api/v1/machines/${machine}`;
  const store = new IdentityStore(memoryFiles(), machine);
  const issue = async () => (await call(fleet, `${api}/enrolment`, { method: 'POST' })).body;
  const identity = async () => (await call(fleet, `${api}/identity`)).body;
  const revoke = () => call(fleet, `${api}/revocation`, { method: 'POST' });
  const ask = askAt(`http://127.0.0.1:${fleet.httpPort}`);
  return { machine, secret, store, issue, identity, revoke, ask, api };
}

/** A link of a kiosk with this store, and what it reports. */
function linkOf({ machine, store }: { machine: MachineId; store: IdentityStore }, settings: FleetSettings = {}) {
  const reports: string[] = [];
  const access = accessesOf(store, settings, () => ({ clock: Date.now(), fleet: null }));
  const link = mqttLink(
    { machine, access },
    { up: () => reports.push('up'), down: (reason) => reports.push(reason), message: () => undefined },
  );
  onTestFinished(() => link.close());
  const connect = async (): Promise<string | undefined> => {
    const before = reports.length;
    link.connect('{"online":false,"run":1}');
    await vi.waitFor(() => expect(reports.length).toBeGreaterThan(before), { timeout: 10_000 });
    return reports.at(-1);
  };
  return { connect, reports, close: () => link.close() };
}

async function enrolled() {
  const machine = await machineWithSecret();
  const { code } = await machine.issue();
  await enrol(machine.store, machine.machine, code, machine.ask);
  return { ...machine, code };
}

describe('a machine with a code', () => {
  it('gets its own key, connects with it, and its secret no longer works', async () => {
    const machine = await enrolled();
    const { connect } = linkOf(machine);
    expect(await connect()).toBe('up');
    await vi.waitFor(async () => expect(await machine.identity()).toMatchObject({ secret: false, enrolment: null }));
    const { keys } = await machine.identity();
    expect(keys).toMatchObject([{ by: 'code', connected: expect.any(Number) }]);
    expect(machine.store.all()).toMatchObject([{ kind: 'current' }]);
    const url = `mqtts://127.0.0.1:${fleet.mqttPort}`;
    const ca = machine.store.all()[0]?.credentials.authorities[0];
    const other = new IdentityStore(memoryFiles(), machine.machine);
    const bySecret = linkOf({ machine: machine.machine, store: other }, { url, password: machine.secret, ca });
    expect(await bySecret.connect()).toBe('wrong machine id or password');
  });

  it('shows the code as text, file and QR code, and never again', async () => {
    const machine = await machineWithSecret();
    const shown = await machine.issue();
    expect(shown).toMatchObject({ machine: machine.machine, address: `http://127.0.0.1:${fleet.httpPort}` });
    expect(JSON.parse(shown.file.text)).toMatchObject({ machine: machine.machine, code: shown.code });
    expect(shown.qr).toMatch(/^<svg /);
    expect(JSON.stringify(await machine.identity())).not.toContain(shown.code);
    expect(await machine.identity()).toMatchObject({ secret: true, enrolment: { by: expect.any(String) } });
    const record = JSON.stringify(fleet.service.record(machine.machine));
    expect(record).not.toContain(shown.code);
  });

  it('may ask again with the same key, and nobody else with the same code', async () => {
    const machine = await machineWithSecret();
    const { code } = await machine.issue();
    const lost = enrol(machine.store, machine.machine, code, async (path, body) => {
      await machine.ask(path, body);
      return {};
    });
    await expect(lost).rejects.toThrow('not one of a fleet');
    await enrol(machine.store, machine.machine, code, machine.ask);
    expect((await machine.identity()).keys).toHaveLength(1);
    const second = new IdentityStore(memoryFiles(), machine.machine);
    await expect(enrol(second, machine.machine, code, machine.ask)).rejects.toThrow(
      '403: the code or key is not valid',
    );
  });

  it('is refused in the same words for a wrong, foreign, replaced and withdrawn code', async () => {
    const [one, other] = [await machineWithSecret(), await machineWithSecret()];
    const [first, second, foreign] = [await one.issue(), await one.issue(), await other.issue()];
    const unknown = MachineId.parse('JX-999999-9999');
    await call(fleet, `${other.api}/enrolment`, { method: 'DELETE' });
    const told = new Set<string>();
    for (const [machine, code] of [
      [one.machine, 'AAAA-AAAA-AAAA-AAAA-AAAA'],
      [one.machine, foreign.code],
      [one.machine, first.code],
      [other.machine, foreign.code],
      [unknown, second.code],
    ] as const)
      await enrol(new IdentityStore(memoryFiles(), machine), machine, code, one.ask).catch(({ message }) =>
        told.add(message),
      );
    expect([...told]).toEqual(['403: the code or key is not valid for this machine, or no longer']);
    await enrol(one.store, one.machine, second.code, one.ask);
  });

  it.each<[string, string, object | null]>([
    ['has another role', '', { role: 'viewer' }],
    ['has another area', '', { area: '360103' }],
    ['is locked', '', { locked: true }],
    ['is deleted', '', null],
    ['lost the machine, which moved', 'machine', { region: '360103', site: 'hospital', from: '2026-06-01' }],
  ])('is refused once who issued it %s', async (_, what, change) => {
    const machine = await machineWithSecret();
    const user = `issuer-${made}`;
    const password = 'ten letters at least';
    await call(fleet, '/api/v1/users', { body: { user, role: 'technician', area: '360102', password } });
    const inside = await call(fleet, '/api/v1/session', { body: { user, password }, headers: {} });
    const headers = { cookie: inside.headers.get('set-cookie')?.split(';')[0] ?? '' };
    const { code } = (await call(fleet, `${machine.api}/enrolment`, { method: 'POST', headers })).body;
    expect((await machine.identity()).enrolment).toMatchObject({ by: user });
    if (what === 'machine') await call(fleet, `${machine.api}/move`, { body: change });
    else await call(fleet, `/api/v1/users/${user}`, change ? { method: 'PATCH', body: change } : { method: 'DELETE' });
    expect((await machine.identity()).enrolment).toBeNull();
    await expect(enrol(machine.store, machine.machine, code, machine.ask)).rejects.toThrow('403');
  });

  it('of somebody who sees both places is withdrawn by a move too, and so are commands that wait', async () => {
    const machine = await machineWithSecret();
    const { code } = await machine.issue();
    await call(fleet, `${machine.api}/commands`, { body: { kind: 'restart' } });
    await call(fleet, `${machine.api}/move`, { body: { region: '360103', site: 'hospital', from: '2026-06-01' } });
    await expect(enrol(machine.store, machine.machine, code, machine.ask)).rejects.toThrow('403');
    const { commands } = (await call(fleet, `${machine.api}/commands`)).body;
    expect(commands).toMatchObject([{ kind: 'restart', state: 'expired' }]);
  });
});

describe('a kiosk', () => {
  it('renews its key; the old one works until the new one has connected', async () => {
    const machine = await enrolled();
    const { connect, close } = linkOf(machine);
    expect(await connect()).toBe('up');
    close();
    const [current] = machine.store.all();
    if (!current) expect.fail('no identity');
    await renew(machine.store, current, machine.ask);
    const onlyOld = new IdentityStore(memoryFiles(), machine.machine);
    onlyOld.keyFor('enrolment', () => current.key);
    onlyOld.granted('enrolment', current);
    const old = linkOf({ ...machine, store: onlyOld });
    expect(await old.connect()).toBe('up');
    old.close();
    expect(await connect()).toBe('up');
    expect(machine.store.all()).toMatchObject([{ kind: 'current' }]);
    expect(machine.store.all()[0]?.key).not.toBe(current.key);
    await vi.waitFor(async () => expect((await machine.identity()).keys).toMatchObject([{ by: 'renewal' }]));
    close();
    expect(await old.connect()).toBe('wrong machine id or password');
  });

  it('is disconnected within seconds when it is revoked, and cannot renew', async () => {
    const machine = await enrolled();
    const { connect, reports } = linkOf(machine);
    expect(await connect()).toBe('up');
    const began = Date.now();
    expect((await machine.revoke()).body).toMatchObject({ secret: false, enrolment: null, keys: [] });
    await vi.waitFor(() => expect(reports.at(-1)).not.toBe('up'));
    expect(Date.now() - began).toBeLessThan(5000);
    expect(await connect()).toBe('wrong machine id or password');
    const [current] = machine.store.all();
    if (!current) expect.fail('no identity');
    await expect(renew(machine.store, current, machine.ask)).rejects.toThrow('403');
    const { code } = await machine.issue();
    await enrol(machine.store, machine.machine, code, machine.ask);
    expect(await connect()).toBe('up');
  });
});
