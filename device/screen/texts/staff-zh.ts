import type {
  DifferenceReason,
  LeaveCheck,
  RemovalReason,
  StaffPart,
  StaffProblem,
  StaffView,
  TechnicianTopic,
} from '../../../shared/screen/staff.ts';

type Step<K extends StaffView['step']> = Extract<StaffView, { readonly step: K }>;

const lane = (number: number): string => `货道 ${number}`;
const lanes = (numbers: readonly number[]): string => `货道 ${numbers.join('、')}`;

const parts: Readonly<Record<StaffPart, string>> = {
  round: '补货盘点',
  jams: '故障货道',
  sensor: '传感器',
  test: '试转',
  return: '取出退回',
  technician: '维护',
  leave: '离开前检查',
};

const needs: Readonly<Record<NonNullable<Step<'lanes'>['lanes'][number]['need']>, string>> = {
  unfit: '须取出',
  count: '须盘点',
  jam: '卡住',
  empty: '已空',
  low: '待补货',
};

const reasons: Readonly<Record<DifferenceReason, string>> = {
  miscounted: '上次盘点有误',
  unbooked: '装取时未登记',
  missing: '缺少，原因不明',
  damaged: '破损已取出',
  unknown: '原因不明',
};

const removals: Readonly<Record<RemovalReason, string>> = {
  expired: '已过期',
  closing: '临近失效',
  recalled: '已召回',
  misdated: '有效期有误',
  undated: '没有有效期',
  returned: '取出退回',
};

const problems: Readonly<Record<StaffProblem, string>> = {
  'wrong-product': '这不是本货道的药具，请核对',
  carton: '这是整箱的条码，请扫单盒',
  'code-unknown': '不是药具条码，请扫盒上的条码或手动录入',
  'code-check-digit': '条码读取有误，请重新扫码',
  'code-no-day': '条码中的有效期不存在，请手动录入',
  'code-separator': '条码缺少分隔符，请手动录入批号和有效期',
  'code-tracing': '这是追溯码，请扫另一个条码或手动录入',
  'label-wrong': '标签无法识别',
  'label-altered': '标签未通过核验，不能使用',
  'label-other-machine': '这个标签属于其他机器',
  'label-used': '这个标签已使用过',
  'label-other-product': '标签中没有本货道的药具',
  'expiry-no-day': '没有这一天，请重新输入有效期',
  'already-expired': '已过期或临近失效，不能装入',
  'expires-too-late': '有效期过远，请核对包装',
  'lot-recalled': '该批次已召回，不能装入',
  'earlier-behind': '比前面的批次先到期，请先取空货道',
  'lot-other-expiry': '该批号已按另一有效期登记，请核对包装',
  'over-capacity': '超过货道容量',
  'lane-changed': '货道盒数有变化，请重新盘点',
  'door-open': '请先关好柜门',
  busy: '机器正忙，请稍候再试',
  'board-lost': '控制板无应答',
  'cannot-record': '无法登记，请稍候再试',
  'not-possible': '没有完成，请检查货道',
};

const checks: Readonly<Record<LeaveCheck, string>> = {
  round: '盘点结果尚未登记',
  door: '柜门未关',
  board: '控制板无应答',
  sensor: '落盒传感器待检查',
  jams: '卡住',
  uncounted: '待盘点',
  locked: '停止发放',
  climate: '温湿度超限',
  disk: '无法登记',
  reader: '读卡器故障',
  scanner: '扫码器故障',
  stopped: '已要求停止发放',
};

const topics: Readonly<Record<TechnicianTopic, string>> = {
  board: '控制板',
  lanes: '货道',
  transaction: '最近交易号',
  reader: '读卡器',
  scanner: '扫码器',
  link: '网络连接',
  unsent: '待上传',
  clock: '时间',
  disk: '存储卡',
  door: '柜门',
  climate: '温湿度',
  version: '程序版本',
  page: '页面',
};

const asks = {
  jams: (n: number | null): string => `请关好柜门，将复位货道 ${n ?? ''}`.trim(),
  sensor: (): string => '落盒传感器已擦净、检查正常？',
  test: (n: number | null): string => `请关好柜门，将试转货道 ${n ?? ''} 一次`,
};

/** What staff mode says in Chinese. */
export const staffZh = {
  atWork: '工作人员正在补货，请稍候',
  parts,
  needs,
  reasons,
  removals,
  problems,
  checks,
  topics,
  lane,
  lanes,
  hello: (name: string | null): string => (name === null ? '工作人员' : name),
  drafted: (count: number): string => `有 ${count} 个货道尚未登记`,
  last: (count: number, added: number, removed: number): string =>
    `最近登记：${count} 个货道，装入 ${added} 盒，取出 ${removed} 盒`,
  unsent: (count: number): string => (count === 0 ? '记录已全部上传' : `${count} 条记录待上传`),
  chooseLane: '请选择货道',
  noLanes: '没有故障货道',
  done: '已完成',
  review: '核对并登记',
  count: '现有几盒？',
  countHint: (book: number | null): string => (book === null ? '请逐盒清点' : `账面 ${book} 盒`),
  difference: (counted: number, book: number): string => `清点 ${counted} 盒，账面 ${book} 盒`,
  differenceHint: '请选择原因',
  remove: '取出几盒？',
  removeHint: (reason: string, lot: string | null, expires: string | null, boxes: number, from: number): string =>
    `${reason}：批号 ${lot ?? '无'}，有效期 ${expires ?? '无'}，从前面数第 ${from} 盒起共 ${boxes} 盒，放入回收袋`,
  load: '扫码装货',
  loadHint: (room: number, added: number): string => `还可装 ${room} 盒，已记 ${added} 盒`,
  typeLot: '输入批号',
  laneDone: '本货道完成',
  lotTitle: '请输入批号',
  expiryTitle: '请输入有效期',
  expiryHint: '年月或年月日，如 202901 或 20290131',
  which: '请核对包装',
  lotIs: (lot: string | null, expires: string | null): string => `批号 ${lot ?? '无'}，有效期至 ${expires ?? '无'}`,
  yes: '相符',
  no: '不符',
  boxes: '装入几盒？',
  otherSigns: '换字符',
  reviewTitle: '登记以前请核对',
  reviewRow: (before: number, removed: number, added: number, after: number): string =>
    `原 ${before} 盒，取出 ${removed}，装入 ${added}，现 ${after} 盒`,
  enter: '确认登记',
  entered: '已登记',
  enteredHint: (count: number, added: number, removed: number): string =>
    `${count} 个货道，装入 ${added} 盒，取出 ${removed} 盒`,
  warned: '有的盒子没有有效期，请取出后按包装重新装入',
  start: '开始',
  previous: '上页',
  next: '下页',
  asks,
  working: '正在进行，请勿打开柜门',
  taskDone: { jams: '货道已复位', sensor: '已登记', test: '试转落下一盒' },
  fell: (boxes: number | null): string =>
    boxes === null ? '无法确认是否落盒，请盘点本货道' : boxes === 0 ? '没有落盒' : `落下 ${boxes} 盒`,
  notCounted: '试转落下的药具已从账面取出，不计入发放',
  failed: '没有完成',
  allGood: '一切正常，可以离开',
  notGood: '离开前还须处理',
  bundle: '导出诊断包',
  stick: { absent: '请插入 U 盘', ready: 'U 盘已就绪', written: '诊断包已写入 U 盘', failed: '写入失败，请检查 U 盘' },
  errors: '最近的警告',
  good: '正常',
  bad: '异常',
};

/** The texts of staff mode in one language. */
export type StaffTexts = typeof staffZh;
