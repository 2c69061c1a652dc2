import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeProof, newKey, publicKeyText } from '../../../device/identity/keys.ts';
import { Authorities } from '../../../fleet/pki/authorities.ts';
import { machinePki } from '../../../fleet/pki/machine-pki.ts';
import { SecretFolder } from '../../../fleet/pki/secret-folder.ts';
import { answerText, type Credentials, EnrolmentRequest } from '../../../shared/contracts/enrolment.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { type Attack, attackSuite, type Running, type Verdict } from '../support/attack.ts';
import type { Hole } from '../support/hole.ts';
import { Program } from '../support/program.ts';

const machine = MachineId.parse('JX-360102-0001');
const code = '4C9K-0000-1111-2222-3333';
const requests = 'device/identity/requests.js';

const holes: readonly Hole[] = [
  {
    name: 'an answer is proven',
    file: requests,
    find: 'if (!isProven(proofs, answerText(asked, credentials)))',
    replace: 'if (false)',
  },
  {
    name: 'a certificate is for the own key',
    file: requests,
    find: '|| !isFor(credentials.certificate, key)',
    replace: '',
  },
  {
    name: 'requests are encrypted beyond the loopback',
    file: 'device/identity/fleet-request.js',
    find: 'if (isPlain && !isLoopback(url.hostname))',
    replace: 'if (false)',
  },
];

/** The command `yaoju enroll` with holes. */
interface Command extends Running {
  readonly holes: readonly Hole[];
}

/** What somebody in between, or a false fleet, answers to a request. */
type Answering = (request: EnrolmentRequest) => { readonly credentials: Credentials; readonly proofs: string[] };

/** Enrols a kiosk at such a server: whether it keeps an identity, and whether it asked. */
async function enrols(
  { holes: planted }: Command,
  answer: Answering,
  host = '127.0.0.1',
): Promise<{ readonly kept: boolean; readonly asked: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'yaoju-between-'));
  let asked = false;
  const server = createServer((request, response) => {
    asked = true;
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () =>
      response.end(JSON.stringify(answer(EnrolmentRequest.parse(JSON.parse(Buffer.concat(pieces).toString()))))),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://${host}:${(server.address() as AddressInfo).port}`;
  const config = {
    machine,
    dataDir: join(folder, 'data'),
    board: { port: '/dev/none' },
    staff: { pin: '471138' },
    lanes: [{ lane: 1, product: 'CD-M', capacity: 10, par: 10 }],
  };
  writeFileSync(join(folder, 'kiosk.json'), JSON.stringify(config), { mode: 0o600 });
  writeFileSync(join(folder, 'code.json'), JSON.stringify({ machine, code, address }), { mode: 0o600 });
  const words = ['enroll', '--config', join(folder, 'kiosk.json'), '--file', join(folder, 'code.json')];
  await new Program(words, planted).ended;
  const kept = existsSync(join(config.dataDir, 'identity', 'enrolment.json'));
  server.close();
  rmSync(folder, { recursive: true });
  return { kept, asked };
}

const folder = new SecretFolder(mkdtempSync(join(tmpdir(), 'yaoju-false-fleet-')));
const pki = machinePki(folder, Authorities.open(folder, Date.now()));

/** The credentials of a fleet for a key. */
function credentialsFor(key: string): Credentials {
  const now = Date.now();
  return {
    machine,
    ...pki.certify(machine, key, now),
    authorities: [...pki.authorities()],
    publicAuthorities: false,
    broker: 'mqtts://fleet.example:8883',
    address: 'https://fleet.example',
    now,
  };
}

const keeps =
  (answer: Answering) =>
  async (command: Command): Promise<Verdict> =>
    (await enrols(command, answer)).kept ? 'open' : 'blocked';

const attacks: readonly Attack<Command>[] = [
  {
    id: 'M49a',
    title: 'a false fleet that does not know the code',
    hole: 'an answer is proven',
    attempt: keeps(({ key }) => ({ credentials: credentialsFor(key), proofs: ['bm8='] })),
  },
  {
    id: 'M49b',
    title: 'another broker in a true answer',
    hole: 'an answer is proven',
    attempt: keeps((request) => {
      const credentials = credentialsFor(request.key);
      const proofs = [codeProof(code, answerText(request, credentials))];
      return { credentials: { ...credentials, broker: 'mqtts://attacker.example:8883' }, proofs };
    }),
  },
  {
    id: 'M49c',
    title: 'a true answer to an earlier request',
    hole: 'an answer is proven',
    attempt: keeps((request) => {
      const credentials = credentialsFor(request.key);
      return { credentials, proofs: [codeProof(code, answerText({ ...request, nonce: 'ZWFybGllcg==' }, credentials))] };
    }),
  },
  {
    id: 'E16',
    title: 'a certificate for somebody else’s key',
    hole: 'a certificate is for the own key',
    attempt: keeps((request) => {
      const credentials = credentialsFor(publicKeyText(newKey()));
      return { credentials, proofs: [codeProof(code, answerText(request, credentials))] };
    }),
  },
  {
    id: 'E17',
    title: 'an address without encryption that is not the loopback',
    hole: 'requests are encrypted beyond the loopback',
    attempt: async (command) => {
      const answer: Answering = ({ key }) => ({ credentials: credentialsFor(key), proofs: ['bm8='] });
      return (await enrols(command, answer, '[::ffff:127.0.0.1]')).asked ? 'open' : 'blocked';
    },
  },
];

attackSuite('somebody between kiosk and fleet', {
  start: async (planted) => ({ holes: planted, stop: async () => undefined }),
  holes,
  attacks,
});
