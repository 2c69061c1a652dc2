import { type CSSProperties, memo } from 'react';
import type { AreaFigures, AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { useTo } from '../../app/address.ts';
import { useFleet } from '../../app/fleet.tsx';
import { Link } from '../../app/router.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { type MeasureKey, measures, shadeOf } from './measures.ts';
import { cityPlaces } from './province-tiles.ts';

interface Props {
  view: AreaView;
  counties: ReadonlyMap<string, readonly AreaFigures[]>;
  by: MeasureKey;
}

function Tile({ area, by, target }: { area: AreaFigures; by: MeasureKey; target: number }) {
  const { words } = useTexts();
  const format = useFormat();
  const to = useTo();
  const value = measures[by].value(area);
  const shade = shadeOf(by, area, target);
  return (
    <Link className={`tile ${shade === null ? 'none' : `shade-${shade}`}`} to={to('/areas', { area: area.code })}>
      <span>{area.name}</span>
      <b>{value === null ? words.none : measures[by].write(value, format)}</b>
    </Link>
  );
}

/** What the five shades mean. */
function Legend({ by, target }: { by: MeasureKey; target: number }) {
  const { areas } = useTexts();
  const format = useFormat();
  const { bounds, write, fewer } = measures[by];
  const four = bounds(target).map((bound) => write(bound, format));
  const names = fewer
    ? [areas.over(four[3] ?? ''), ...[3, 2, 1, 0].map((i) => areas.upTo(four[i] ?? ''))]
    : [areas.below(four[0] ?? ''), ...four.map((bound) => areas.from(bound))];
  return (
    <ul className="legend" aria-label={areas.legend}>
      {names.map((name, shade) => (
        <li key={name}>
          <i className={`shade-${shade}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}

/**
 * A province as a grid of its cities, each made of its counties; or a city as its counties. This
 * needs no map server.
 */
export const Tiles = memo(({ view, counties, by }: Props) => {
  const to = useTo();
  const { tree } = useFleet();
  // Until a city's figures are there, its counties are shown by name, so that nothing jumps.
  const namesIn = (city: string) => tree.areas.filter(({ parent }) => parent === city).map(({ name }) => name);
  const tile = (area: AreaFigures) => <Tile key={area.code} area={area} by={by} target={view.target} />;
  return (
    <>
      <Legend by={by} target={view.target} />
      {view.level !== 'province' ? (
        <div className="tiles flat">{view.children.map(tile)}</div>
      ) : (
        <div className="tiles">
          {view.children.map((city) => {
            const place = cityPlaces[city.code.slice(0, 4)];
            const at = place ? { '--column': place.column, '--row': place.row } : {};
            return (
              <section key={city.code} style={at as CSSProperties} aria-label={city.name}>
                <h3>
                  <Link to={to('/areas', { area: city.code })}>{city.name}</Link>
                </h3>
                <div>
                  {counties.get(city.code)?.map(tile) ??
                    namesIn(city.code).map((name) => (
                      <span key={name} className="tile none">
                        <span>{name}</span>
                        <b>…</b>
                      </span>
                    ))}
                </div>
              </section>
            );
          })}
        </div>
      )}
    </>
  );
});

const worstAtMost = 8;

/** The counties with the worst value of the chosen figure, with links to what needs doing there. */
export const Worst = memo(({ view, counties, by }: Props) => {
  const { areas } = useTexts();
  const format = useFormat();
  const to = useTo();
  const { value, write, fewer } = measures[by];
  const rated = [...counties.values()]
    .flat()
    .flatMap((area) => {
      const of = value(area);
      return of === null ? [] : [{ area, of }];
    })
    .sort((a, b) => (fewer ? b.of - a.of : a.of - b.of))
    .slice(0, worstAtMost);
  return (
    <section className="sheet">
      <h2>{areas.worst}</h2>
      <ol className={view.level === 'province' ? 'worst whole' : 'worst'}>
        {rated.map(({ area, of }) => (
          <li key={area.code}>
            <i className={`shade-${shadeOf(by, area, view.target)}`} aria-hidden="true" />
            <Link to={to('/areas', { area: area.code })}>{area.name}</Link>
            <b className="figure">{write(of, format)}</b>
          </li>
        ))}
      </ol>
    </section>
  );
});
