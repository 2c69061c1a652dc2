import type { RestockPlan } from '../../../../shared/contracts/fleet-http.ts';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';

/** The sums of a sheet: boxes by product, boxes to take out by lot, stops. */
export type Sums = Pick<RestockPlan, 'sum' | 'takeOutSum' | 'total'>;

/** The sums of no stops. */
export const noSums: Sums = { sum: [], takeOutSum: [], total: 0 };

function BringTable({ sum }: Pick<Sums, 'sum'>) {
  const { restock, words } = useTexts();
  const format = useFormat();
  const { product } = useFleet();
  return (
    <table className="plain">
      <tbody>
        {sum.map((item) => (
          <tr key={item.product}>
            <th scope="row">{product(item.product)}</th>
            <td className="num">
              <b className="figure">{format.count(item.boxes)}</b>
            </td>
            <td className="num soft">{restock.machinesOf(format.count(item.machines))}</td>
            <td className="print-only write-in">{words.labelled(restock.lotFill, '____________')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TakeOutTable({ takeOutSum }: Pick<Sums, 'takeOutSum'>) {
  const { restock, words } = useTexts();
  const format = useFormat();
  const { product } = useFleet();
  if (takeOutSum.length === 0) return null;
  return (
    <>
      <h2>{restock.takeOutSum}</h2>
      <p className="soft">{restock.takeOutLead}</p>
      <table className="plain">
        <tbody>
          {takeOutSum.map((item) => (
            <tr key={`${item.product}/${item.lot}/${item.expires}`}>
              <th scope="row">
                {product(item.product)}
                <br />
                <span className="soft">
                  {restock.lot} {item.lot ?? words.none}
                  {item.expires && (
                    <>
                      <br />
                      {restock.expires} {format.dayLong(item.expires)}
                    </>
                  )}
                </span>
              </th>
              <td className="num">
                <b className="figure">{format.count(item.count)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The line on paper in which a person enters the day and their name. */
function FillIn({ asOf }: { asOf: number }) {
  const { restock, words } = useTexts();
  const format = useFormat();
  const blank = '__________';
  return (
    <p className="print-only fill-in">
      <span>{words.labelled(restock.date, blank)}</span> <span>{words.labelled(restock.filler, blank)}</span>{' '}
      <span>{words.asOf(format.dated(asOf))}</span>
    </p>
  );
}

interface CarryListProps {
  sums: Sums;
  region: string;
  /** The instant of the figures, in ms. */
  asOf: number;
  isNone: boolean;
}

/** What to carry for the whole tour. */
export function CarryList({ sums: { sum, takeOutSum, total }, region, asOf, isNone }: CarryListProps) {
  const { restock, words } = useTexts();
  const format = useFormat();
  const { areaPath } = useFleet();
  const boxes = sum.reduce((sofar, each) => sofar + each.boxes, 0);
  return (
    <aside className="sheet carry">
      <h2 className="print-only">{restock.sheetTitle(areaPath(region))}</h2>
      <FillIn asOf={asOf} />
      <h2>{restock.sum}</h2>
      <p>
        <span className="figure big">{format.count(boxes)}</span>{' '}
        <span className="soft">
          {words.box('').trim()} · {restock.stops(format.count(total))}
        </span>
      </p>
      {isNone && <p className="soft">{restock.noneChosenLead}</p>}
      <BringTable sum={sum} />
      <p className="soft">{restock.fefo}</p>
      <TakeOutTable takeOutSum={takeOutSum} />
    </aside>
  );
}
