import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { chartLook } from './chart-look.ts';

use([BarChart, LineChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer]);

export type ChartOption = EChartsCoreOption;

/** Draws into an element, and anew whenever that changes its size, until the answer is called. */
export function drawChart(box: HTMLElement, option: ChartOption): () => void {
  const chart = init(box, null, { renderer: 'svg' });
  chart.setOption({ ...chartLook, ...option });
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(box);
  return () => {
    watch.disconnect();
    chart.dispose();
  };
}
