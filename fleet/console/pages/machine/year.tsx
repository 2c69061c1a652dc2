import { useMemo } from 'react';
import type { PaceCurve } from '../../../../shared/contracts/fleet-http.ts';
import { usePaceCurve } from '../../api/queries.ts';
import { ink } from '../../app/theme.ts';
import { monthsOf } from '../../texts/format.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Chart } from '../../ui/chart.tsx';
import type { Say } from '../../ui/chart-drawn.ts';
import { valueAxis } from '../../ui/chart-look.ts';
import { Explain } from '../../ui/explain.tsx';
import { Answer } from '../../ui/states.tsx';
import type { PartGiven } from './part-given.ts';

/** As high as the chart that comes, so that nothing jumps. */
const chartLines = 10;

/** Rows of figures below the curve: month ends suffice to read it. */
const monthEnds = <T extends { day: string }>(points: readonly T[]): T[] =>
  points.filter((point, i) => points[i + 1]?.day.slice(0, 7) !== point.day.slice(0, 7));

function PaceChart({ curve }: { curve: PaceCurve }) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const chart = useMemo(() => {
    const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
    const line = { type: 'line', symbol: 'none', lineStyle: { width: 2 } };
    const points = new Map([...curve.curve, ...curve.ahead].map((point) => [at(point.day), point]));
    const whole = (n: number) => Math.round(n);
    const say: Say = (shown) => {
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
    return {
      say,
      months: monthsOf(curve.year).map(format.monthShort),
      option: {
        useUTC: true,
        xAxis: {
          type: 'time',
          min: at(`${curve.year}-01-01`),
          max: at(`${curve.year}-12-31`),
          axisTick: { show: false },
          axisLine: { lineStyle: { color: ink.line } },
          axisLabel: { color: ink.soft, hideOverlap: true },
          splitLine: { show: false },
        },
        yAxis: valueAxis,
        series: [
          {
            ...line,
            name: texts.seriesDue,
            data: [...curve.curve, ...curve.ahead].map((p) => [at(p.day), whole(p.due)]),
            lineStyle: { width: 1.5, type: 'dashed', color: ink.soft },
            itemStyle: { color: ink.soft },
          },
          {
            ...line,
            name: 'low',
            stack: 'band',
            data: curve.ahead.map((p) => [at(p.day), whole(p.low)]),
            lineStyle: { width: 0 },
          },
          {
            ...line,
            name: texts.seriesBand,
            stack: 'band',
            data: curve.ahead.map((p) => [at(p.day), whole(p.high - p.low)]),
            lineStyle: { width: 0 },
            areaStyle: { color: ink.accentSoft, opacity: 0.7 },
          },
          {
            ...line,
            name: texts.seriesExpected,
            data: curve.ahead.map((p) => [at(p.day), whole(p.expected)]),
            lineStyle: { width: 1.5, type: 'dotted', color: ink.accent },
            itemStyle: { color: ink.accent },
          },
          {
            ...line,
            name: texts.seriesIssued,
            data: curve.curve.map((p) => [at(p.day), p.issued]),
            lineStyle: { width: 2.5, color: ink.accent },
            itemStyle: { color: ink.accent },
          },
        ],
      },
      table: {
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
      },
    };
  }, [curve, texts, words, format]);
  const summary = `${texts.issuedYear} ${format.count(curve.issued)}, ${texts.dueNow(format.count(curve.due))}. ${
    curve.band ? texts.band(format.count(curve.band.low), format.count(curve.band.high)) : ''
  }`;
  return <Chart title={texts.chartPace} summary={summary} {...chart} height={260} />;
}

/** The year against its line: what was issued, what is owed, where it will come out and how sure that is. */
export function YearSheet({ machine }: PartGiven) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const curve = usePaceCurve(machine.machine);
  const { pace } = machine;
  const tone = { 'on-pace': 'good', uncertain: 'warn', below: 'bad', 'too-early': 'quiet' }[pace.verdict];
  return (
    <section className="sheet year">
      <h2>
        {texts.year} <span className={`chip ${tone}`}>{words.verdict[pace.verdict]}</span>
      </h2>
      <div className="year-figures">
        <div>
          <span className="figure big">{format.count(machine.issued.year)}</span>
          <span className="soft">{texts.ofTarget(format.count(pace.dueOfYear))}</span>
        </div>
        <dl>
          <div>
            <dt>{texts.issuedToday}</dt>
            <dd className="figure">{format.count(machine.issued.today)}</dd>
          </div>
          <div>
            <dt>
              <Explain text={texts.chanceExplain}>{texts.chance}</Explain>
            </dt>
            <dd className="figure">{pace.chance === null ? words.none : format.percent(pace.chance)}</dd>
          </div>
          <div>
            <dt>
              <Explain text={texts.neededExplain}>{texts.needed}</Explain>
            </dt>
            <dd className="figure">{pace.needed === null ? words.none : format.rate(pace.needed)}</dd>
          </div>
          <div>
            <dt>
              <Explain text={texts.annualExplain}>{texts.annual}</Explain>
            </dt>
            <dd className="figure">{pace.annual === null ? words.none : format.count(pace.annual)}</dd>
          </div>
        </dl>
      </div>
      {machine.uncertain > 0 && (
        <p>
          <Explain className="chip warn" text={texts.uncertainExplain}>
            {texts.uncertainBoxes(format.count(machine.uncertain))}
          </Explain>
        </p>
      )}
      {pace.band && (
        <p className="soft">
          {texts.band(format.count(pace.band.low), format.count(pace.band.high))} ·{' '}
          {texts.dueNow(format.count(pace.due))}
        </p>
      )}
      <Answer of={curve} lines={chartLines}>
        {(data) => <PaceChart curve={data} />}
      </Answer>
    </section>
  );
}
