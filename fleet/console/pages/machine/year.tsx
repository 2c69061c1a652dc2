import { lazy, Suspense, useMemo } from 'react';
import type { PaceCurve } from '../../../../shared/contracts/fleet-http.ts';
import { usePaceCurve } from '../../api/queries.ts';
import { ink } from '../../app/theme.ts';
import { Explain } from '../../parts/explain.tsx';
import { Answer, Loading } from '../../parts/states.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import type { PartGiven } from './machine.tsx';

const Chart = lazy(() => import('../../parts/chart.tsx'));

/** Rows of figures below the curve: month ends suffice to read it. */
const monthEnds = <T extends { day: string }>(points: readonly T[]): T[] =>
  points.filter((point, i) => points[i + 1]?.day.slice(0, 7) !== point.day.slice(0, 7));

function PaceChart({ curve }: { curve: PaceCurve }) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const chart = useMemo(() => {
    const days = [...curve.curve.map((point) => point.day), ...curve.ahead.map((point) => point.day)];
    const past = curve.curve.length;
    const lead = (values: (number | null)[]) => [...Array.from({ length: past }, () => null), ...values];
    const whole = (n: number) => Math.round(n);
    const line = { type: 'line', symbol: 'none', lineStyle: { width: 2 } };
    return {
      option: {
        xAxis: {
          type: 'category',
          data: days,
          axisTick: { show: false },
          axisLine: { lineStyle: { color: ink.line } },
          axisLabel: { color: ink.soft, hideOverlap: true, formatter: (day: string) => format.day(day) },
        },
        yAxis: { type: 'value', axisLabel: { color: ink.soft }, splitLine: { lineStyle: { color: ink.line } } },
        tooltip: {
          trigger: 'axis',
          confine: true,
          backgroundColor: ink.text,
          borderWidth: 0,
          textStyle: { color: '#fff', fontSize: 13 },
          formatter: (points: { dataIndex: number }[]) => {
            const at = points[0]?.dataIndex ?? 0;
            const then = curve.curve[at];
            const ahead = curve.ahead[at - past];
            const rows = then
              ? [`${texts.seriesIssued} ${format.count(then.issued)}`, `${texts.seriesDue} ${format.count(then.due)}`]
              : ahead
                ? [
                    `${texts.seriesExpected} ${format.count(ahead.expected)}`,
                    `${texts.seriesBand} ${format.count(ahead.low)}–${format.count(ahead.high)}`,
                    `${texts.seriesDue} ${format.count(ahead.due)}`,
                  ]
                : [];
            return [format.dayLong(days[at] ?? curve.asOf.toString()), ...rows].join('<br>');
          },
        },
        series: [
          {
            ...line,
            name: texts.seriesDue,
            data: [...curve.curve.map((p) => whole(p.due)), ...curve.ahead.map((p) => whole(p.due))],
            lineStyle: { width: 1.5, type: 'dashed', color: ink.soft },
            itemStyle: { color: ink.soft },
          },
          {
            ...line,
            name: 'low',
            stack: 'band',
            data: lead(curve.ahead.map((p) => whole(p.low))),
            lineStyle: { width: 0 },
          },
          {
            ...line,
            name: texts.seriesBand,
            stack: 'band',
            data: lead(curve.ahead.map((p) => whole(p.high - p.low))),
            lineStyle: { width: 0 },
            areaStyle: { color: ink.accentSoft, opacity: 0.7 },
          },
          {
            ...line,
            name: texts.seriesExpected,
            data: lead(curve.ahead.map((p) => whole(p.expected))),
            lineStyle: { width: 1.5, type: 'dotted', color: ink.accent },
            itemStyle: { color: ink.accent },
          },
          {
            ...line,
            name: texts.seriesIssued,
            data: curve.curve.map((p) => p.issued),
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
  return <Chart title={texts.chartPace} summary={summary} option={chart.option} table={chart.table} height={260} />;
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
      <Suspense fallback={<Loading />}>
        <Answer of={curve}>{(data) => <PaceChart curve={data} />}</Answer>
      </Suspense>
    </section>
  );
}
