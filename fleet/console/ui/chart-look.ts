import { ink } from './theme.ts';

const tooltip = {
  trigger: 'axis',
  confine: true,
  backgroundColor: ink.text,
  borderWidth: 0,
  textStyle: { color: '#fff', fontSize: 13 },
  axisPointer: { lineStyle: { color: ink.soft } },
} as const;

/** The page's own fonts, by name, because nothing is inherited while letters are measured. */
const fonts = '-apple-system, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Segoe UI, sans-serif';

/** What all charts have in common: quiet axes, the page's own fonts, no animation. */
export const chartLook = {
  animation: false,
  aria: { enabled: false },
  textStyle: { fontFamily: fonts, color: ink.soft },
  grid: { left: 8, right: 12, top: 24, bottom: 4, containLabel: true },
  tooltip,
} as const;

/** An axis of named values, in the console's style. */
export const axisOf = (data: readonly string[]) => ({
  type: 'category',
  data,
  axisTick: { show: false },
  axisLine: { lineStyle: { color: ink.line } },
  axisLabel: { color: ink.soft, hideOverlap: true },
});

export const valueAxis = {
  type: 'value',
  minInterval: 1,
  axisLabel: { color: ink.soft },
  splitLine: { lineStyle: { color: ink.line } },
};
