import { expect, it } from 'vitest';
import type { Problem } from '../../../shared/contracts/fleet-http.ts';
import { splitBilingual } from '../../../shared/contracts/meaning.ts';
import { call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const fleet = startedProvince();

type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A sentence in Chinese that names no field of the program. */
const isChinese = (text = ''): boolean => /\p{Script=Han}/u.test(text) && !/ · /.test(text);

/** Values that fit no field. */
const wrongQuery = 'limit=x&from=x&to=x&day=x&year=x&region=x&sort=1&by=x&cursor=%7F&severity=x&lot=&after=%7F';
const wrongBodies: readonly unknown[] = [{}, [], { lanes: 1, recalls: 1, user: 1, area: 1, name: '\u0000', from: 'x' }];

it('names the wrong fields of every request in both languages, without the words of a program', async () => {
  const { body: described } = await call(fleet, '/api/openapi.json');
  const said: string[] = [];
  const inChinese: Problem[] = [];
  const collect = ({ status, body }: { status: number; body: Problem }) => {
    if (status >= 400) inChinese.push(body);
    if (status === 422) for (const { message } of body.errors ?? []) said.push(message);
  };
  for (const [path, operations] of Object.entries((described as { paths: Paths }).paths)) {
    const address = path.replace('{machine}', machines.good).replace(/\{\w+\}/g, 'x');
    for (const method of Object.keys(operations).map((each) => each.toUpperCase())) {
      if (method === 'GET' && !path.endsWith('/stream')) collect(await call(fleet, `${address}?${wrongQuery}`));
      if (!['GET', 'DELETE'].includes(method))
        for (const body of wrongBodies) collect(await call(fleet, address, { method, body }));
    }
  }
  expect(
    inChinese.filter(({ zh, detail }) => !isChinese(zh?.title) || (detail !== undefined && !isChinese(zh?.detail))),
  ).toEqual([]);
  expect(said.length).toBeGreaterThan(60);
  expect(said.filter((message) => splitBilingual(message) === null)).toEqual([]);
  expect(said.filter((message) => /invalid|expected|received|undefined|NaN/i.test(message))).toEqual([]);
});

it('says in both languages why a request is refused, English first', async () => {
  const answers = [
    await call(fleet, '/api/v1/machines', {
      method: 'POST',
      body: { machine: 'NEW-1', name: 'x', region: '360105', site: 'campus', inServiceFrom: '2026-01-01' },
    }),
    await call(fleet, '/api/v1/machines/NOT-THERE'),
    await call(fleet, '/api/v1/nothing'),
  ];
  expect(answers.map(({ body }) => body)).toMatchObject([
    {
      title: 'The request is not right',
      detail: '360105 is no county',
      zh: { title: '填写有误', detail: '请选择县（市、区）' },
    },
    {
      title: 'There is no such thing',
      detail: 'there is no machine NOT-THERE',
      zh: { title: '找不到', detail: '没有这台机器' },
    },
    { detail: 'GET /api/v1/nothing', zh: { detail: '没有这个接口：GET /api/v1/nothing' } },
  ]);
});
