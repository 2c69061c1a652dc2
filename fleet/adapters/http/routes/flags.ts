import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { bilingual } from '../../../../shared/contracts/meaning.ts';
import { requireVisible } from '../../../auth/permissions.ts';
import { flagView } from '../../../lists/flag-view.ts';
import { taskView } from '../../../lists/tasks.ts';
import { RefusedError } from '../../../refused.ts';
import type { Principal } from '../../../registry/records.ts';
import type { FlagService } from '../../../service/flags.ts';
import type { RouteContext } from './route-context.ts';

const openFlag = bilingual('such open flag', '这条未解决的异常');
const openTask = bilingual('such task', '这项待办');
const one = z.object({ flag: z.string().max(64) });

const wishOf = (body: api.NewHandling) => ({
  kind: body.kind,
  note: body.note ?? '',
  to: body.kind === 'assigned' ? body.to : null,
});

/** What an entry of the audit log about a flag names. */
const aboutFlag = (flags: Pick<FlagService, 'find'>, flag: string) => ({
  subject: flag,
  machine: flags.find(flag)?.flag.machine ?? null,
});

const handlingFields = (body: api.NewHandling) => {
  const { kind, note, to } = wishOf(body);
  return { handling: kind, note, ...(to === null ? {} : { assignedTo: to }) };
};

/** The flags: their list, and taking one on. */
export function addFlags(context: RouteContext): void {
  const { route, service } = context;
  const { queries, flags } = service;
  route(
    {
      method: 'GET',
      path: '/flags',
      id: 'listFlags',
      summary: 'Flags, worst first',
      tag: 'flags',
      permission: 'read',
      query: api.FlagQuery,
      answer: api.FlagList,
    },
    ({ query, principal }) => queries.flags(query, principal.area),
  );
  route(
    {
      method: 'POST',
      path: '/flags/:flag/acknowledge',
      id: 'acknowledgeFlag',
      summary: 'Takes the flag on',
      tag: 'flags',
      permission: 'act',
      params: one,
      body: api.Acknowledge.optional(),
      answer: api.Flag,
      audit: {
        about: ({ params }) => aboutFlag(flags, params.flag),
        asked: ({ body }) => ({ handling: 'acknowledged', note: body?.note }),
      },
    },
    async ({ params, body, principal }) => {
      const found = flags.find(params.flag);
      const machine = requireVisible(principal, found && service.record(found.flag.machine), openFlag);
      const record = await flags.acknowledge(params.flag, body?.note ?? '', principal.user);
      return flagView(record, machine, service.now());
    },
  );
}

/** What people do about flags and tasks, and to whom they may hand them on. */
export function addHandling(context: RouteContext): void {
  const { route, service, users } = context;
  const { flags } = service;
  /** Refuses to hand something on to a user who may not act there. */
  const requireColleague = (principal: Principal, region: string, body: api.NewHandling): void => {
    if (body.kind === 'assigned' && !users.colleagues(principal, region).some(({ user }) => user === body.to))
      throw new RefusedError('invalid', `to: ${body.to} is not a user who may act there`, '所选的人不能处理这里的事');
  };
  route(
    {
      method: 'POST',
      path: '/flags/:flag/handling',
      id: 'handleFlag',
      summary: 'Takes it on, opens it again, adds a note, or hands it to a colleague',
      tag: 'flags',
      permission: 'act',
      params: one,
      body: api.NewHandling,
      answer: api.Flag,
      audit: { about: ({ params }) => aboutFlag(flags, params.flag), asked: ({ body }) => handlingFields(body) },
    },
    async ({ params, body, principal }) => {
      const found = flags.find(params.flag);
      const machine = requireVisible(principal, found && service.record(found.flag.machine), openFlag);
      requireColleague(principal, machine.region, body);
      return flagView(await flags.handle(params.flag, wishOf(body), principal.user), machine, service.now());
    },
  );
  route(
    {
      method: 'POST',
      path: '/tasks/:task/handling',
      id: 'handleTask',
      summary: 'The same for all flags of a task at once',
      tag: 'flags',
      permission: 'act',
      params: z.object({ task: z.string().max(64) }),
      body: api.NewHandling,
      answer: api.Task,
      audit: {
        about: ({ params }) => ({
          subject: params.task,
          machine: flags.findTask(params.task)?.state.record.machine ?? null,
        }),
        asked: ({ body }) => handlingFields(body),
      },
    },
    async ({ params, body, principal }) => {
      const { region } = requireVisible(principal, flags.findTask(params.task)?.state.record ?? null, openTask);
      requireColleague(principal, region, body);
      return taskView(await flags.handleTask(params.task, wishOf(body), principal.user), service.now());
    },
  );
  route(
    {
      method: 'GET',
      path: '/colleagues',
      id: 'listColleagues',
      summary: 'Who may act in an area, so that work can be handed to them',
      tag: 'flags',
      permission: 'act',
      query: api.ColleagueQuery,
      answer: api.ColleagueList,
    },
    ({ query, principal }) => ({ users: users.colleagues(principal, query.region) }),
  );
}
