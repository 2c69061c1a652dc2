import { usePaceCurve } from '../../api/machine-queries.ts';
import { DayChangeRows } from '../../app/day-changes.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Explain } from '../../ui/explain.tsx';
import { Answer } from '../../ui/states.tsx';
import { PaceChart } from './pace-chart.tsx';
import type { PartProps } from './part-props.ts';

/** As high as the chart that follows, so that nothing jumps. */
const chartLines = 10;

/** The days of this year that were changed after they were over. Nothing if there are none. */
function ChangedDays({ machine }: PartProps) {
  const { dayChanges: texts } = useTexts();
  const { info } = useFleet();
  const changes = machine.dayChanges.filter(({ until }) => until.slice(0, 4) === info.day.slice(0, 4));
  if (changes.length === 0) return null;
  return (
    <>
      <h3 className="space-above">{texts.title}</h3>
      <DayChangeRows changes={changes} />
    </>
  );
}

/**
 * The year against its target: what was issued, what is due, where the year will probably end and
 * how certain that is.
 */
export function YearSheet({ machine }: PartProps) {
  const { machine: texts, machines: machineList, words } = useTexts();
  const format = useFormat();
  const curve = usePaceCurve(machine.machine);
  const { pace } = machine;
  const tone = { 'on-pace': 'good', uncertain: 'warn', below: 'bad', 'too-early': 'quiet' }[pace.verdict];
  return (
    <section className="sheet year">
      <h2>
        {texts.year}{' '}
        <span className={`chip ${tone}`}>{machineList.paceIs(words.verdict[pace.verdict] ?? pace.verdict)}</span>
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
            <dd className="figure">{pace.chance === null ? words.none : format.chance(pace.chance)}</dd>
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
      <ChangedDays machine={machine} />
    </section>
  );
}
