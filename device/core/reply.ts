import type { Lane, RequestId, Txn } from '../../shared/contracts/ids.ts';
import type { NothingFell } from '../board/port.ts';

/** The only answer that a request ever gets [running contract, kiosk HTTP]. */
export interface Answer {
  readonly request: RequestId;
  readonly outcome: 'issued' | 'not-issued' | 'uncertain';
  readonly reason: string | null;
  readonly lane: Lane;
  readonly txn: Txn;
}

/**
 * Why a caller is refused; nothing was turned or booked for it. Each has its sentence in
 * `refusals`.
 */
export type Refusal =
  | 'busy'
  | 'session-only'
  | 'unknown-product'
  | 'unknown-lane'
  | 'out-of-stock'
  | 'lane-locked'
  | 'lane-fault'
  | 'board-lost'
  | 'door-open'
  | 'sensor-suspect'
  | 'climate'
  | 'stopped'
  | 'starting'
  | 'cannot-write'
  | 'cannot-record'
  | 'wrong-product'
  | 'over-capacity'
  | 'already-expired'
  | 'expires-too-late'
  | 'lot-recalled'
  | 'not-so-many'
  | 'lane-twice'
  | 'cannot-home'
  | 'earlier-behind'
  | 'lot-other-expiry'
  | 'bag-used';

/** The reply to a caller of the kiosk's HTTP server. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /**
   * A staff entry is in the books. `warnings` are for the person who made it; `fell` is set for a
   * test turn, as in its `tested` line.
   */
  | { readonly kind: 'done'; readonly warnings: readonly Warning[]; readonly fell?: number | null }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly lane: Lane | null };

/** Something that was booked as entered, but that staff should check. */
export interface Warning {
  readonly lane: Lane;
  readonly code: 'earlier-behind-later' | 'no-expiry' | 'still-jammed';
}

/**
 * A sentence for the person at the machine: true, in plain words, and it says what they can do.
 * Chinese comes first on every screen.
 */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

const fault: Sentence = {
  zh: '机器出现故障，暂停发放，请改日再来。',
  en: 'This machine has a fault and gives nothing out for now. Please come back another day.',
};

/**
 * HTTP status and sentence of each refusal. Citizens read those that answer a dispense, staff the
 * others.
 */
export const refusals: Readonly<Record<Refusal, Sentence & { readonly status: 409 | 422 | 503 }>> = {
  busy: { status: 409, zh: '机器正忙，请稍候再试。', en: 'The machine is busy. Please try again in a moment.' },
  'session-only': {
    status: 409,
    zh: '本机须凭证件或取货码领取，请先出示证件或取货码。',
    en: 'This machine gives out to identified persons only. Please show your document or code first.',
  },
  'unknown-product': { status: 422, zh: '本机不提供所选药具。', en: 'This machine does not hold that product.' },
  'unknown-lane': { status: 422, zh: '没有这个货道。', en: 'There is no such lane.' },
  'out-of-stock': {
    status: 503,
    zh: '所选药具暂时缺货，请等待补货。',
    en: 'That product is out of stock. Please wait until it is restocked.',
  },
  'lane-locked': {
    status: 503,
    zh: '所选药具暂停发放，请选择其他药具或改日再来。',
    en: 'That product is not given out at present. Please choose another one, or come back another day.',
  },
  'lane-fault': {
    status: 503,
    zh: '所选药具暂时无法发放，请选择其他药具或改日再来。',
    en: 'That product cannot be given out for now. Please choose another one, or come back another day.',
  },
  'board-lost': { status: 503, ...fault },
  'sensor-suspect': { status: 503, ...fault },
  'door-open': {
    status: 503,
    zh: '柜门未关，请关好柜门后再试。',
    en: 'The cabinet door is open. Please close it and try again.',
  },
  climate: {
    status: 503,
    zh: '机内温度或湿度超出范围，暂停发放，请改日再来。',
    en: 'It is too hot, too cold or too damp inside: nothing is given out for now. Please come back another day.',
  },
  stopped: {
    status: 503,
    zh: '本机已暂停发放，请到其他发放点领取或改日再来。',
    en: 'This machine gives nothing out at present. Please go to another site, or come back another day.',
  },
  starting: {
    status: 503,
    zh: '机器正在启动，请稍候再试。',
    en: 'The machine is starting. Please try again in a moment.',
  },
  'cannot-write': {
    status: 503,
    zh: '机器暂时无法记账，请稍候再试或联系工作人员。',
    en: 'The machine cannot keep its books for the moment. Please try again later, or call the staff.',
  },
  'cannot-record': {
    status: 422,
    zh: '所填内容无法登记，未作任何记录。请检查后重新填写。',
    en: 'What was entered cannot be recorded, and nothing was. Check it and enter it again.',
  },
  'wrong-product': { status: 422, zh: '该货道计划放的是另一种药具。', en: 'The lane is planned for another product.' },
  'over-capacity': { status: 422, zh: '超过货道容量。', en: 'More boxes than the lane holds.' },
  'already-expired': {
    status: 422,
    zh: '该批次已过期或临近失效，不能装入。',
    en: 'This lot is expired or too near its expiry to be loaded.',
  },
  'expires-too-late': {
    status: 422,
    zh: '有效期过远，不像真的。请按包装核对，写成年-月-日或年-月，如 2028-12-31 或 2028-12。',
    en: 'This expiry is further ahead than such a product lasts. Please check the pack and write it as year-month-day or year-month, such as 2028-12-31 or 2028-12.',
  },
  'lot-recalled': { status: 422, zh: '该批次已召回，不能装入。', en: 'This lot is recalled and must not be loaded.' },
  'not-so-many': { status: 422, zh: '货道里没有这么多盒。', en: 'There are not that many boxes in the lane.' },
  'lane-twice': { status: 422, zh: '同一货道填了两次。', en: 'A lane is in the list twice.' },
  'cannot-home': {
    status: 503,
    zh: '货道电机没有回到原位，请打开柜门检查货道。',
    en: 'The lane’s motor did not reach its start. Open the door and look into the lane.',
  },
  'earlier-behind': {
    status: 422,
    zh: '该批次比前面的批次先到期，不能装在后面。请先取空货道。',
    en: 'This lot expires before the one in front of it. Empty the lane first.',
  },
  'lot-other-expiry': {
    status: 422,
    zh: '该批号已按另一有效期登记，请核对包装。',
    en: 'This lot is in the books with another expiry. Check the pack.',
  },
  'bag-used': {
    status: 422,
    zh: '该袋标签已使用过，不能再次装入。',
    en: 'The label of this bag was used before.',
  },
};

/** The sentence of each outcome, for the person who asked for a box. See also `answerSentence`. */
export const outcomes: Readonly<Record<Answer['outcome'], Sentence>> = {
  issued: { zh: '药具已发出，请从取货口取走。', en: 'Your box has been given out. Please take it.' },
  'not-issued': {
    zh: '本次没有发出药具，请选择其他药具或改日再来。',
    en: 'No box was given out. Please choose another product, or come back another day.',
  },
  uncertain: {
    zh: '无法确认药具是否已发出，请查看取货口；如果没有，请联系工作人员。',
    en: 'It is not certain whether a box was given out. Please look whether one is there; if not, call the staff.',
  },
};

const gettingReady: Sentence = {
  zh: '机器正在准备，本次没有发出药具，请稍候再试。',
  en: 'The machine is getting ready, and no box was given out. Please try again in a moment.',
};

/** What the person can do if nothing fell, for each reason that the board states. */
export const notIssued: Readonly<Record<NothingFell, Sentence>> = {
  'no-drop': outcomes['not-issued'],
  jam: outcomes['not-issued'],
  absent: outcomes['not-issued'],
  refused: outcomes['not-issued'],
  busy: gettingReady,
  'not-started': gettingReady,
  door: {
    zh: '柜门未关，本次没有发出药具，请关好柜门后再试。',
    en: 'The cabinet door is open, and no box was given out. Please close it and try again.',
  },
};

/** The sentence of an answer. A reason that this version does not know gets that of its outcome. */
export const answerSentence = ({ outcome, reason }: Pick<Answer, 'outcome' | 'reason'>): Sentence =>
  outcome === 'not-issued' && reason !== null && Object.hasOwn(notIssued, reason)
    ? notIssued[reason as NothingFell]
    : outcomes[outcome];

/** The sentence of each warning, for the staff who made the entry. */
export const warnings: Readonly<Record<Warning['code'], Sentence>> = {
  'earlier-behind-later': {
    zh: '已记账。新装批次比前面的批次先到期，请把它移到前面。',
    en: 'Booked. This lot expires before the one in front of it: move it to the front.',
  },
  'no-expiry': {
    zh: '已记账。有的盒子没有有效期：请取出，按包装上的批号和有效期重新装入。',
    en: 'Booked. Some boxes have no expiry date: please take them out, and load them again with the lot and expiry on the pack.',
  },
  'still-jammed': { zh: '货道仍然卡住，请打开柜门检查。', en: 'The lane is still jammed: open the door and look.' },
};
