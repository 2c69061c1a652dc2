import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import * as api from '../../../shared/contracts/fleet-http.ts';
import { call } from '../../support/fleet/fleet.ts';
import { machines, startedProvince } from '../../support/fleet/started-fleet.ts';

const { good, poor, away } = machines;
const fleet = startedProvince();
const { get } = fleet;

describe('an answer', () => {
  it.each<[string, z.ZodType]>([
    ['/info', api.Info],
    ['/session', api.Session],
    ['/users', api.UserList],
    ['/today', api.Today],
    ['/machines', api.MachineList],
    ['/machines?sort=-issuedYear&q=360102&limit=1', api.MachineList],
    [`/machines/${good}`, api.Machine],
    [`/machines/${poor}`, api.Machine],
    [`/machines/${good}/events?limit=5`, api.EventList],
    [`/machines/${good}/events?order=newest&kind=issued&limit=5`, api.EventList],
    [`/machines/${good}/issues`, api.Issues],
    [`/machines/${good}/stock`, api.StockHistory],
    [`/machines/${good}/pace`, api.PaceCurve],
    [`/machines/${good}/suspensions`, api.SuspensionList],
    [`/machines/${good}/config`, api.ConfigView],
    [`/machines/${good}/commands`, api.CommandList],
    ['/flags', api.FlagList],
    ['/regions', api.AreaTree],
    ['/regions/360000', api.AreaView],
    ['/regions/360100', api.AreaView],
    ['/regions/360102', api.AreaView],
    ['/restock', api.RestockPlan],
    [`/restock?machine=${good}&machine=${away}`, api.RestockPlan],
    ['/reports/issued', api.IssuedReport],
    ['/reports/issued?by=product&from=2025-06&to=2026-02', api.IssuedReport],
    ['/reports/issued?by=machine&region=3601', api.IssuedReport],
    ['/reports/issued?by=machine&region=3601&limit=1', api.IssuedReport],
    ['/reports/year', api.YearReport],
    ['/reports/year?year=2024', api.YearReport],
  ])('of %s is exactly what its schema says', async (path, schema) => {
    const body = await get(path);
    expect(schema.parse(body)).toEqual(body);
  });

  it('has the same figures on every page', async () => {
    const machine = await get(`/machines/${good}`);
    const issues = await get(`/machines/${good}/issues?from=2000-01-01`);
    const sum = (list: { issued: number }[]) => list.reduce((all, each) => all + each.issued, 0);
    expect(sum(issues.days)).toBe(machine.issued.total);
    expect(issues.hours.reduce((a: number, b: number) => a + b, 0)).toBe(machine.issued.total);
    expect(machine.issued.total).toBe(120);
    const year = (await get('/info')).day.slice(0, 4);
    const province = await get('/regions/360000');
    const report = await get(`/reports/issued?from=${year}-01&to=${year}-12`);
    expect(report.total.issued).toBe(province.issued.year);
    expect(sum(report.rows)).toBe(province.issued.year);
    expect(province.months.reduce((a: number, b: number) => a + b, 0)).toBe(province.issued.year);
    const verdict = await get('/reports/year');
    expect(verdict.machines.find((each: { machine: string }) => each.machine === good).issued).toBe(
      machine.pace.issued,
    );
    expect(verdict.areas[0].average).toBe(province.average);
    const county = province.children.find((each: { code: string }) => each.code === '3601');
    expect(county.machines.total).toBe(2);
  });

  it('finds machines by area, flag, verdict and words', async () => {
    const names = async (query: string) =>
      (await get(`/machines?${query}`)).machines.map((each: { machine: string }) => each.machine);
    expect(await names('region=3604')).toEqual([away]);
    expect(await names('flag=below-pace&region=360102')).toEqual([poor]);
    expect(await names('verdict=on-pace')).toContain(good);
    expect(await names('q=0428')).toEqual([away]);
    expect(await names('q=%25')).toEqual([]);
    expect(await names('product=SP-50')).toEqual([]);
  });

  it.each([
    ['GET', '/machines/JX-0', undefined, 404, 'not-found'],
    ['GET', '/machines?sort=secret', undefined, 422, 'invalid'],
    ['GET', '/machines?cursor=%00', undefined, 422, 'invalid'],
    ['GET', '/regions/999999', undefined, 404, 'not-found'],
    ['GET', '/nowhere', undefined, 404, 'not-found'],
    [
      'POST',
      '/machines',
      { machine: good, name: 'x', region: '360102', site: 'x', inServiceFrom: '2026-01-01' },
      409,
      'exists',
    ],
    [
      'POST',
      '/machines',
      { machine: 'jx', name: 'x', region: '360102', site: 'x', inServiceFrom: '2026-01-01' },
      422,
      'invalid',
    ],
    [
      'POST',
      '/machines',
      { machine: 'JX-NEW', name: 'x', region: '360199', site: 'x', inServiceFrom: '2026-01-01' },
      422,
      'invalid',
    ],
    [
      'POST',
      '/machines',
      { machine: 'JX-NEW', name: 'x', region: '360102', site: 'x', inServiceFrom: '2026-02-30' },
      422,
      'invalid',
    ],
    [
      'POST',
      `/machines/${good}/suspensions`,
      { from: '2026-03-02', until: '2026-03-01', reason: 'moved' },
      422,
      'invalid',
    ],
    ['POST', `/machines/${good}/commands`, { kind: 'dispense' }, 422, 'invalid'],
    ['POST', `/machines/${good}/commands`, { kind: 'clear' }, 422, 'invalid'],
    ['POST', '/flags/none/acknowledge', {}, 404, 'not-found'],
    ['GET', '/reports/issued?from=2026-05&to=2026-04', undefined, 422, 'invalid'],
    ['PATCH', `/machines/${good}`, { inServiceFrom: '0001-01-01' }, 422, 'invalid'],
    ['GET', '/reports/issued?from=0001-01&to=9999-12', undefined, 422, 'invalid'],
    ['GET', `/machines/${good}/stock?from=9999-12-31`, undefined, 422, 'invalid'],
  ])('to a wrong %s %s is a problem', async (method, path, body, status, code) => {
    const answer = await call(fleet, `/api/v1${path}`, { method, body });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(api.Problem.parse(answer.body)).toEqual(answer.body);
  });
});
