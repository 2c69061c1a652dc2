import { useMemo } from 'react';
import type { PaceCurve } from '../../../../shared/contracts/fleet-http.ts';
import { type Format, monthsOf } from '../../texts/format.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import type { Texts } from '../../texts/zh/texts.ts';
import { Chart } from '../../ui/chart.tsx';
import type { TooltipFormatter } from '../../ui/chart-drawn.ts';
import { valueAxis } from '../../ui/chart-look.ts';
import { ink } from '../../ui/theme.ts';

/** A local day as UTC midnight, in ms. */
const msOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** The last point of each month: enough to read the curve as a table. */
const monthEnds = <T extends { day: string }>(points: readonly T[]): T[] =>
  points.filter((point, i) => points[i + 1]?.day.slice(0, 7) !== point.day.slice(0, 7));

/** The tooltip for a day. */
function tooltipOf(curve: PaceCurve, texts: Texts['machine'], format: Format): TooltipFormatter {
  const points = new Map([...curve.curve, ...curve.ahead].map((point) => [msOf(point.day), point]));
  return (shown) => {
    const point = points.get(shown[0]?.value[0] ?? 0);
    if (!point) return '';
    const rows =
      'issued' in point
        ? [`${texts.seriesIssued} ${format.count(point.issued)}`]
        : [
            `${texts.seriesExpected} ${format.count(point.expected)}`,
            `${texts.seriesBand} ${format.count(point.low)}–${format.count(point.high)}`,
          ];
    return [format.dayLong(point.day), ...rows, `${texts.seriesDue} ${format.count(point.due)}`].join('<br>');
  };
}

/** The lines of the chart: what is due, the band after today, what is expected, what was issued. */
function seriesOf(curve: PaceCurve, texts: Texts['machine']) {
  const line = { type: 'line', symbol: 'none', lineStyle: { width: 2 } };
  const coloured = (color: string, lineStyle: object) => ({ lineStyle: { ...lineStyle, color }, itemStyle: { color } });
  return [
    {
      ...line,
      name: texts.seriesDue,
      data: [...curve.curve, ...curve.ahead].map((p) => [msOf(p.day), Math.round(p.due)]),
      ...coloured(ink.soft, { width: 1.5, type: 'dashed' }),
    },
    {
      ...line,
      name: 'low',
      stack: 'band',
      data: curve.ahead.map((p) => [msOf(p.day), Math.round(p.low)]),
      lineStyle: { width: 0 },
    },
    {
      ...line,
      name: texts.seriesBand,
      stack: 'band',
      data: curve.ahead.map((p) => [msOf(p.day), Math.round(p.high - p.low)]),
      lineStyle: { width: 0 },
      areaStyle: { color: ink.accentSoft, opacity: 0.7 },
    },
    {
      ...line,
      name: texts.seriesExpected,
      data: curve.ahead.map((p) => [msOf(p.day), Math.round(p.expected)]),
      ...coloured(ink.accent, { width: 1.5, type: 'dotted' }),
    },
    {
      ...line,
      name: texts.seriesIssued,
      data: curve.curve.map((p) => [msOf(p.day), p.issued]),
      ...coloured(ink.accent, { width: 2.5 }),
    },
  ];
}

const timeAxis = (year: number) => ({
  type: 'time',
  min: msOf(`${year}-01-01`),
  max: msOf(`${year}-12-31`),
  axisTick: { show: false },
  axisLine: { lineStyle: { color: ink.line } },
  axisLabel: { color: ink.soft, hideOverlap: true },
  splitLine: { show: false },
});

/** The same figures as a table, at the ends of months. */
function tableOf(curve: PaceCurve, { machine: texts, words }: Texts, format: Format) {
  return {
    head: [texts.day, texts.seriesIssued, texts.seriesDue, texts.seriesExpected, texts.seriesBand],
    rows: [
      ...monthEnds(curve.curve).map((p) => [
        format.dayLong(p.day),
        format.count(p.issued),
        format.count(p.due),
        words.none,
        words.none,
      ]),
      ...monthEnds(curve.ahead).map((p) => [
        format.dayLong(p.day),
        words.none,
        format.count(p.due),
        format.count(p.expected),
        `${format.count(p.low)}–${format.count(p.high)}`,
      ]),
    ],
  };
}

/** Boxes issued over the year, with those due and those expected. */
export function PaceChart({ curve }: { curve: PaceCurve }) {
  const all = useTexts();
  const { machine: texts } = all;
  const format = useFormat();
  const chart = useMemo(
    () => ({
      tooltip: tooltipOf(curve, texts, format),
      months: monthsOf(curve.year).map(format.monthShort),
      option: { useUTC: true, xAxis: timeAxis(curve.year), yAxis: valueAxis, series: seriesOf(curve, texts) },
      table: tableOf(curve, all, format),
    }),
    [curve, all, texts, format],
  );
  const band = curve.band ? texts.band(format.count(curve.band.low), format.count(curve.band.high)) : '';
  const summary = `${texts.issuedYear} ${format.count(curve.issued)}, ${texts.dueNow(format.count(curve.due))}. ${band}`;
  return <Chart title={texts.chartPace} summary={summary} {...chart} height={260} />;
}
