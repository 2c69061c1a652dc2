import type { siteKinds } from '../../shared/contracts/fleet/registration.ts';
import type { Random } from './random.ts';

/** A kind of place for machines. */
export type SiteKind = (typeof siteKinds)[number];

/** The character of a kind of site; all names are invented. */
export interface SiteLife {
  /** Share of all machines. */
  readonly share: number;
  readonly endings: readonly string[];
  readonly corners: readonly string[];
  /** Hours of the day with their weights. */
  readonly hours: readonly (readonly [hour: number, weight: number])[];
  /** Weight of each month, January first; 1 is usual. */
  readonly months: readonly number[];
  /** Weight of a Saturday or Sunday; 1 is as a weekday. */
  readonly weekend: number;
}

const hoursOf = (spans: readonly (readonly [from: number, to: number, weight: number])[]): [number, number][] =>
  spans.flatMap(([from, to, weight]) =>
    Array.from({ length: to - from + 1 }, (_, index): [number, number] => [from + index, weight]),
  );

const office = hoursOf([
  [8, 11, 3],
  [12, 13, 1],
  [14, 17, 3],
]);
const allDay = hoursOf([
  [7, 8, 1],
  [9, 17, 2],
  [18, 21, 3],
  [22, 23, 1],
]);
/** Evenings are busier on campus. */
const evening = hoursOf([
  [8, 15, 1],
  [16, 19, 2],
  [20, 23, 5],
]);

const evenYear = [0.9, 0.7, 1, 1.05, 1.05, 1, 1, 1, 1.05, 1, 1.1, 1.1] as const;
/** A campus is nearly empty in January, February, July and August. */
const terms = [0.15, 0.08, 1.2, 1.3, 1.35, 1.2, 0.12, 0.15, 1.5, 1.5, 1.45, 1.2] as const;

export const sites: Readonly<Record<SiteKind, SiteLife>> = {
  clinic: {
    share: 0.45,
    endings: ['社区卫生服务中心', '卫生院', '社区卫生服务站', '计划生育服务站'],
    corners: ['一楼大厅', '门诊楼东侧', '大门旁', '计生科门口'],
    hours: office,
    months: evenYear,
    weekend: 0.45,
  },
  'community-hall': {
    share: 0.2,
    endings: ['社区党群服务中心', '社区居委会', '便民服务中心', '文化活动中心'],
    corners: ['门厅', '一楼', '院内', '健身广场旁'],
    hours: allDay,
    months: evenYear,
    weekend: 0.9,
  },
  campus: {
    share: 0.1,
    endings: ['职业技术学院', '学院', '职教中心', '师范专科学校'],
    corners: ['校医院', '三号宿舍楼', '学生活动中心', '北门'],
    hours: evening,
    months: terms,
    weekend: 1.2,
  },
  hospital: {
    share: 0.1,
    endings: ['人民医院', '妇幼保健院', '中医院'],
    corners: ['门诊大厅', '妇产科候诊区', '住院部一楼'],
    hours: allDay,
    months: evenYear,
    weekend: 0.7,
  },
  'government-hall': {
    share: 0.08,
    endings: ['政务服务中心', '行政审批大厅', '婚姻登记处'],
    corners: ['一楼大厅', '自助服务区', '西门'],
    hours: office,
    months: evenYear,
    weekend: 0.1,
  },
  factory: {
    share: 0.05,
    endings: ['工业园职工服务中心', '电子产业园', '纺织产业园'],
    corners: ['员工宿舍楼', '食堂门口', '南门岗亭'],
    hours: allDay,
    months: [0.7, 0.35, 1.1, 1.1, 1.1, 1.05, 1, 1, 1.05, 1, 1.1, 1.1],
    weekend: 1,
  },
  station: {
    share: 0,
    endings: ['药具管理站'],
    corners: ['一楼大厅'],
    hours: office,
    months: evenYear,
    weekend: 0.1,
  },
  transport: {
    share: 0.02,
    endings: ['汽车客运站', '火车站', '高铁站'],
    corners: ['候车厅', '售票厅', '出站口'],
    hours: allDay,
    months: [1.3, 1.4, 1, 1, 1, 0.9, 1.1, 1.1, 1, 1.2, 0.95, 1],
    weekend: 1.3,
  },
  'marriage-registry': {
    share: 0,
    endings: ['婚姻登记处'],
    corners: ['一楼大厅'],
    hours: office,
    months: evenYear,
    weekend: 0.1,
  },
  hotel: {
    share: 0,
    endings: ['酒店', '宾馆'],
    corners: ['大堂'],
    hours: evening,
    months: evenYear,
    weekend: 1.3,
  },
  'building-site': {
    share: 0,
    endings: ['项目部生活区'],
    corners: ['宿舍区入口'],
    hours: evening,
    months: [0.7, 0.35, 1.1, 1.1, 1.1, 1.05, 1, 1, 1.05, 1, 1.1, 1.1],
    weekend: 1,
  },
};

const places = (
  '城南 城北 东门 西门 新城 老城 滨江 凤凰 永安 太平 和平 建设 人民 解放 朝阳 青山 桥头 南湖 北湖 金盘 石桥 龙泉 梅岭 双溪 白云 红星 ' +
  '光明 幸福 胜利 团结 兴国路 丰乐 安康 长春 中山 河东 河西 黄泥 枫林 樟树下 莲塘 沙溪 大塘 上坊 下坊 高桥 古井 柳林 竹园 杨家'
).split(' ');

/** A plausible name of a site in a county, and its address. */
export function nameSite(random: Random, kind: SiteKind, county: string): { name: string; address: string } {
  const life = sites[kind];
  const place = random.pick(places);
  const street = random.pick(places);
  return {
    name: `${county}${place}${random.pick(life.endings)}（${random.pick(life.corners)}）`,
    address: `${county}${street.replace(/路$/, '')}路${random.between(1, 399)}号`,
  };
}
