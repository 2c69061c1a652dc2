import {
  DispenseAnswer,
  EventsAnswer,
  HealthAnswer,
  StaffDone,
  StateAnswer,
} from '../../../shared/contracts/kiosk-answers.ts';
import {
  ClearBody,
  CountBody,
  DispenseBody,
  EventsQuery,
  RemoveBody,
  RestockBody,
} from '../../../shared/contracts/kiosk-http.ts';
import type { ProblemCode } from './problem.ts';
import type { RouteSpec } from './route-spec.ts';
import { screenRoutes } from './screen-route-table.ts';

/** Codes that any route may answer with. */
export const anyRoute = ['foreign-host', 'foreign-origin', 'broken'] as const satisfies readonly ProblemCode[];

const anyBody = ['malformed', 'too-large', 'starting', 'cannot-write'] as const;
const staffCodes = [...anyBody, 'wrong-pin', 'pin-wait', 'busy', 'unknown-lane', 'cannot-record'] as const;
const staff = { by: 'Wang', pin: '4711' } as const;
const request = '6f0f6f0e-3a3e-4d44-9f57-0c6c1c7a4b11';
const done = { done: true, warnings: [] } as const;

/**
 * Every route of the kiosk's HTTP: only these are registered, and they are all described.
 */
export const routes = {
  restock: {
    method: 'POST',
    path: '/api/restock',
    tag: 'staff',
    summary: { en: 'Boxes put into lanes, all or nothing', zh: '装货：登记各货道装入的药具，全部成功或全部不记' },
    body: RestockBody,
    answer: StaffDone,
    codes: [
      ...staffCodes,
      ...(['wrong-product', 'over-capacity', 'already-expired', 'expires-too-late', 'lot-recalled'] as const),
      ...(['bag-used', 'earlier-behind', 'lot-other-expiry'] as const),
    ],
    examples: [
      {
        title: { en: 'ten boxes into lane 1, eight into lane 2', zh: '货道 1 装入 10 盒，货道 2 装入 8 盒' },
        send: {
          ...staff,
          lanes: [
            { lane: 1, product: 'CD-M', lot: 'B2501', expires: '2029-01', added: 10 },
            { lane: 2, product: 'CD-L', lot: 'B2502', expires: '2029-02-28', added: 8 },
          ],
        },
        answer: done,
      },
    ],
  },
  dispense: {
    method: 'POST',
    path: '/api/dispense',
    tag: 'citizens',
    summary: {
      en: 'One box, by product or by lane; the answer comes when it is known whether it fell',
      zh: '领取一盒，按药具或按货道；确认是否落下以后才答复',
    },
    body: DispenseBody,
    answer: DispenseAnswer,
    codes: [
      ...anyBody,
      ...([
        'session-only',
        'unknown-product',
        'unknown-lane',
        'busy',
        'out-of-stock',
        'lane-locked',
        'lane-fault',
      ] as const),
      ...(['board-lost', 'door-open', 'sensor-suspect', 'climate', 'stopped', 'cannot-record'] as const),
      ...(['not-the-screen', 'too-many-orders'] as const),
    ],
    examples: [
      {
        title: { en: 'a box of a product', zh: '按药具领取' },
        send: { request, product: 'CD-M' },
        answer: {
          request,
          outcome: 'issued',
          reason: null,
          lane: 1,
          txn: 1,
          message: '药具已发出，请从取货口取走。 · Your box has been given out. Please take it.',
        },
      },
      {
        title: { en: 'a box of a lane', zh: '按货道领取' },
        send: { request: '6f0f6f0e-3a3e-4d44-9f57-0c6c1c7a4b12', lane: 2 },
        answer: {
          request: '6f0f6f0e-3a3e-4d44-9f57-0c6c1c7a4b12',
          outcome: 'issued',
          reason: null,
          lane: 2,
          txn: 2,
          message: '药具已发出，请从取货口取走。 · Your box has been given out. Please take it.',
        },
      },
    ],
  },
  count: {
    method: 'POST',
    path: '/api/count',
    tag: 'staff',
    summary: { en: 'A stock-take: the boxes counted in lanes', zh: '盘点：登记各货道清点的盒数' },
    body: CountBody,
    answer: StaffDone,
    codes: [...staffCodes, 'over-capacity', 'lane-twice'],
    examples: [
      {
        title: { en: 'nine boxes stand in lane 1', zh: '货道 1 有 9 盒' },
        send: { ...staff, lanes: [{ lane: 1, stock: 9 }] },
        answer: done,
      },
    ],
  },
  remove: {
    method: 'POST',
    path: '/api/remove',
    tag: 'staff',
    summary: {
      en: 'Boxes taken out of a lane, or of several lanes and lots, all or nothing',
      zh: '取出：登记从一个或多个货道取出的药具，全部成功或全部不记',
    },
    body: RemoveBody,
    answer: StaffDone,
    codes: [...staffCodes, 'not-so-many'],
    examples: [
      {
        title: { en: 'two damaged boxes, whichever lot', zh: '取出两盒破损的，不分批号' },
        send: { ...staff, lane: 1, removed: 2, reason: 'damaged' },
        answer: done,
      },
      {
        title: { en: 'one box of a recalled lot', zh: '取出一盒召回批次' },
        send: { ...staff, lane: 2, removed: 1, reason: 'recalled', lot: 'B2502' },
        answer: done,
      },
      {
        title: { en: 'boxes of two lanes', zh: '取出两个货道的' },
        send: {
          ...staff,
          lanes: [
            { lane: 1, removed: 2, reason: 'expired' },
            { lane: 2, removed: 1, reason: 'recalled', lot: 'B2502' },
          ],
        },
        answer: done,
      },
    ],
  },
  clear: {
    method: 'POST',
    path: '/api/clear',
    tag: 'staff',
    summary: {
      en: 'The motor of a jammed or empty lane to be homed, or the word that the drop sensor was looked after',
      zh: '复位：让卡住或取空的货道电机归位；或登记落盒传感器已检查正常',
    },
    body: ClearBody,
    answer: StaffDone,
    codes: [...staffCodes, 'board-lost', 'cannot-home'],
    examples: [
      { title: { en: 'a lane', zh: '货道复位' }, send: { ...staff, lane: 1 }, answer: done },
      { title: { en: 'the drop sensor', zh: '传感器正常' }, send: { ...staff, sensor: true }, answer: done },
    ],
  },
  state: {
    method: 'GET',
    path: '/api/state',
    tag: 'reading',
    summary: { en: 'Lanes, lots, board and sensor as the books have them', zh: '账上的货道、批次、控制板和传感器状态' },
    answer: StateAnswer,
    codes: ['cannot-write'],
    examples: [{ title: { en: 'now', zh: '当前状态' }, send: null, answer: null }],
  },
  events: {
    method: 'GET',
    path: '/api/events',
    tag: 'reading',
    summary: { en: 'Lines of the current ledger, in order', zh: '当前账本的各行，按顺序' },
    query: EventsQuery,
    answer: EventsAnswer,
    codes: ['malformed', 'cannot-write'],
    examples: [{ title: { en: 'the first ten lines', zh: '前十行' }, send: { after: 0, limit: 10 }, answer: null }],
  },
  stream: {
    method: 'GET',
    path: '/api/stream',
    tag: 'reading',
    summary: {
      en: 'Server-sent events: `line` for each new ledger line, `state` for the state; resumes behind `Last-Event-ID`',
      zh: '推送：每有新的账本行即发送 line，状态为 state；凭 Last-Event-ID 可续传',
    },
    answer: 'text/event-stream',
    codes: ['too-many-streams'],
    examples: [],
  },
  health: {
    method: 'GET',
    path: '/healthz',
    tag: 'reading',
    summary: {
      en: 'Whether the kiosk gives out, and whether the fleet hears it',
      zh: '本机能否发放，服务器是否收到本机的账',
    },
    answer: HealthAnswer,
    alsoWith: 503,
    codes: [],
    examples: [{ title: { en: 'now', zh: '当前情况' }, send: null, answer: null }],
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    tag: 'reading',
    summary: { en: 'Metrics in Prometheus’s text format', zh: 'Prometheus 格式的运行指标' },
    answer: 'text/plain',
    codes: [],
    examples: [],
  },
  description: {
    method: 'GET',
    path: '/api/openapi.json',
    tag: 'reading',
    summary: { en: 'This description, as OpenAPI 3.1', zh: '本说明，OpenAPI 3.1 格式' },
    answer: 'application/json',
    codes: [],
    examples: [],
  },
  ...screenRoutes,
} as const satisfies Readonly<Record<string, RouteSpec>>;

/** The name of a route, as in the OpenAPI description. */
export type RouteId = keyof typeof routes;
