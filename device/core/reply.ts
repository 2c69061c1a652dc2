import type { Lane, RequestId, Txn } from '../../shared/contracts/ids.ts';

/** The one answer that a request ever gets [running contract, kiosk HTTP]. */
export interface Answer {
  readonly request: RequestId;
  readonly outcome: 'issued' | 'not-issued' | 'uncertain';
  readonly reason: string | null;
  readonly lane: Lane;
  readonly txn: Txn;
}

/** Why a caller gets no answer but a refusal; nothing was turned or booked for it. Each has its sentence in `refusals`. */
export type Refusal =
  | 'busy'
  | 'unknown-product'
  | 'unknown-lane'
  | 'out-of-stock'
  | 'lane-locked'
  | 'lane-fault'
  | 'board-lost'
  | 'door-open'
  | 'sensor-suspect'
  | 'climate'
  | 'starting'
  | 'cannot-write'
  | 'wrong-product'
  | 'over-capacity'
  | 'already-expired'
  | 'lot-recalled'
  | 'not-so-many'
  | 'lane-twice'
  | 'cannot-home';

export type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** A staff entry is in the books. `warnings` are for the person who made it. */
  | { readonly kind: 'done'; readonly warnings: readonly Warning[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly lane: Lane | null };

/** Something that was booked as told, but that staff should look at again. */
export interface Warning {
  readonly lane: Lane;
  readonly code: 'earlier-behind-later' | 'no-expiry' | 'still-jammed';
}

/** HTTP status and the sentence for the person in front of the machine, in Chinese and English. */
export const refusals: Readonly<Record<Refusal, { status: 409 | 422 | 503; zh: string; en: string }>> = {
  busy: { status: 409, zh: '机器正在出货,请稍候再试。', en: 'The machine is busy. Try again in a moment.' },
  'unknown-product': { status: 422, zh: '本机没有这种药具。', en: 'This machine holds no such product.' },
  'unknown-lane': { status: 422, zh: '没有这个货道。', en: 'There is no such lane.' },
  'out-of-stock': { status: 503, zh: '已领完,请等待补货。', en: 'Out of stock. Please wait for restocking.' },
  'lane-locked': { status: 503, zh: '货道已锁定,暂不发放。', en: 'The lane is locked and gives nothing out.' },
  'lane-fault': { status: 503, zh: '货道故障,请联系维修员。', en: 'The lane has a fault. Please call the technician.' },
  'board-lost': { status: 503, zh: '机器暂停服务:主板无应答。', en: 'Out of service: the lane board does not answer.' },
  'door-open': { status: 503, zh: '机门未关,请先关好机门。', en: 'The door is open. Close it first.' },
  'sensor-suspect': {
    status: 503,
    zh: '机器暂停服务:出货传感器需要检查。',
    en: 'Out of service: the drop sensor needs a look.',
  },
  climate: {
    status: 503,
    zh: '机内温湿度超限,暂停发放。',
    en: 'Out of service: too hot, too cold or too damp inside.',
  },
  starting: { status: 503, zh: '机器正在启动,请稍候。', en: 'The machine is starting. Try again in a moment.' },
  'cannot-write': {
    status: 503,
    zh: '机器无法记账(磁盘已满或只读),暂停发放。',
    en: 'Out of service: nothing can be written down (disk full or read-only).',
  },
  'wrong-product': {
    status: 422,
    zh: '货道计划放的是另一种药具。',
    en: 'The lane is planned for another product.',
  },
  'over-capacity': { status: 422, zh: '超过货道容量。', en: 'More boxes than the lane holds.' },
  'already-expired': {
    status: 422,
    zh: '该批次已过期或临近失效,不能装入。',
    en: 'This lot is expired or too near its expiry to be loaded.',
  },
  'lot-recalled': { status: 422, zh: '该批次已召回,不能装入。', en: 'This lot is recalled and must not be loaded.' },
  'not-so-many': { status: 422, zh: '货道里没有这么多盒。', en: 'There are not so many boxes in the lane.' },
  'lane-twice': { status: 422, zh: '同一货道填了两次。', en: 'A lane stands twice in the list.' },
  'cannot-home': {
    status: 503,
    zh: '电机无法复位,请检查货道。',
    en: 'The motor could not be homed. Look into the lane.',
  },
};
