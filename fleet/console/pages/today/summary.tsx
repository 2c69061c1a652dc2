import { useArea } from '../../api/queries.ts';
import { useAreaCode, useTo } from '../../app/address.ts';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Explain } from '../../ui/explain.tsx';

/** The four figures of the area, each a link to the machines that it counts. */
export function Summary() {
  const { today } = useTexts();
  const format = useFormat();
  const to = useTo();
  const area = useArea(useAreaCode());
  const figures = area.data;
  const items = [
    { key: 'inService', value: figures?.machines.inService, path: to('/machines', { service: 'in-service' }) },
    {
      key: 'issuedToday',
      value: figures?.issued.today,
      path: to('/machines', { condition: 'issued-today', sort: '-issuedToday' }),
    },
    { key: 'toCarry', value: figures?.toRestock, path: to('/machines', { condition: 'to-restock' }) },
    { key: 'empty', value: figures?.empty, path: to('/machines', { condition: 'gives-nothing' }) },
  ] as const;
  return (
    <section className="summary" aria-label={today.summary}>
      {items.map(({ key, value, path }) => (
        <div key={key}>
          <Link to={path} className="figure">
            {value === undefined ? '…' : format.count(value)}
          </Link>
          <Explain text={today.explain[key]}>{today[key]}</Explain>
        </div>
      ))}
    </section>
  );
}
