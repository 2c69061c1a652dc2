import { type Attack, attackSuite, type Verdict } from '../support/attack.ts';
import type { Hole } from '../support/hole.ts';
import { send } from '../support/people.ts';
import { asking, type County, county, elsewhere, screenWish, startCounty } from './county.ts';

/** A chosen PIN, which no other text of an answer contains. */
const chosenPin = '90731645';
const sees = 'a principal sees the own area';

const holes: readonly Hole[] = [
  { name: sees, file: 'fleet/auth/permissions.js', find: 'isWithin(code, principal.area)', replace: 'true' },
  {
    name: 'the list of staff is of the own area',
    file: 'fleet/service/staff.js',
    find: 'isWithin(each.area, area) || isWithin(area, each.area)',
    replace: 'true',
  },
  {
    name: 'no PIN is recorded',
    file: 'fleet/adapters/http/routes/staff.js',
    find: 'asked: () => ({ pin: true })',
    replace: 'asked: ({ body }) => ({ pin: body.pin })',
  },
];

/** Open if an answer to the county's own administrator contains something. */
const reading =
  (path: string, what: string) =>
  async (target: County): Promise<Verdict> => {
    const { status, text } = await target.ask(path, { headers: { cookie: target.admin } });
    if (status !== 200) throw new Error(`${path}: ${status}`);
    return text.includes(what) ? 'open' : 'blocked';
  };

/** Open if the other county's person gets another PIN. */
async function renewingForeignPin(target: County): Promise<Verdict> {
  const { status } = await send(target, `/staff/${target.filler}/pin`, { body: {}, cookie: target.admin });
  return status === 200 ? 'open' : 'blocked';
}

/** Open if the audit log contains a PIN that was set. */
async function readingPinInAudit(target: County): Promise<Verdict> {
  const added = await send(target, '/staff', {
    body: { name: '李明', role: 'technician', area: county },
    cookie: target.admin,
  });
  const { id } = added.body as { id: string };
  await send(target, `/staff/${id}/pin`, { body: { pin: chosenPin }, cookie: target.admin });
  return reading('/api/v1/audit', chosenPin)(target);
}

const attacks: readonly Attack<County>[] = [
  {
    id: 'H11.1',
    title: "another county's staff in the list",
    hole: 'the list of staff is of the own area',
    attempt: reading('/api/v1/staff', '王芳'),
  },
  { id: 'H11.2', title: "another PIN for another county's person", hole: sees, attempt: renewingForeignPin },
  {
    id: 'H11.3',
    title: 'a person who may work in another county',
    hole: sees,
    attempt: asking('admin', '/staff', { body: { name: '李明', role: 'filler', area: elsewhere } }),
  },
  {
    id: 'H11.4',
    title: 'the rules of another county',
    hole: sees,
    attempt: asking('admin', `/screen-settings/${elsewhere}`, { method: 'PUT', body: screenWish }),
  },
  { id: 'H11.5', title: 'a PIN in the audit log', hole: 'no PIN is recorded', attempt: readingPinInAudit },
];

attackSuite('the staff and rules of other areas', { start: startCounty, holes, attacks, isLong: true });
