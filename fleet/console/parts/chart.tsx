import './chart.css';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';
import { ink } from '../app/theme.ts';
import { useTexts } from '../texts/texts.tsx';

use([BarChart, LineChart, AriaComponent, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

/** What all charts have alike: quiet axes, the page's own type, no dancing. */
const common = {
  animation: false,
  aria: { enabled: false },
  textStyle: { fontFamily: 'inherit', color: ink.soft },
  grid: { left: 8, right: 12, top: 24, bottom: 4, containLabel: true },
  tooltip: {
    trigger: 'axis',
    confine: true,
    backgroundColor: ink.text,
    borderWidth: 0,
    textStyle: { color: '#fff', fontSize: 13 },
    axisPointer: { lineStyle: { color: ink.soft } },
  },
} as const;

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

interface Given {
  title: string;
  /** One sentence that says what the chart shows, for who can't see it. */
  summary: string;
  option: EChartsCoreOption;
  /** The same figures as a table, for who would rather read, and for screen readers. */
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
  height?: number;
}

/** A chart with its figures: drawn, or read as a table. */
export default function Chart({ title, summary, option, table, height = 240 }: Given) {
  const { machine } = useTexts();
  const [reading, setReading] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (reading || !box.current) return;
    const chart = init(box.current, null, { renderer: 'svg' });
    chart.setOption({ ...common, ...option });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [option, reading]);
  return (
    <figure className="chart">
      <figcaption>
        <h3>{title}</h3>
        <button type="button" className="switch" aria-pressed={reading} onClick={() => setReading(!reading)}>
          {reading ? machine.asChart : machine.asTable}
        </button>
      </figcaption>
      {reading ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="chart-table" style={{ maxHeight: height }} tabIndex={0} aria-label={title}>
          <table className="plain">
            <thead>
              <tr>
                {table.head.map((cell, i) => (
                  <th key={cell} scope="col" className={i > 0 ? 'num' : ''}>
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row[0]}>
                  {row.map((cell, i) => (
                    <td key={table.head[i]} className={i > 0 ? 'num' : ''}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <div ref={box} role="img" aria-label={summary} style={{ height }} />
      )}
    </figure>
  );
}
