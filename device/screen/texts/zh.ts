import type { ScreenMessage } from '../../../shared/screen/message.ts';
import type { ShownAges, ShownInterval, ShownQuota, ShownRules } from '../../../shared/screen/rules.ts';
import type { MessageText } from './message-text.ts';
import { staffZh } from './staff-zh.ts';

const ages = ({ from, to }: ShownAges): string => `本机服务 ${from} 至 ${to} 周岁`;
const interval = (rule: ShownInterval): string =>
  rule.every === 'days' ? `每人每 ${rule.days} 天可领一盒` : '每人每月可领一盒';
const quota = ({ boxes, year }: ShownQuota): string =>
  year === 'calendar' ? `每人每年在本机可领 ${boxes} 盒` : `每人每 365 天在本机可领 ${boxes} 盒`;

type PlainKey = Extract<ScreenMessage, { readonly key: string }>['key'];
type Plain = Exclude<PlainKey, 'uncertain' | 'interval' | 'quota' | 'age' | 'code-other-machine' | 'code-pause'>;

/** What happened, and what to do; null if there is nothing to do. */
const plain: Readonly<Record<Plain, readonly [title: string, hint: string | null]>> = {
  issued: ['药具已发出', '请从取货口取走'],
  'not-issued': ['没有出货，未计次数', '请再选一次'],
  jammed: ['这种药具卡住了，未计次数', '请选择其他药具，或前往附近网点领取'],
  'machine-busy': ['机器正忙，未计次数', '请稍候再试'],
  'card-lifted': ['证件拿开过早', '请放稳证件，听到提示音后再拿开'],
  'card-unreadable': ['无法识别这张证件', '请改用其他方式，或前往人工服务网点'],
  'card-expired': ['证件已过有效期', '请使用有效证件'],
  'card-not-yet-valid': ['证件尚未生效', '请使用有效证件'],
  'card-refused': ['本机不受理这种证件', '请改用其他方式，或前往人工服务网点'],
  'card-test': ['这是测试卡', '本机不受理测试卡'],
  'card-wait': ['读卡暂停片刻', '请半分钟后再试'],
  'card-left': ['请取走证件', '证件仍在读卡处'],
  'code-wrong': ['取货码不正确或已使用', '请核对后重新输入'],
  'code-expired': ['取货码已过期', '请重新预约'],
  'product-gone': ['这种药具刚刚领完', '请选择其他药具'],
  'second-card-ignored': ['正在为上一位办理，请稍候再放证件', null],
  'power-failed': ['刚才停电了', '请先查看取货口；没有拿到药具的，请稍候再试'],
  'reader-out-of-order': ['读卡器故障，请使用取货码', null],
  'scanner-out-of-order': ['扫码器故障，请使用身份证', null],
  'out-of-stock': ['药具暂时领完', '补货后恢复领取'],
  'no-way-to-identify': ['暂时无法核验证件', '请前往附近网点领取'],
  fault: ['机器故障，暂停服务', '请前往附近网点领取'],
  starting: ['正在启动，请稍候', null],
  'door-open': ['柜门未关，暂停服务', '关好柜门后恢复领取'],
  'too-hot': ['柜内温度过高，暂停服务', '为保证药具质量，温度恢复正常后再发放'],
  'too-cold': ['柜内温度过低，暂停服务', '为保证药具质量，温度恢复正常后再发放'],
  'too-damp': ['柜内湿度过高，暂停服务', '为保证药具质量，湿度恢复正常后再发放'],
  'cannot-record': ['暂时无法登记，暂停服务', '请前往附近网点领取'],
  stopped: ['本机暂停服务', '请前往附近网点领取'],
  'staff-at-work': ['工作人员正在补货', '请稍候'],
};

function message(said: ScreenMessage): MessageText {
  switch (said.key) {
    case 'uncertain':
      return {
        title: '无法确认是否出货',
        hint:
          said.phone === null ? '请查看取货口；没有药具的，请找工作人员' : '请查看取货口；没有药具的，请打电话报编号',
        facts: [...(said.phone === null ? [] : [['电话', said.phone] as const]), ['编号', said.incident]],
      };
    case 'interval':
      return { title: '这张证件现在不能领取', hint: `规则：${interval(said.interval)}`, facts: [] };
    case 'quota':
      return { title: '这张证件现在不能领取', hint: `规则：${quota(said.quota)}`, facts: [] };
    case 'age':
      return { title: ages(said.ages), hint: '如有需要，请前往人工服务网点', facts: [] };
    case 'code-other-machine':
      return { title: '请到预约的机器取货', hint: null, facts: [['机器编号', said.machine]] };
    case 'code-pause':
      return {
        title: `输入错误次数过多，请等 ${said.seconds} 秒`,
        hint: '扫码和身份证仍可使用',
        facts: [],
      };
    default: {
      const [title, hint] = plain[said.key];
      return { title, hint, facts: [] };
    }
  }
}

function rules({ ages: served, interval: every, quota: most }: ShownRules): string {
  const said = [served && ages(served), every && interval(every), most && quota(most)].filter((each) => each !== null);
  return said.length === 0 ? '免费领取，无需登记' : said.join('；');
}

/** Everything that the page says in Chinese. */
export const zh = {
  brand: '免费药具领取',
  title: ['免费领取', '避孕药具'],
  start: '开始领取',
  startHint: '点“开始领取”，或直接放上身份证',
  startHintPlain: '点“开始领取”选择药具',
  startHintButtons: '请按右侧对应数字的按键',
  language: 'English',
  largeType: '大字',
  usualType: '标准字',
  back: '返回',
  cancel: '结束',
  next: '下一页',
  previous: '上一页',
  page: (number: number, of: number): string => `第 ${number} 页，共 ${of} 页`,
  choose: '请选择药具',
  identified: '身份已核验',
  stock: {
    available: '有货',
    none: '暂缺',
    few: (left: number | null): string => (left === null ? '将领完' : `仅剩 ${left} 盒`),
  },
  identify: '请核验身份',
  identifyOne: { card: '请放上身份证', code: '请输入取货码', scan: '请出示二维码' },
  ways: { card: '身份证', code: '取货码', scan: '扫码' },
  wayHints: {
    card: '平放在读卡处，听到提示音再拿开',
    code: '输入预约时收到的数字',
    scan: '把二维码对准扫码窗口',
  },
  chosen: '已选',
  codeEntry: '请输入取货码',
  erase: '删除',
  confirm: '确定',
  reading: { card: '正在核验，请稍候', code: '正在核验，请稍候' },
  readingHint: { card: '请勿移动证件', code: null },
  dispensing: '正在出货，请稍候',
  dispensingHint: '药具会落到下方取货口',
  take: '请取走药具',
  takeHint: '在下方取货口',
  lot: '批号',
  expires: '有效期至',
  leaflet: '扫码看说明书',
  chooseAgain: '选择其他药具',
  nearby: '附近网点',
  nearbyNone: '请拨打电话咨询附近网点',
  hours: '开放时间',
  distance: (metres: number): string =>
    metres < 1000 ? `${Math.max(50, Math.round(metres / 50) * 50)} 米` : `${(metres / 1000).toFixed(1)} 公里`,
  age: (days: number | null): string =>
    days === null ? '网点信息的更新时间不详' : days === 0 ? '网点信息为今日更新' : `网点信息更新于 ${days} 天前`,
  more: '还需要时间',
  moreTitle: (seconds: number): string => `${seconds} 秒后返回首页`,
  moreHint: '还要继续吗？',
  phone: (number: string): string => `服务电话 ${number}`,
  machine: '机器编号',
  privacy: (days: number | null): string =>
    days === null ? '不留存任何个人信息' : `证件信息不留存，领取标记 ${days} 天后销毁`,
  rules,
  message,
  staffMode: staffZh,
  staff: {
    title: '工作人员登录',
    shared: '共用密码',
    person: '请选择姓名',
    pin: '请输入密码',
    wrong: '密码错误',
    wait: (seconds: number): string => `错误次数过多，请等 ${seconds} 秒`,
    leave: '退出',
  },
};
