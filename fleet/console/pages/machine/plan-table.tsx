import type { ConfigView } from '../../../../shared/contracts/fleet-http.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { limitKeys, limitShown } from './limits.ts';
import { lockAsked } from './plan-draft.ts';

type Plan = NonNullable<ConfigView['inForce']>;

interface BothProps {
  /** What was asked for. */
  asked: Pick<Plan, 'lanes' | 'limits'>;
  /** What the machine reported. Null if it reported nothing. */
  inForce: ConfigView['inForce'];
}

/** What was asked for, and also what is in force if that differs. */
function Both({ asked, inForce }: { asked: string; inForce: string }) {
  const { machine: texts, words } = useTexts();
  if (asked === inForce) return asked;
  return (
    <>
      <b>{asked}</b> <span className="chip warn">{words.labelled(texts.planInForce, inForce)}</span>
    </>
  );
}

function Lanes({ asked, inForce }: BothProps) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { product } = useFleet();
  const numbers = [...new Set([...asked.lanes, ...(inForce?.lanes ?? [])].map((lane) => lane.lane))];
  const laneOf = (plan: BothProps['asked'] | null, number: number) => plan?.lanes.find(({ lane }) => lane === number);
  const cell = (read: (lane: Plan['lanes'][number]) => string) => (number: number) => {
    const [want, is] = [laneOf(asked, number), laneOf(inForce, number)];
    const wanted = want ? read(want) : words.none;
    return <Both asked={wanted} inForce={inForce === null ? wanted : is ? read(is) : words.none} />;
  };
  const columns: Column<number>[] = [
    { name: texts.planLane, onCard: 'title', cell: (number) => texts.laneNo(String(number)) },
    { name: texts.planProduct, cell: cell((lane) => product(lane.product)) },
    { name: texts.planCapacity, cell: cell((lane) => format.count(lane.capacity)) },
    { name: texts.planPar, cell: cell((lane) => format.count(lane.par)) },
    { name: texts.planLocked, cell: cell(({ locked }) => (locked ? (words.reason[locked] ?? locked) : words.none)) },
  ];
  return <DataTable name={texts.cabinet} columns={columns} rows={numbers.sort((a, b) => a - b)} keyOf={String} />;
}

function Limits({ asked, inForce }: BothProps) {
  const { machine: texts } = useTexts();
  const format = useFormat();
  const current = inForce ?? asked;
  const undated = ({ limits: { lockUndated } }: Pick<Plan, 'limits'>) =>
    lockUndated === undefined ? texts.limitDefault : texts.undatedRule[lockUndated ? 'lock' : 'give'];
  return (
    <>
      <h2 className="space-above">{texts.limits}</h2>
      <dl className="pairs">
        {limitKeys.map((key) => {
          const show = ({ limits: { [key]: value } }: Pick<Plan, 'limits'>) =>
            value === undefined ? texts.limitDefault : format.decimal(limitShown(key, value));
          return (
            <div key={key}>
              <dt>{texts.limit[key]}</dt>
              <dd>
                <Both asked={show(asked)} inForce={show(current)} />
              </dd>
            </div>
          );
        })}
        <div>
          <dt>{texts.undated}</dt>
          <dd>
            <Both asked={undated(asked)} inForce={undated(current)} />
          </dd>
        </div>
      </dl>
    </>
  );
}

/** Lanes, limits and recalls: what was asked for, and also what is in force if that differs. */
export function PlanTable({ view }: { view: ConfigView }) {
  const { machine: texts } = useTexts();
  const { product } = useFleet();
  const { inForce } = view;
  const asked = view.asked ?? inForce;
  if (!asked) return <p className="soft">{texts.planNone}</p>;
  const lanes = asked.lanes.map((lane) => ({ ...lane, locked: lockAsked(asked, lane.lane) }));
  const ofArea = view.asked?.areaRecalls ?? [];
  return (
    <>
      <Lanes asked={{ ...asked, lanes }} inForce={inForce} />
      <Limits asked={asked} inForce={inForce} />
      {asked.recalls.length + ofArea.length > 0 && (
        <>
          <h2 className="space-above">{texts.recalls}</h2>
          <ul>
            {asked.recalls.map((recall) => (
              <li key={`${recall.product}/${recall.lot}`}>
                {product(recall.product)} · {recall.lot ?? texts.recallAll}
              </li>
            ))}
            {ofArea.map((recall) => (
              <li key={`area/${recall.product}/${recall.lot}`}>
                {product(recall.product)} · {recall.lot ?? texts.recallAll}{' '}
                <span className="chip">{texts.recallOfArea}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
