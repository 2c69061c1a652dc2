import { until } from '../../support/fleet/fleet.ts';
import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import { type FleetTarget, startFleetTarget } from '../support/fleet-target.ts';
import type { Hole } from '../support/hole.ts';
import { addUser, cookieOf, freshAddress, password, type Replied, send, signIn } from '../support/people.ts';

const guard = 'fleet/auth/sign-in-guard.js';
const strength = 'fleet/auth/password-strength.js';

const holes: readonly Hole[] = [
  {
    name: 'few tries are free',
    file: 'fleet/auth/sign-in-limits.js',
    find: 'until: tries < free ? 0 : now + wait',
    replace: 'until: tries < free + 7 ? 0 : now + wait',
  },
  {
    name: 'strangers elsewhere do not count',
    file: guard,
    find: "keyOf('user', identityKey(name), addressKey(address))",
    replace: "keyOf('user', identityKey(name))",
  },
  {
    name: 'a browser that was in is known',
    file: guard,
    find: 'device !== null && (user.devices ?? [])',
    replace: 'false && (user.devices ?? [])',
  },
  {
    name: 'few of one address wait',
    file: 'fleet/auth/hash-queue.js',
    find: '(from !== null && own >= limits.hashesWaitingOfAddress)',
    replace: 'false',
  },
  {
    name: 'networks that failed come last',
    file: guard,
    find: 'const hasFailed = networks.some(',
    replace: 'const hasFailed = false && networks.some(',
  },
  { name: 'passwords are rated', file: strength, find: '.score < leastScore', replace: '.score < 0' },
  {
    name: 'names and words of the programme are no password',
    file: strength,
    find: 'withoutGuessed(normal, user).length < restLeast',
    replace: 'false',
  },
  {
    name: 'names that nobody has are not logged',
    file: 'fleet/start/people.js',
    find: 'user: known?.user ?? nameless(name)',
    replace: 'user: name',
  },
  {
    name: 'refusals are sampled',
    file: 'fleet/event-log.js',
    find: 'return cause.count <= linesOfACause;',
    replace: 'return true;',
  },
];

const guess = (target: FleetTarget, user: string, from: string): Promise<Replied> =>
  send(target, '/session', { body: { user, password: 'a wrong guess' }, from });

/** Guesses one after the other, until one is refused without a check. */
async function guesses(target: FleetTarget, user: string, from: string, most: number): Promise<number> {
  for (let tried = 0; tried < most; tried += 1)
    if ((await guess(target, user, from)).code !== 'wrong-password') return tried;
  return most;
}

/** A password for a new user, whom an administrator adds: open if it is taken. */
const weak = (id: string, title: string, given: string, user = `weak-${id.toLowerCase()}`): Attack<FleetTarget> => ({
  id,
  title,
  hole: 'passwords are rated',
  attempt: async (target): Promise<Verdict> => {
    const added = { user, role: 'viewer', area: '3601', password: given };
    return (await target.asOwner('/api/v1/users', added)).status === 201 ? 'open' : 'blocked';
  },
});

const attacks: readonly Attack<FleetTarget>[] = [
  {
    id: 'G01',
    title: 'guessing one after the other',
    hole: 'few tries are free',
    attempt: async (target) => ((await guesses(target, 'nobody-1', freshAddress(), 7)) > 5 ? 'open' : 'blocked'),
  },
  {
    id: 'G02',
    title: 'guessing many at once',
    hole: 'few tries are free',
    attempt: async (target) => {
      const from = freshAddress();
      const codes = await Promise.all(Array.from({ length: 12 }, () => guess(target, 'nobody-2', from)));
      return codes.filter(({ code }) => code === 'wrong-password').length > 5 ? 'open' : 'blocked';
    },
  },
  {
    id: 'G03',
    title: 'guessing codes of an invitation',
    hole: 'few tries are free',
    attempt: async (target) => {
      const from = freshAddress();
      const body = { user: 'admin', code: '00000-00000-00000-00000', password: 'an entirely other one' };
      const codes: string[] = [];
      for (let turn = 0; turn < 7; turn += 1) codes.push((await send(target, '/invitation', { body, from })).code);
      return codes.every((code) => code === 'wrong-code') ? 'open' : 'blocked';
    },
  },
  {
    id: 'G04',
    title: 'keeping a user out by wrong passwords from elsewhere',
    hole: 'strangers elsewhere do not count',
    attempt: async (target) => {
      await addUser(target, 'g04', 'viewer');
      const from = freshAddress();
      for (let turn = 0; turn < 14; turn += 1) await guess(target, 'g04', from);
      return (await signIn(target, 'g04')).status === 200 ? 'blocked' : 'open';
    },
  },
  {
    id: 'G05',
    title: 'keeping a user out by wrong passwords from the same address',
    hole: 'a browser that was in is known',
    attempt: async (target) => {
      await addUser(target, 'g05', 'viewer');
      const from = freshAddress();
      const { cookies } = await signIn(target, 'g05', {}, from);
      for (let turn = 0; turn < 14; turn += 1) await guess(target, 'g05', from);
      const cookie = `yaoju_device=${cookies.yaoju_device}`;
      const replied = await send(target, '/session', { body: { user: 'g05', password }, from, cookie });
      return replied.status === 200 ? 'blocked' : 'open';
    },
  },
  {
    id: 'G06',
    title: 'filling the queue of hashes from one address',
    hole: 'few of one address wait',
    attempt: async (target) => {
      const from = freshAddress();
      const all = await Promise.all(Array.from({ length: 10 }, (_, number) => guess(target, `queue-${number}`, from)));
      return all.some(({ code, headers }) => code === 'unavailable' && headers['retry-after'] !== undefined)
        ? 'blocked'
        : 'open';
    },
  },
  {
    id: 'G23',
    title: 'filling the queue of hashes from many addresses',
    hole: 'networks that failed come last',
    attempt: async (target) => {
      await addUser(target, 'g23', 'viewer');
      const many = Array.from({ length: 8 }, (_, number) => `127.23.${number}.1`);
      for (const from of many) await guess(target, 'nobody', from);
      const flood = many.flatMap((from) => [1, 2, 3, 4].map((number) => guess(target, `user-${number}`, from)));
      await Promise.any(flood.map((each) => each.then(({ code }) => code === 'unavailable' || Promise.reject())));
      const fresh = [1, 2, 3].map((number) => signIn(target, 'g23', {}, `127.24.${number}.1`));
      const entered = await Promise.all(fresh);
      await Promise.all(flood);
      return entered.every(({ status }) => status === 200) ? 'blocked' : 'open';
    },
  },
  weak('G07', 'a password of every list', 'password12'),
  weak('G08', 'a row of the keyboard', 'qwertyuiop'),
  weak('G09', 'one letter many times', 'aaaaaaaaaaaaaaaa'),
  weak('G10', 'the name of the programme with a number', 'yaoju123456'),
  weak('G20', 'a word of the programme', 'contraceptive'),
  weak('G21', 'a word of the programme in Pinyin', 'biyuntao2026'),
  {
    ...weak('G22', 'the county in Chinese with words of the programme', '南昌县药具站管理员2026'),
    hole: 'names and words of the programme are no password',
  },
  weak('G11', 'the own name with a year', 'zhangsan2026', 'zhangsan'),
  {
    ...weak('G12', 'the own name twice', 'lisiguang-lisiguang-1', 'lisiguang'),
    hole: 'names and words of the programme are no password',
  },
  {
    id: 'G13',
    title: 'an easy password by the own account',
    hole: 'passwords are rated',
    attempt: async (target) => {
      await addUser(target, 'g13', 'viewer');
      const cookie = cookieOf(await signIn(target, 'g13'));
      const body = { old: password, new: '1234567890' };
      return (await send(target, '/account/password', { body, cookie })).status === 204 ? 'open' : 'blocked';
    },
  },
  {
    id: 'G14',
    title: 'filling the log by refused sign-ins',
    hole: 'refusals are sampled',
    attempt: async (target) => {
      const from = freshAddress();
      await addUser(target, 'filler', 'viewer');
      const body = { user: 'filler', code: '00000-00000-00000-00000', password: 'an entirely other one' };
      for (let turn = 0; turn < 30; turn += 1) await send(target, '/invitation', { body, from });
      return target.program.out.split('"user":"filler"').length - 1 > 12 ? 'open' : 'blocked';
    },
  },
  {
    id: 'G24',
    title: 'a password that is typed as the name is read in the log',
    hole: 'names that nobody has are not logged',
    attempt: async (target) => {
      await send(target, '/session', { body: { user: 'my-own-secret-1', password: 'x' }, from: freshAddress() });
      await until('a line of the log', async () => target.program.out.includes('sign-in refused'));
      return target.program.out.includes('my-own-secret-1') ? 'open' : 'blocked';
    },
  },
];

attackSuite('passwords', { start: startFleetTarget, holes, attacks, isLong: true });
