import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { areas, isWithin } from '../../../shared/areas/jiangxi.ts';
import * as api from '../../../shared/contracts/fleet-http.ts';
import { MachineId } from '../../../shared/contracts/ids.ts';
import { sees } from '../../core/access.ts';
import type { Who } from '../../core/records.ts';
import { flagView } from '../../core/view.ts';
import type { FleetStore } from '../../ports.ts';
import { commandView } from '../../service/answers.ts';
import { Refused } from '../../service/registry.ts';
import type { FleetService } from '../../service.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { None, type Recognise, routing } from './route.ts';
import { issuedTables, type Lang, machineTables, restockTables, type TimeText, yearTables } from './sheets.ts';
import type { StreamHub } from './stream.ts';
import { csvOf, type Table, xlsxOf } from './tables.ts';

/** What the routes stand on. */
export interface RoutesGround {
  readonly service: FleetService;
  readonly store: FleetStore;
  readonly door: Doorkeeper;
  readonly hub: StreamHub;
  readonly recognise: Recognise;
  readonly productName: (lang: Lang) => (code: string) => string;
  readonly timeText: TimeText;
  readonly info: () => api.Info;
}

const machineParams = z.object({ machine: MachineId });
const Sheet = z.object({ lang: z.enum(['zh', 'en']).default('zh'), bom: z.enum(['true', 'false']).default('true') });
const sheetTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const;

/** All routes below `/api/v1` but those of the session. */
export function addRoutes(app: FastifyInstance, ground: RoutesGround): void {
  const { service } = ground;
  const { answers, registry } = service;
  const route = routing(app, ground.recognise);

  /** A machine that the asker may see; outside of their area there is none. */
  const own = (who: Who, machine: string): string => {
    const record = service.record(machine);
    if (!record || !sees(who, record.region)) throw new Refused('not-found', `there is no machine ${machine}`);
    return record.machine;
  };
  const intoArea = (who: Who, region: string): void => {
    if (!sees(who, region)) throw new Refused('forbidden', `${region} is outside of your area`);
  };

  /** A table's two forms beside its JSON, from the same answer. */
  const sheet = <Q extends z.ZodObject>(
    path: string,
    id: string,
    query: Q,
    tables: (query: z.output<Q>, who: Who, lang: Lang) => Promise<Table[]>,
  ): void => {
    for (const kind of ['xlsx', 'csv'] as const)
      route(
        {
          method: 'GET',
          path: `${path}.${kind}`,
          id: `${id}${kind === 'xlsx' ? 'Xlsx' : 'Csv'}`,
          summary: `The same figures as ${kind.toUpperCase()}`,
          tag: 'sheets',
          deed: 'read',
          query: query.extend(Sheet.shape),
          answer: [sheetTypes[kind]],
        },
        async ({ query: asked, who, reply }) => {
          const { lang, bom } = asked as z.output<typeof Sheet>;
          const made = await tables(asked as z.output<Q>, who, lang);
          return sheetBody(reply, kind, path.slice(1).replaceAll('/', '-'), made, bom === 'true');
        },
      );
  };

  route(
    {
      method: 'GET',
      path: '/info',
      id: 'getInfo',
      summary: 'Version, time, rules and products',
      tag: 'info',
      deed: 'read',
      answer: api.Info,
    },
    () => ground.info(),
  );
  route(
    {
      method: 'GET',
      path: '/today',
      id: 'getToday',
      summary: 'What needs doing, the worst first',
      tag: 'flags',
      deed: 'read',
      query: api.TodayQuery,
      answer: api.Today,
    },
    ({ query, who }) => answers.today(query, who.area),
  );

  route(
    {
      method: 'GET',
      path: '/machines',
      id: 'listMachines',
      summary: 'Machines by area, flag, words and more',
      tag: 'machines',
      deed: 'read',
      query: api.MachineQuery,
      answer: api.MachineList,
    },
    ({ query, who }) => answers.machines(query, who.area),
  );
  sheet('/machines', 'listMachines', api.MachineQuery, async (query, who, lang) => {
    const list = await answers.machines({ ...query, limit: 100_000 }, who.area);
    return machineTables(list, lang, ground.timeText);
  });
  route(
    {
      method: 'POST',
      path: '/machines',
      id: 'registerMachine',
      summary: 'Registers a machine; its secret is shown this once',
      tag: 'machines',
      deed: 'administer',
      body: api.NewMachine,
      status: 201,
      answer: api.MachineSecret,
    },
    ({ body, who }) => {
      intoArea(who, body.region);
      return registry.register(body, who.user);
    },
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine',
      id: 'getMachine',
      summary: 'One machine',
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      answer: api.Machine,
    },
    ({ params, who }) => answers.machine(own(who, params.machine)),
  );
  route(
    {
      method: 'PATCH',
      path: '/machines/:machine',
      id: 'changeMachine',
      summary: 'Mends what was entered of a machine',
      tag: 'machines',
      deed: 'act',
      params: machineParams,
      body: api.MachineChange,
      answer: api.Machine,
    },
    async ({ params, body, who }) => {
      await registry.change(own(who, params.machine), body);
      return answers.machine(params.machine);
    },
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/secret',
      id: 'renewSecret',
      summary: 'A new secret; the old one stops working at once',
      tag: 'machines',
      deed: 'administer',
      params: machineParams,
      status: 201,
      answer: api.MachineSecret,
    },
    ({ params, who }) => registry.renewSecret(own(who, params.machine)),
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/move',
      id: 'moveMachine',
      summary: 'It stands elsewhere from a day on',
      tag: 'machines',
      deed: 'administer',
      params: machineParams,
      body: api.Move,
      answer: api.Machine,
    },
    async ({ params, body, who }) => {
      intoArea(who, body.region);
      await registry.move(own(who, params.machine), body);
      return answers.machine(params.machine);
    },
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/retire',
      id: 'retireMachine',
      summary: 'Its last day of service; its history stays',
      tag: 'machines',
      deed: 'administer',
      params: machineParams,
      body: api.Retire,
      answer: api.Machine,
    },
    async ({ params, body, who }) => {
      await registry.retire(own(who, params.machine), body);
      return answers.machine(params.machine);
    },
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/events',
      id: 'listEvents',
      summary: 'Its ledgers, line by line',
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      query: api.EventQuery,
      answer: api.EventList,
    },
    ({ params, query, who }) => {
      const { after, order, kind, limit } = query;
      return ground.store.events(own(who, params.machine) as MachineId, {
        after: after ?? null,
        order,
        kinds: kind,
        limit,
      });
    },
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/issues',
      id: 'getIssues',
      summary: 'Confirmed boxes by day and by hour',
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      query: api.SpanQuery,
      answer: api.Issues,
    },
    ({ params, query, who }) => answers.issues(own(who, params.machine), query.from, query.to),
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/stock',
      id: 'getStockHistory',
      summary: "Stock and cover at each day's end",
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      query: api.SpanQuery,
      answer: api.StockHistory,
    },
    ({ params, query, who }) => answers.stock(own(who, params.machine), query.from, query.to),
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/pace',
      id: 'getPace',
      summary: 'The pace, its line and its band',
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      answer: api.PaceCurve,
    },
    ({ params, who }) => answers.pace(own(who, params.machine)),
  );
  addSuspensions();
  addConfiguration();

  route(
    {
      method: 'GET',
      path: '/flags',
      id: 'listFlags',
      summary: 'Flags, the worst first',
      tag: 'flags',
      deed: 'read',
      query: api.FlagQuery,
      answer: api.FlagList,
    },
    ({ query, who }) => answers.flags(query, who.area),
  );
  route(
    {
      method: 'POST',
      path: '/flags/:flag/acknowledge',
      id: 'acknowledgeFlag',
      summary: 'Somebody has seen it',
      tag: 'flags',
      deed: 'act',
      params: z.object({ flag: z.string().max(64) }),
      body: api.Acknowledge.optional(),
      answer: api.Flag,
    },
    async ({ params, body, who }) => {
      const found = registry.openFlag(params.flag);
      const record = found && service.record(found.flag.machine);
      if (!record || !sees(who, record.region)) throw new Refused('not-found', 'there is no such open flag');
      return flagView(await registry.acknowledge(params.flag, body?.note ?? '', who.user), record);
    },
  );

  route(
    {
      method: 'GET',
      path: '/regions',
      id: 'listRegions',
      summary: 'The tree of areas',
      tag: 'areas',
      deed: 'read',
      answer: api.AreaTree,
    },
    ({ who }) => ({
      root: who.area,
      areas: areas.filter((area) => isWithin(area.code, who.area)),
    }),
  );
  route(
    {
      method: 'GET',
      path: '/regions/:code',
      id: 'getRegion',
      summary: 'An area: both readings of the pace, stock, health',
      tag: 'areas',
      deed: 'read',
      params: z.object({ code: api.AreaCode }),
      answer: api.AreaView,
    },
    ({ params, who }) => answers.region(params.code, who.area),
  );

  route(
    {
      method: 'GET',
      path: '/restock',
      id: 'getRestock',
      summary: 'What to carry where',
      tag: 'restock',
      deed: 'read',
      query: api.RestockQuery,
      answer: api.RestockPlan,
    },
    ({ query, who }) => answers.restock(query.region, query.machine, who.area),
  );
  sheet('/restock', 'getRestock', api.RestockQuery, async (query, who, lang) =>
    restockTables(
      await answers.restock(query.region, query.machine, who.area),
      lang,
      ground.productName(lang),
      ground.timeText,
    ),
  );
  route(
    {
      method: 'GET',
      path: '/reports/issued',
      id: 'getIssuedReport',
      summary: 'Confirmed boxes by month',
      tag: 'reports',
      deed: 'read',
      query: api.ReportQuery,
      answer: api.IssuedReport,
    },
    ({ query, who }) => answers.issuedReport(query, who.area),
  );
  sheet('/reports/issued', 'getIssuedReport', api.ReportQuery, async (query, who, lang) =>
    issuedTables(await answers.issuedReport(query, who.area), lang, ground.timeText),
  );
  route(
    {
      method: 'GET',
      path: '/reports/year',
      id: 'getYearReport',
      summary: 'The verdict on a year',
      tag: 'reports',
      deed: 'read',
      query: api.YearQuery,
      answer: api.YearReport,
    },
    ({ query, who }) => answers.yearReport(query.region, query.year, who.area),
  );
  sheet('/reports/year', 'getYearReport', api.YearQuery, async (query, who, lang) =>
    yearTables(await answers.yearReport(query.region, query.year, who.area), lang, ground.timeText),
  );
  route(
    {
      method: 'GET',
      path: '/stream',
      id: 'openStream',
      summary: 'Changes as they come: server-sent events',
      tag: 'stream',
      deed: 'read',
      query: z.object({ region: api.AreaCode.optional() }),
      answer: ['text/event-stream'],
    },
    ({ query, who, reply }) => {
      const area = answers.area(query.region, who.area);
      reply.hijack();
      if (!ground.hub.open(area, reply.raw)) reply.raw.writeHead(503).end();
      return reply;
    },
  );
  addUsers();

  function addSuspensions(): void {
    const one = machineParams.extend({ suspension: z.string().max(64) });
    route(
      {
        method: 'GET',
        path: '/machines/:machine/suspensions',
        id: 'listSuspensions',
        summary: 'Its planned stops',
        tag: 'machines',
        deed: 'read',
        params: machineParams,
        answer: api.SuspensionList,
      },
      ({ params, who }) => ({
        suspensions: registry.suspensions(own(who, params.machine)).map(({ machine: _, ...each }) => each),
      }),
    );
    route(
      {
        method: 'POST',
        path: '/machines/:machine/suspensions',
        id: 'suspendMachine',
        summary: 'Takes it out of service for a reason',
        tag: 'machines',
        deed: 'act',
        params: machineParams,
        body: api.NewSuspension,
        status: 201,
        answer: api.Suspension,
      },
      ({ params, body, who }) => registry.suspend(own(who, params.machine), body, who.user),
    );
    route(
      {
        method: 'PATCH',
        path: '/machines/:machine/suspensions/:suspension',
        id: 'changeSuspension',
        summary: 'Mends or ends a stop',
        tag: 'machines',
        deed: 'act',
        params: one,
        body: api.SuspensionChange,
        answer: api.Suspension,
      },
      ({ params, body, who }) => registry.changeSuspension(own(who, params.machine), params.suspension, body),
    );
    route(
      {
        method: 'DELETE',
        path: '/machines/:machine/suspensions/:suspension',
        id: 'dropSuspension',
        summary: 'Takes a stop back',
        tag: 'machines',
        deed: 'act',
        params: one,
        status: 204,
        answer: None,
      },
      ({ params, who }) => registry.dropSuspension(own(who, params.machine), params.suspension),
    );
  }

  function addConfiguration(): void {
    route(
      {
        method: 'GET',
        path: '/machines/:machine/config',
        id: 'getConfig',
        summary: 'Asked for and in force',
        tag: 'configuration',
        deed: 'read',
        params: machineParams,
        answer: api.ConfigView,
      },
      ({ params, who }) => answers.config(own(who, params.machine)),
    );
    route(
      {
        method: 'PUT',
        path: '/machines/:machine/config',
        id: 'askForConfig',
        summary: 'Asks for another planogram, recalls and limits',
        tag: 'configuration',
        deed: 'act',
        params: machineParams,
        body: api.ConfigChange,
        answer: api.ConfigView,
      },
      async ({ params, body, who }) => {
        await registry.configure(own(who, params.machine), body, who.user);
        return answers.config(params.machine);
      },
    );
    route(
      {
        method: 'GET',
        path: '/machines/:machine/commands',
        id: 'listCommands',
        summary: 'Its commands, the newest first',
        tag: 'configuration',
        deed: 'read',
        params: machineParams,
        query: api.CommandQuery,
        answer: api.CommandList,
      },
      ({ params, query, who }) => answers.commands(own(who, params.machine), query.cursor ?? null, query.limit),
    );
    route(
      {
        method: 'POST',
        path: '/machines/:machine/commands',
        id: 'askCommand',
        summary: 'Asks the kiosk to do something; never to give out',
        tag: 'configuration',
        deed: 'act',
        params: machineParams,
        body: api.NewCommand,
        status: 201,
        answer: api.CommandView,
      },
      async ({ params, body, who }) => commandView(await registry.command(own(who, params.machine), body, who.user)),
    );
  }

  function addUsers(): void {
    const { door } = ground;
    const one = z.object({ user: z.string().max(64) });
    const shown = ({ password: _, ...user }: Awaited<ReturnType<Doorkeeper['save']>>): api.User => user;
    const found = (name: string, who: Who) => {
      const user = door.users().find((each) => each.user === name && sees(who, each.area));
      if (!user) throw new Refused('not-found', `there is no user ${name}`);
      return user;
    };
    route(
      {
        method: 'GET',
        path: '/users',
        id: 'listUsers',
        summary: 'Who may sign in',
        tag: 'users',
        deed: 'administer',
        answer: api.UserList,
      },
      ({ who }) => ({
        users: door
          .users()
          .filter((user) => sees(who, user.area))
          .map(shown),
      }),
    );
    route(
      {
        method: 'POST',
        path: '/users',
        id: 'addUser',
        summary: 'Lets somebody in, for one area',
        tag: 'users',
        deed: 'administer',
        body: api.NewUser,
        status: 201,
        answer: api.User,
      },
      async ({ body, who }) => {
        intoArea(who, body.area);
        const { password, ...user } = body;
        if (door.users().some((each) => each.user === user.user))
          throw new Refused('exists', `${user.user} is there already`);
        return shown(await door.save({ ...user, created: service.now(), lastSignIn: null }, password));
      },
    );
    route(
      {
        method: 'PATCH',
        path: '/users/:user',
        id: 'changeUser',
        summary: 'Another role, area or password',
        tag: 'users',
        deed: 'administer',
        params: one,
        body: api.UserChange,
        answer: api.User,
      },
      async ({ params, body, who }) => {
        const user = found(params.user, who);
        if (body.area !== undefined) intoArea(who, body.area);
        const { role = user.role, area = user.area, password = null } = body;
        if (user.user === who.user && (role !== user.role || area !== user.area))
          throw new Refused('forbidden', 'not your own role and area');
        return shown(await door.save({ ...user, role, area }, password));
      },
    );
    route(
      {
        method: 'DELETE',
        path: '/users/:user',
        id: 'dropUser',
        summary: 'Lets somebody in no more',
        tag: 'users',
        deed: 'administer',
        params: one,
        status: 204,
        answer: None,
      },
      ({ params, who }) => door.drop(found(params.user, who).user),
    );
  }
}

async function sheetBody(
  reply: FastifyReply,
  kind: keyof typeof sheetTypes,
  name: string,
  tables: Table[],
  mark: boolean,
): Promise<string | Buffer> {
  reply
    .header('content-disposition', `attachment; filename="${name}.${kind}"`)
    .type(kind === 'csv' ? 'text/csv; charset=utf-8' : sheetTypes.xlsx);
  const [first] = tables;
  return kind === 'csv' ? csvOf(first ?? { name: '', head: [], rows: [] }, mark) : await xlsxOf(tables);
}
