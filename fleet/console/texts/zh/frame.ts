import type { PageKey } from '../../manifest.ts';

/** What surrounds every page. */
export const frame = {
  product: '药具',
  subtitle: '自助发放机',
  skip: '跳到正文',
  nav: '主导航',
  today: '今日',
  machines: '机器',
  areas: '区域',
  restock: '补货',
  records: '补货记录',
  recalls: '召回',
  reports: '报表',
  more: '更多',
  area: '查看区域',
  language: 'English',
  languageLabel: 'Switch to English',
  signOut: '退出',
  account: '账户',
  live: '实时',
  liveOpening: '连接中',
  liveLost: '连接断开',
  liveSay: (asOf: string) => `与服务器实时相连；数据截至 ${asOf}`,
  liveLostBanner: (since: string) => `与服务器的连接在 ${since} 断开。画面上是那时的数据，正在自动重连……`,
  storeTrouble: '服务器存储有问题，新数据可能没有入账，请告知管理员',
  explain: '说明',
} satisfies Readonly<Record<PageKey, string>> & Readonly<Record<string, unknown>>;
