import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { askAt } from '../../device/identity/fleet-request.ts';
import { IdentityStore } from '../../device/identity/identity-store.ts';
import { enrol } from '../../device/identity/requests.ts';
import { startFleet } from '../../fleet/main.ts';
import { FleetConfig } from '../../shared/config/fleet.ts';
import { MachineId } from '../../shared/contracts/ids.ts';
import { topic } from '../../shared/contracts/topics.ts';
import { memoryFiles } from '../support/device/memory-files.ts';

// `npm run clients`: the fleet's TLS and keys against clients that others wrote. It needs
// mosquitto_pub, mosquitto_sub, openssl and curl; one that is missing is a failure.

const machine = MachineId.parse('JX-360102-0001');
const folder = mkdtempSync(join(tmpdir(), 'yaoju-clients-'));
const own = { host: '127.0.0.1', port: 0, tls: { own: true } };
const config = FleetConfig.parse({ dataDir: join(folder, 'data'), mqtt: own, http: own });

interface Ran {
  readonly code: number;
  readonly text: string;
}

/** Runs a program for some seconds at most. Throws if it is not installed. */
const run = (program: string, ...words: string[]): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = execFile(program, words, { timeout: 10_000 }, (error, out, err) => {
      if (error?.code === 'ENOENT') reject(new Error(`${program} is not installed`));
      else resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, text: out + err });
    });
    child.stdin?.end();
  });

let failed = 0;

function check(what: string, holds: boolean, ran: Ran): void {
  process.stdout.write(`${holds ? 'ok    ' : 'FAILED'} ${what}\n`);
  if (holds) return;
  failed += 1;
  process.stdout.write(`       ${ran.code}: ${ran.text.slice(0, 400)}\n`);
}

const fleet = await startFleet(
  config,
  { adminPassword: 'a quiet river under stones', apiToken: null },
  pino({ level: 'silent' }),
);
try {
  const where = { name: machine, region: '360102', site: 'clinic', address: null, inServiceFrom: '2026-01-01' };
  const { secret } = await fleet.service.registry.register({ machine, ...where }, 'clients');
  const store = new IdentityStore(memoryFiles(), machine);
  const { code } = (await fleet.service.enrolment?.issueCode(machine, 'admin')) ?? { code: '' };
  const port = String(fleet.mqttPort);
  const http = `127.0.0.1:${fleet.httpPort}`;
  const ca = join(config.dataDir, 'pki', 'authorities.pem');
  const broker = ['-h', '127.0.0.1', '-p', port, '-i', machine, '-V', 'mqttv311', '-q', '1'];
  const bySecret = [...broker, '-u', machine, '-P', secret];
  const presence = ['-t', topic(machine, 'presence'), '-m', '{"online":false,"run":1}'];

  const secretRan = await run('mosquitto_pub', ...bySecret, '--cafile', ca, ...presence);
  check('mosquitto_pub connects with the secret and the own authority', secretRan.code === 0, secretRan);
  const plainRan = await run('mosquitto_pub', ...bySecret, ...presence);
  check('mosquitto_pub is refused without TLS', plainRan.code !== 0, plainRan);
  const wrongRan = await run('mosquitto_pub', ...broker, '-u', machine, '-P', 'wrong', '--cafile', ca, ...presence);
  check(
    'mosquitto_pub is refused with a wrong secret',
    wrongRan.code !== 0 && /not authori[sz]ed|bad user/i.test(wrongRan.text),
    wrongRan,
  );

  await enrol(store, machine, code, askAt(`https://${http}`));
  const [identity] = store.all();
  const [cert, key] = [join(folder, 'machine.pem'), join(folder, 'machine.key')];
  writeFileSync(cert, identity?.credentials.certificate ?? '');
  writeFileSync(key, identity?.key ?? '', { mode: 0o600 });
  const byKey = [...broker, '--cafile', ca, '--cert', cert, '--key', key];
  const keyRan = await run('mosquitto_pub', ...byKey, '-u', machine, ...presence);
  check('mosquitto_pub connects with the machine’s certificate', keyRan.code === 0, keyRan);
  const namelessRan = await run('mosquitto_pub', ...byKey, ...presence);
  check('mosquitto_pub connects with the certificate alone', namelessRan.code === 0, namelessRan);
  const foreignRan = await run('mosquitto_sub', ...byKey, '-t', '#', '-W', '2');
  check(
    'mosquitto_sub is refused a foreign topic',
    /denied|not authori|all subscription/i.test(foreignRan.text),
    foreignRan,
  );
  const oldRan = await run('mosquitto_pub', ...bySecret, '--cafile', ca, ...presence);
  check('the secret is refused after that', oldRan.code !== 0, oldRan);

  const tls = [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-CAfile',
    ca,
    '-verify_return_error',
    '-verify_ip',
    '127.0.0.1',
  ];
  const tlsRan = await run('openssl', ...tls);
  check('openssl verifies the server’s certificate and address', /Verify return code: 0/.test(tlsRan.text), tlsRan);
  const old = await run('openssl', ...tls, '-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0');
  check(
    'openssl is refused with TLS 1.1',
    !/Verify return code: 0 \(ok\)[\s\S]*Cipher is [^(]/.test(old.text) && old.code !== 0,
    old,
  );
  const chain = await run('openssl', 'verify', '-CAfile', ca, '-purpose', 'sslclient', cert);
  check('openssl verifies the machine’s certificate', chain.code === 0, chain);

  const health = await run('curl', '-sS', '--cacert', ca, `https://${http}/healthz`);
  check('curl trusts the authority', health.code === 0 && /"ok":true/.test(health.text), health);
  const untrusted = await run('curl', '-sS', `https://${http}/healthz`);
  check('curl does not trust the server without it', untrusted.code === 60, untrusted);
  const plainHttp = await run('curl', '-sS', `http://${http}/healthz`);
  check('curl is refused without TLS', plainHttp.code !== 0, plainHttp);

  await fleet.service.enrolment?.revoke(machine);
  const revoked = await run('mosquitto_pub', ...byKey, '-u', machine, ...presence);
  check('mosquitto_pub is refused after the revocation', revoked.code !== 0, revoked);
} finally {
  await fleet.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
