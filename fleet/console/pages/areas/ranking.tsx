import { memo } from 'react';
import type { AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Explain } from '../../ui/explain.tsx';
import { ScrollX } from '../../ui/scroll-x.tsx';
import { type MeasureKey, measures } from './measures.ts';

function Columns({ target }: { target: number }) {
  const { areas, today } = useTexts();
  const format = useFormat();
  return (
    <thead>
      <tr>
        <th scope="col" className="num">
          {areas.rank}
        </th>
        <th scope="col">{areas.name}</th>
        <th scope="col" className="num">
          <Explain text={areas.averageExplain(format.count(target))}>{areas.average}</Explain>
        </th>
        <th scope="col" className="num">
          <Explain text={areas.shareExplain}>{areas.share}</Explain>
        </th>
        <th scope="col" className="num">
          <Explain text={areas.issuedYearExplain}>{areas.issuedYear}</Explain>
        </th>
        <th scope="col" className="num">
          <Explain text={areas.stockExplain}>{areas.stock}</Explain>
        </th>
        <th scope="col" className="num">
          <Explain text={today.explain.empty}>{areas.empty}</Explain>
        </th>
        <th scope="col" className="num">
          <Explain text={today.explain.toCarry}>{areas.toRestock}</Explain>
        </th>
        <th scope="col" className="num">
          {areas.offline}
        </th>
        <th scope="col" className="num">
          <Explain text={areas.troubleExplain}>{areas.trouble}</Explain>
        </th>
      </tr>
    </thead>
  );
}

/** The areas below this one, best first by what is looked at. */
export const Ranking = memo(({ view, by }: { view: AreaView; by: MeasureKey }) => {
  const { areas, words } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { value, fewer } = measures[by];
  const ranked = [...view.children].sort((a, b) => {
    const [x, y] = [value(a) ?? Number.NEGATIVE_INFINITY, value(b) ?? Number.NEGATIVE_INFINITY];
    return fewer ? x - y : y - x;
  });
  return (
    <ScrollX name={areas.ranking}>
      <table className="plain ranking">
        <Columns target={view.target} />
        <tbody>
          {ranked.map((area, i) => (
            <tr key={area.code}>
              <td className="num soft">{i + 1}</td>
              <th scope="row">
                <Link to={to('/areas', { area: area.code })}>{area.name}</Link>
              </th>
              <td className="num">
                {area.average === null ? words.none : format.count(area.average)}
                {area.average !== null && (
                  <span className={`chip ${area.average >= view.target ? 'good' : 'warn'}`}>
                    {area.average >= view.target ? areas.met : areas.notMet}
                  </span>
                )}
              </td>
              <td className="num">
                {area.shareAtPace === null ? areas.tooEarly : format.percent(area.shareAtPace)}{' '}
                <span className="soft">{areas.judged(format.count(area.atPace), format.count(area.judged))}</span>
              </td>
              <td className="num">{format.count(area.issued.year)}</td>
              <td className="num">
                {format.count(area.stock)} <span className="soft">/ {format.count(area.capacity)}</span>
              </td>
              <td className="num">{format.count(area.empty)}</td>
              <td className="num">{format.count(area.toRestock)}</td>
              <td className="num">{format.count(area.link.down)}</td>
              <td className="num">{format.count(area.severity.urgent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollX>
  );
});
