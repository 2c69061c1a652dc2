import { expect, it } from 'vitest';
import { splitBilingual } from '../../../shared/contracts/meaning.ts';
import { call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const fleet = startedProvince();

type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Values that fit no field. */
const wrongQuery = 'limit=x&from=x&to=x&day=x&year=x&region=x&sort=1&by=x&cursor=%7F&severity=x&lot=&after=%7F';
const wrongBodies: readonly unknown[] = [{}, [], { lanes: 1, recalls: 1, user: 1, area: 1, name: '\u0000', from: 'x' }];

it('names the wrong fields of every request in both languages, without the words of a program', async () => {
  const { body: described } = await call(fleet, '/api/openapi.json');
  const said: string[] = [];
  const collect = ({ status, body }: { status: number; body: { errors?: { message: string }[] } }) => {
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
  expect(said.length).toBeGreaterThan(60);
  expect(said.filter((message) => splitBilingual(message) === null)).toEqual([]);
  expect(said.filter((message) => /invalid|expected|received|undefined|NaN/i.test(message))).toEqual([]);
});
