import { useMemo } from 'react';
import type { Issues, StockHistory } from '../../../../shared/contracts/fleet-http.ts';
import { useIssues, useStockHistory } from '../../api/machine-queries.ts';
import { setSearch } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useSearch } from '../../app/router.tsx';
import { addDays, daysFrom } from '../../texts/format.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Chart } from '../../ui/chart.tsx';
import { axisOf, valueAxis } from '../../ui/chart-look.ts';
import { RadioGroup } from '../../ui/controls.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { ink } from '../../ui/theme.ts';
import type { PartProps } from './part-props.ts';

/** Placeholder lines as high as the chart that follows, so that nothing jumps. */
const chartLines = 9;
const spans = ['30', '90', 'year'] as const;

const bar = { type: 'bar', barMaxWidth: 18, itemStyle: { color: ink.accent, borderRadius: [2, 2, 0, 0] } };
const line = { type: 'line', symbol: 'none', connectNulls: true };

/** Boxes issued per day, with uncertain ones on top. */
function DaysChart({ issues, days }: { issues: Issues; days: readonly string[] }) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const byDay = new Map(issues.days.map((day) => [day.day, day]));
  const total = issues.days.reduce((sum, day) => sum + day.issued, 0);
  const [first = '', last = ''] = [days[0], days[days.length - 1]];
  if (issues.days.length === 0) return <Empty title={texts.noHistory} />;
  return (
    <Chart
      first
      title={texts.chartDays}
      summary={`${format.day(first)}–${format.day(last)}: ${words.box(format.count(total))}`}
      option={{
        xAxis: axisOf(days.map((day) => format.day(day))),
        yAxis: valueAxis,
        series: [
          {
            ...bar,
            name: texts.seriesIssued,
            stack: 'day',
            data: days.map((day) => byDay.get(day)?.issued ?? 0),
          },
          {
            ...bar,
            name: texts.seriesUncertain,
            stack: 'day',
            itemStyle: { color: ink.warn, decal: { symbol: 'rect' } },
            data: days.map((day) => byDay.get(day)?.uncertain ?? 0),
          },
        ],
      }}
      table={{
        head: [texts.day, texts.seriesIssued, texts.seriesUncertain],
        rows: [...issues.days]
          .reverse()
          .map((day) => [format.dayLong(day.day), format.count(day.issued), format.count(day.uncertain)]),
      }}
    />
  );
}

/** Boxes issued by hour of the day. */
function HoursChart({ issues }: { issues: Issues }) {
  const { machine: texts } = useTexts();
  const format = useFormat();
  const hours = issues.hours.map((_, hour) => `${String(hour).padStart(2, '0')}:00`);
  return (
    <Chart
      first
      title={texts.chartHours}
      summary={hours.map((hour, i) => `${hour} ${issues.hours[i]}`).join(', ')}
      option={{
        xAxis: axisOf(hours),
        yAxis: valueAxis,
        series: [{ ...bar, name: texts.seriesIssued, data: issues.hours }],
      }}
      table={{
        head: [texts.hour, texts.seriesIssued],
        rows: hours.map((hour, i) => [hour, format.count(issues.hours[i] ?? 0)]),
      }}
      height={200}
    />
  );
}

/** The stock at the end of each day, and how many days it lasts. */
function StockChart({ history, stock }: { history: StockHistory; stock: number }) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const axisName = (name: string, align: 'left' | 'right') => ({
    ...valueAxis,
    name,
    nameTextStyle: { color: ink.soft, align },
  });
  return (
    <Chart
      first
      title={`${texts.chartStock} · ${texts.chartCover}`}
      summary={words.labelled(texts.seriesStock, words.box(format.count(stock)))}
      option={{
        grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
        xAxis: axisOf(history.days.map((day) => format.day(day.day))),
        yAxis: [
          axisName(texts.seriesStock, 'left'),
          { ...axisName(texts.chartCover, 'right'), splitLine: { show: false } },
        ],
        series: [
          {
            ...line,
            name: texts.seriesStock,
            step: 'end',
            data: history.days.map((day) => day.stock),
            lineStyle: { width: 2, color: ink.accent },
            itemStyle: { color: ink.accent },
            areaStyle: { color: ink.accentSoft, opacity: 0.5 },
          },
          {
            ...line,
            name: texts.chartCover,
            yAxisIndex: 1,
            data: history.days.map((day) => (day.coverDays === null ? null : Math.round(day.coverDays))),
            lineStyle: { width: 1.5, type: 'dashed', color: ink.warn },
            itemStyle: { color: ink.warn },
          },
        ],
      }}
      table={{
        head: [texts.day, texts.seriesStock, texts.seriesUncertain, texts.chartCover],
        rows: [...history.days]
          .reverse()
          .map((day) => [
            format.dayLong(day.day),
            format.count(day.stock),
            format.count(day.uncertain),
            day.coverDays === null ? words.none : format.count(day.coverDays),
          ]),
      }}
    />
  );
}

/** What the machine issued by day and by hour, and its stock. */
export default function History({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const { info } = useFleet();
  const asked = useSearch().get('span');
  const span = spans.find((each) => each === asked) ?? '90';
  const from = span === 'year' ? `${info.day.slice(0, 4)}-01-01` : addDays(info.day, 1 - Number(span));
  const issues = useIssues(machine.machine, { from, to: info.day });
  const stock = useStockHistory(machine.machine, { from, to: info.day });
  const days = useMemo(() => daysFrom(from, info.day), [from, info.day]);
  return (
    <div className="parts one">
      <div>
        <RadioGroup
          name={texts.span}
          value={span}
          choose={(value) => setSearch({ span: value === '90' ? null : value })}
          options={[
            { value: '30', label: texts.span30 },
            { value: '90', label: texts.span90 },
            { value: 'year', label: texts.spanYear },
          ]}
        />
      </div>
      <section className="sheet">
        <Answer of={issues} lines={chartLines}>
          {(data) => <DaysChart issues={data} days={days} />}
        </Answer>
      </section>
      <section className="sheet">
        <Answer of={issues} lines={chartLines}>
          {(data) => <HoursChart issues={data} />}
        </Answer>
      </section>
      <section className="sheet">
        <Answer of={stock} lines={chartLines}>
          {(data) => <StockChart history={data} stock={machine.stock} />}
        </Answer>
      </section>
    </div>
  );
}
