import { areas } from '../../shared/areas/jiangxi.ts';

/** What the programme is about, as people write it in English and in Chinese. */
const ofProgramme = [
  ...['admin', 'administrator', 'contraceptive', 'contraceptives', 'contraception', 'condom', 'condoms'],
  ...['birthcontrol', 'familyplanning', 'dispenser', 'kiosk', 'vending', 'fleet', 'console', 'health', 'free'],
  ...['避孕', '避孕药', '避孕药具', '避孕套', '安全套', '药具', '药具站', '免费', '发放', '自助', '领取', '终端'],
  ...['管理', '管理员', '计生', '计划生育', '卫健委', '卫生健康', '生殖健康', '江西', '江西省', '密码'],
];

/** The same in Pinyin. */
const ofProgrammeInPinyin = [
  ...['yaoju', 'yaojuzhan', 'biyun', 'biyunyao', 'biyunyaoju', 'biyuntao', 'anquantao', 'mianfei', 'fafang', 'zizhu'],
  ...['lingqu', 'zhongduan', 'guanli', 'guanliyuan', 'jisheng', 'jihuashengyu', 'weijian', 'weijianwei'],
  ...['shengzhijiankang', 'jiangxi', 'jiangxisheng', 'mima'],
];

/** The names of cities and counties in Pinyin, without what kind of area they are. */
const placesInPinyin = [
  'nanchang donghu xihu qingyunpu qingshanhu xinjian honggutan anyi jinxian',
  'jingdezhen changjiang zhushan fuliang leping pingxiang anyuan xiangdong lianhua shangli luxi',
  'jiujiang lianxi xunyang chaisang wuning xiushui yongxiu dean duchang hukou pengze ruichang gongqingcheng lushan',
  'xinyu yushui fenyi yingtan yuehu yujiang guixi',
  'ganzhou zhanggong nankang ganxian xinfeng dayu shangyou chongyi dingnan quannan ningdu yudu xingguo huichang',
  'xunwu shicheng ruijin longnan',
  'jian jizhou qingyuan jishui xiajiang xingan yongfeng taihe suichuan wanan anfu yongxin jinggangshan',
  'yichun yuanzhou fengxin wanzai shanggao yifeng jingan tonggu fengcheng zhangshu gaoan',
  'fuzhou linchuan dongxiang nancheng lichuan nanfeng chongren lean yihuang jinxi zixi guangchang',
  'shangrao xinzhou guangfeng guangxin yushan qianshan yanshan hengfeng yiyang yugan poyang wannian wuyuan dexing',
].flatMap((names) => names.split(' '));

/** The kinds of area in Pinyin: city, county, district. */
const kinds = ['shi', 'xian', 'qu'];

/** A place's name in Chinese, with and without its kind. */
const placeNames = areas.flatMap(({ name }) => [name, name.replace(/.$/, '')]).filter((name) => name.length > 1);

/**
 * What people who guess passwords of this programme try first, besides the user's name: its own
 * words and places, in English, Chinese and Pinyin.
 */
export const guessedWords: readonly string[] = [
  ...ofProgramme,
  ...ofProgrammeInPinyin,
  ...placeNames,
  ...placesInPinyin.flatMap((name) => [name, ...kinds.map((kind) => `${name}${kind}`)]),
];
