import type { ConfigView } from '../../../../shared/contracts/fleet-http.ts';
import type { KioskLimits } from '../../../../shared/contracts/plan.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Wide } from '../../ui/scroll-x.tsx';

export const limitKeys = [
  'lockBeforeExpiryDays',
  'noDropsBeforeSuspect',
  'tempMaxDeciC',
  'tempMinDeciC',
  'humidityMaxPct',
  'shelfLifeYears',
] as const satisfies readonly (keyof KioskLimits)[];

/** A limit as people read it: temperatures in whole degrees' tenths. */
export const limitShown = (key: keyof KioskLimits, value: number): number =>
  key.endsWith('DeciC') ? value / 10 : value;
/** A limit as it is stored, from the number in the form: temperatures are entered in °C and stored in 0.1 °C. */
export const limitStored = (key: keyof KioskLimits, shown: number): number =>
  key.endsWith('DeciC') ? Math.round(shown * 10) : Math.round(shown);

/** Lanes and limits: asked for, and beside it what is in force where that differs. */
export function PlanTable({ view }: { view: ConfigView }) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { product } = useFleet();
  const asked = view.asked ?? view.inForce;
  const inForce = view.inForce;
  if (!asked) return <p className="soft">{texts.planNone}</p>;
  const numbers = [...new Set([...asked.lanes, ...(inForce?.lanes ?? [])].map((lane) => lane.lane))].sort(
    (a, b) => a - b,
  );
  const differing = (want: string, is: string) =>
    want === is ? (
      want
    ) : (
      <>
        <b>{want}</b> <span className="chip warn">{`${texts.planInForce}: ${is}`}</span>
      </>
    );
  const undatedShown = ({ lockUndated }: KioskLimits) =>
    lockUndated === undefined ? texts.limitDefault : texts.undatedRule[lockUndated ? 'lock' : 'give'];
  return (
    <>
      <Wide name={texts.cabinet}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{texts.planLane}</th>
              <th scope="col">{texts.planProduct}</th>
              <th scope="col">{texts.planCapacity}</th>
              <th scope="col">{texts.planPar}</th>
              <th scope="col">{texts.planLocked}</th>
            </tr>
          </thead>
          <tbody>
            {numbers.map((n) => {
              const want = asked.lanes.find((lane) => lane.lane === n);
              const is = inForce?.lanes.find((lane) => lane.lane === n);
              const cell = (read: (lane: NonNullable<typeof want>) => string) =>
                differing(
                  want ? read(want) : words.none,
                  inForce ? (is ? read(is) : words.none) : want ? read(want) : '',
                );
              return (
                <tr key={n}>
                  <th scope="row">{n}</th>
                  <td>{cell((lane) => product(lane.product))}</td>
                  <td>{cell((lane) => format.count(lane.capacity))}</td>
                  <td>{cell((lane) => format.count(lane.par))}</td>
                  <td>{cell((lane) => lane.locked ?? words.none)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Wide>
      <h2 className="space-above">{texts.limits}</h2>
      <dl className="pairs">
        {limitKeys.map((key) => {
          const show = (limits: KioskLimits | undefined) => {
            const value = limits?.[key];
            return value === undefined ? texts.limitDefault : format.decimal(limitShown(key, value));
          };
          return (
            <div key={key}>
              <dt>{texts.limit[key]}</dt>
              <dd>{differing(show(asked.limits), inForce ? show(inForce.limits) : show(asked.limits))}</dd>
            </div>
          );
        })}
        <div>
          <dt>{texts.undated}</dt>
          <dd>{differing(undatedShown(asked.limits), undatedShown(inForce ? inForce.limits : asked.limits))}</dd>
        </div>
      </dl>
      {asked.recalls.length > 0 && (
        <>
          <h2 className="space-above">{texts.recalls}</h2>
          <ul>
            {asked.recalls.map((recall) => (
              <li key={`${recall.product}/${recall.lot}`}>
                {product(recall.product)} · {recall.lot ?? texts.recallLot}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
