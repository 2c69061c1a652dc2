import './chart.css';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts/texts.tsx';
import { chartLook } from './chart-look.ts';

use([BarChart, LineChart, AriaComponent, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

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
    chart.setOption({ ...chartLook, ...option });
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
