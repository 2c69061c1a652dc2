import { useQueries } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { Link } from 'react-router';
import type { AreaFigures, AreaView } from '../../../../shared/contracts/fleet-http.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { useTo } from '../../app/address.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { type MeasureKey, measures, shadeOf } from './measures.ts';
import { cityPlaces } from './province-tiles.ts';

interface Given {
  view: AreaView;
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

/** A province as its cities lie to each other, each made of its counties; a city as its counties. No map server is asked. */
export function Tiles({ view, by }: Given) {
  const ofCities = view.level === 'province';
  const cities = useQueries({
    queries: view.children.map((city) => ({
      queryKey: keys.area(city.code),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<AreaView>(`/regions/${city.code}`, {}, signal),
      enabled: ofCities,
    })),
  });
  const to = useTo();
  if (!ofCities)
    return (
      <div className="tiles flat">
        {view.children.map((area) => (
          <Tile key={area.code} area={area} by={by} target={view.target} />
        ))}
      </div>
    );
  return (
    <div className="tiles">
      {view.children.map((city, i) => {
        const place = cityPlaces[city.code.slice(0, 4)];
        const at: CSSProperties = place ? { gridColumn: place.column, gridRow: place.row } : {};
        return (
          <section key={city.code} style={at} aria-label={city.name}>
            <h3>
              <Link to={to('/areas', { area: city.code })}>{city.name}</Link>
            </h3>
            <div>
              {(cities[i]?.data?.children ?? []).map((county) => (
                <Tile key={county.code} area={county} by={by} target={view.target} />
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}
