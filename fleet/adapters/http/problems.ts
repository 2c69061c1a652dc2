import type { FastifyReply } from 'fastify';
import type { Problem, ProblemCode } from '../../../shared/contracts/fleet-http.ts';
import { type Bilingual, bilingual } from '../../../shared/contracts/meaning.ts';

const statuses: Readonly<Record<ProblemCode, [status: number, title: Bilingual]>> = {
  invalid: [422, bilingual('The request is not right', '填写有误')],
  'not-signed-in': [401, bilingual('Sign in first', '请先登录')],
  'wrong-password': [401, bilingual('User or password is wrong', '用户名或密码不对')],
  'wrong-code': [401, bilingual('The code is wrong or not valid any more', '验证码不对或已失效')],
  'second-factor': [401, bilingual('A code of the authenticator app is needed', '需要验证器应用中的验证码')],
  'weak-pin': [422, bilingual('Choose another PIN', '请换一个 PIN')],
  'weak-password': [422, bilingual('Choose another password', '请换一个密码')],
  'must-change': [403, bilingual('Set another password first', '请先设置新密码')],
  'slow-down': [429, bilingual('Too many tries', '尝试次数过多')],
  'too-many': [429, bilingual('Too many requests', '请求过多')],
  forbidden: [403, bilingual('Not allowed', '没有权限')],
  'foreign-origin': [403, bilingual('The request comes from another page', '该请求来自其他网页')],
  'foreign-host': [421, bilingual('The server does not have this name', '服务器没有这个名称')],
  'not-found': [404, bilingual('There is no such thing', '找不到')],
  exists: [409, bilingual('It is there already', '已经存在')],
  'changed-meanwhile': [409, bilingual('Somebody changed it meanwhile', '别人刚刚改过')],
  retired: [409, bilingual('The machine is retired', '机器已退役')],
  quarantined: [409, bilingual('The machine is in quarantine', '机器已被隔离')],
  'not-heard': [409, bilingual('The machine has not been heard yet', '机器从未上线')],
  'too-large': [413, bilingual('Too large', '内容太大')],
  unavailable: [503, bilingual('Not available at the moment', '暂时无法使用')],
  failed: [500, bilingual('Failed', '服务器出错')],
};

/**
 * The body of an error answer [RFC 9457]: in English, with the Chinese in `zh`. `errors` names
 * wrong fields.
 */
export function problem(code: ProblemCode, detail?: Bilingual, errors?: Problem['errors']): Problem {
  const [status, title] = statuses[code];
  return {
    type: `urn:yaoju:problem:${code}`,
    title: title.en,
    status,
    code,
    ...(detail === undefined ? {} : { detail: detail.en }),
    zh: { title: title.zh, ...(detail === undefined ? {} : { detail: detail.zh }) },
    ...(errors === undefined ? {} : { errors }),
  };
}

/** After how many seconds a request may be sent again, unless the refusal says it. */
const usualRetryS: Readonly<Record<number, number>> = { 429: 60, 503: 10 };

/** Answers 400: the request is not one of HTTP, or its address is malformed. */
export const sendUnreadable = (reply: FastifyReply, detail: Bilingual): FastifyReply =>
  sendProblem(reply, { ...problem('invalid', detail), status: 400 });

/** Sends a problem as the answer [RFC 9457]; if it passes by itself, with the time to wait. */
export function sendProblem(reply: FastifyReply, it: Problem, retryAfterS: number | null = null): FastifyReply {
  const usual = usualRetryS[it.status];
  const wait = usual === undefined ? undefined : (retryAfterS ?? usual);
  if (wait !== undefined) reply.header('retry-after', String(wait));
  return reply.code(it.status).header('content-type', 'application/problem+json; charset=utf-8').send(it);
}
