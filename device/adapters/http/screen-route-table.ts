import { ActionAnswer, Heartbeat, HeartbeatAnswer, PostedAction } from '../../../shared/screen/action.ts';
import { Display, PageAnswer } from '../../../shared/screen/display.ts';
import type { RouteSpec } from './route-spec.ts';

const anyBody = ['malformed', 'too-large', 'starting', 'cannot-write', 'not-the-screen'] as const;

/** The routes of the kiosk's own screen. */
export const screenRoutes = {
  screenPage: {
    method: 'GET',
    path: '/screen',
    tag: 'screen',
    summary: { en: 'The page of the screen', zh: '屏幕页面' },
    answer: 'text/html',
    codes: ['no-such-route'],
    examples: [],
  },
  screenFile: {
    method: 'GET',
    path: '/screen/*',
    tag: 'screen',
    summary: { en: 'A file of the page', zh: '屏幕页面的文件' },
    answer: 'application/octet-stream',
    codes: ['no-such-route'],
    examples: [],
  },
  screenDisplay: {
    method: 'GET',
    path: '/api/screen/display',
    tag: 'screen',
    summary: { en: 'The size of the screen, from kiosk.json', zh: '屏幕的尺寸，取自终端配置文件' },
    answer: Display,
    codes: [],
    examples: [],
  },
  screenStream: {
    method: 'GET',
    path: '/api/screen/stream',
    tag: 'screen',
    summary: {
      en: 'Server-sent events: `view` holds all that the page shows, sent whole when it changes and every 15 s',
      zh: '推送：view 为页面显示的全部内容，有变化时和每 15 秒整体发送',
    },
    answer: 'text/event-stream',
    codes: ['not-the-screen', 'too-many-streams', 'cannot-write'],
    examples: [],
  },
  screenAction: {
    method: 'POST',
    path: '/api/screen/action',
    tag: 'screen',
    summary: {
      en: 'What somebody did at the screen; its effect comes as the next view',
      zh: '屏幕上的操作；结果由下一次推送给出',
    },
    body: PostedAction,
    answer: ActionAnswer,
    codes: anyBody,
    examples: [],
  },
  screenHeartbeat: {
    method: 'POST',
    path: '/api/screen/heartbeat',
    tag: 'screen',
    summary: {
      en: 'The page lives; the answer says whether it is to load itself again',
      zh: '页面心跳；答复说明是否应重新加载',
    },
    body: Heartbeat,
    answer: HeartbeatAnswer,
    codes: anyBody,
    examples: [],
  },
  supportBundle: {
    method: 'GET',
    path: '/api/screen/support-bundle',
    tag: 'screen',
    summary: {
      en: 'The support bundle as a file, while a technician is signed in at the screen; it has no secret in it',
      zh: '诊断包文件，仅在维护员已在机器上登录时提供；不含任何密钥',
    },
    answer: 'application/json',
    codes: ['not-the-screen', 'not-signed-in', 'cannot-write'],
    examples: [],
  },
  screenHeard: {
    method: 'GET',
    path: '/api/screen/page',
    tag: 'screen',
    summary: {
      en: 'When the page was last heard, for the program that restarts the browser',
      zh: '页面最近一次心跳，供看护浏览器的程序使用',
    },
    answer: PageAnswer,
    codes: [],
    examples: [],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;
