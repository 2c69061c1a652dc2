import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { notOfThisList } from '../../../shared/contracts/fleet/common.ts';
import { MachineSort } from '../../../shared/contracts/fleet-http.ts';
import { call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const fleet = startedProvince();

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
}

/** A list that goes on by a cursor: its path with sample values, and the name of the parameter. */
interface List {
  readonly path: string;
  readonly parameter: 'cursor' | 'after';
}

const samples: Record<string, string> = { machine: machines.good, lot: '25' };
let recall = '';

/** Every GET of the API's description with a cursor, and the variants whose cursors must differ. */
async function lists(): Promise<List[]> {
  const { paths } = (await call(fleet, '/api/openapi.json')).body as {
    paths: Record<string, { get?: Operation }>;
  };
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const parameter = (['cursor', 'after'] as const).find((name) =>
      get?.parameters?.some((each) => each.in === 'query' && each.name === name),
    );
    if (!get || !parameter) return [];
    const filled = path.replace('{recall}', recall).replace(/\{(\w+)\}/g, (_, name: string) => samples[name] ?? '');
    const required = (get.parameters ?? [])
      .filter((each) => each.in === 'query' && each.required)
      .map(({ name }) => `${name}=${samples[name] ?? ''}`);
    const address = (more: string[]): List => ({ path: `${filled}?${[...required, ...more].join('&')}`, parameter });
    if (path.endsWith('/machines') && !path.includes('{'))
      return MachineSort.options.map((sort) => address([`sort=${sort}`]));
    if (path.endsWith('/flags')) return [address(['open=true']), address(['open=false'])];
    if (path.endsWith('/reports/issued')) return ['area', 'product', 'machine'].map((by) => address([`by=${by}`]));
    if (path.endsWith('/events')) return ['oldest', 'newest'].map((order) => address([`order=${order}`]));
    return [address([])];
  });
}

const ask = ({ path, parameter }: List, cursor: string) =>
  call(
    fleet,
    `${path}${path.includes('?') && !path.endsWith('?') ? '&' : ''}limit=1&${parameter}=${encodeURIComponent(cursor)}`,
  );

const expectRefused = async (list: List, cursor: string): Promise<void> => {
  const { status, body } = await ask(list, cursor);
  expect([list.path, cursor, status, body.code]).toEqual([list.path, cursor, 422, 'invalid']);
  expect(JSON.stringify(body)).toContain(notOfThisList);
};

describe('a cursor', () => {
  let all: List[];
  /** The cursors that the lists gave themselves. */
  const given = new Map<string, string>();

  beforeAll(async () => {
    const wish = { region: '360000', product: 'CD-M', lots: null, reason: 'leaks' };
    recall = (await call(fleet, '/api/v1/recalls', { body: wish })).body.id;
    for (const name of ['one', 'two']) {
      const trip = { name, day: '2026-11-29', person: 'wang', region: '360000', machine: [machines.good] };
      expect((await call(fleet, '/api/v1/trips', { body: trip })).status).toBe(201);
      await call(fleet, `/api/v1/machines/${machines.good}/commands`, { body: { kind: 'report' } });
    }
    all = await lists();
    for (const list of all) {
      const { status, body } = await ask(list, '');
      if (status === 200 && typeof body?.next === 'string') given.set(list.path, body.next);
    }
  });

  it('is a parameter of every list', () => {
    expect(all.length).toBeGreaterThan(25);
    expect(given.size).toBeGreaterThan(15);
  });

  it('is refused in two languages by every list that did not give it', async () => {
    const garbage = fc.oneof(
      fc.constant('bm9uc2Vuc2U'),
      fc.stringMatching(/^[A-Za-z][\w:. -]{0,40}$/),
      fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter((text) => !/^\d+$/.test(text)),
      fc
        .json()
        .map((text) => text.replaceAll(/[^\w:. -]/g, '.'))
        .filter((text) => !/^\d*$/.test(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(), garbage, async (index, cursor) => {
        const list = all[index % all.length];
        if (list) await expectRefused(list, cursor);
      }),
      { numRuns: 80 },
    );
  });

  it('is refused by every other list and every other order', async () => {
    const pages = all.filter(({ path }) => !isSheet(path));
    const cursors = [...given].filter(([path]) => !isSheet(path));
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (which, index) => {
        const [from, cursor] = cursors[which % cursors.length] ?? ['', ''];
        const list = pages[index % pages.length];
        if (list && list.path !== from) await expectRefused(list, cursor);
      }),
      { numRuns: 80 },
    );
  });

  it('is refused after one character of it was changed, added or lost', async () => {
    const cursors = [...given];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...'0aZ9_.-'),
        fc.nat(2),
        async (which, place, char, way) => {
          const [path, cursor] = cursors[which % cursors.length] ?? ['', ''];
          const at = place % cursor.length;
          const changed = cursor.slice(0, at) + (way === 2 ? '' : char) + cursor.slice(way === 1 ? at : at + 1);
          const list = all.find((each) => each.path === path);
          if (list && changed !== cursor) await expectRefused(list, changed);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('is continued by the list that gave it', async () => {
    for (const [path, cursor] of given) {
      const list = all.find((each) => each.path === path);
      expect((await ask(list as List, cursor)).status, path).toBe(200);
    }
  });
});

/** A sheet takes the cursors of its list. */
const isSheet = (path: string): boolean => /\.(?:xlsx|csv)/.test(path);
