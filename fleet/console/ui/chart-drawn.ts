import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer]);

/** What a chart shows. It contains no functions, so that it can be sent to another thread. */
export interface Drawing {
  readonly option: EChartsCoreOption;
  /** The short names of the twelve months, if the horizontal axis is time. */
  readonly months?: readonly string[];
}

/** Writes a tooltip as HTML, for charts whose own tooltips do not suffice. */
export type TooltipFormatter = (shown: readonly { value: readonly [number, number] }[]) => string;

/** A point of the chart, from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A request to the drawing thread. The answer has the same id and the SVG text. */
export interface DrawRequest {
  readonly id: number;
  readonly drawing: Drawing;
  readonly width: number;
  readonly height: number;
}
/** The drawing thread's picture for the request with this id. */
export interface DrawnPicture {
  readonly id: number;
  readonly svg: string;
}

const monthOf =
  (months: readonly string[]) =>
  (ms: number): string =>
    months[new Date(ms).getUTCMonth()] ?? '';

const withMonths = ({ months }: Drawing) =>
  months ? { xAxis: { axisLabel: { formatter: monthOf(months) } } } : undefined;

/**
 * Draws into an element, and again whenever its size changes. Returns a function that removes the
 * chart.
 */
export function drawChart(box: HTMLElement, drawing: Drawing, tooltip?: TooltipFormatter, touched?: Point): () => void {
  box.replaceChildren();
  const chart = init(box, null, { renderer: 'svg' });
  chart.setOption(drawing.option);
  const months = withMonths(drawing);
  if (months) chart.setOption(months);
  if (tooltip) chart.setOption({ tooltip: { formatter: tooltip } });
  if (touched) chart.dispatchAction({ type: 'showTip', ...touched });
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(box);
  return () => {
    watch.disconnect();
    chart.dispose();
  };
}

/** A chart as SVG text. This needs no page to draw on. */
function picture({ drawing, width, height }: DrawRequest): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(drawing.option);
    const months = withMonths(drawing);
    if (months) chart.setOption(months);
    // Names inside a picture must differ from those of a chart that is drawn on the page.
    return chart.renderToSVGString().replace(/\bzr(?=\d+-)/g, 'picture');
  } finally {
    chart.dispose();
  }
}

// In a worker (see chart-picture.ts), this file answers with pictures.
if (typeof document === 'undefined') {
  // Letters are measured as on the page, so that the axes have the same marks. Otherwise their
  // widths are guessed.
  if (typeof OffscreenCanvas === 'function')
    setPlatformAPI({ createCanvas: () => new OffscreenCanvas(1, 1) as unknown as HTMLCanvasElement });
  addEventListener('message', ({ data }: MessageEvent<DrawRequest>) => {
    const answer: DrawnPicture = { id: data.id, svg: picture(data) };
    postMessage(answer);
  });
}
