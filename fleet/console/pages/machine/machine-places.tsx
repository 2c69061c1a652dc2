import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import type { PartProps } from './part-props.ts';

/** The places where the machine was and is, newest first. */
export function MachinePlaces({ machine }: PartProps) {
  const { machine: texts, words } = useTexts();
  const format = useFormat();
  const { areaPath } = useFleet();
  return (
    <section className="sheet">
      <h2>{texts.placesTitle}</h2>
      <ol className="rows">
        {[...machine.places].reverse().map((place) => (
          <li key={place.from}>
            <div>
              <b>{place.name}</b>
              <p>
                {areaPath(place.region)} · {words.site[place.site] ?? place.site}
              </p>
              <p className="soft">
                {format.dayLong(place.from)} – {place.until ? format.dayLong(place.until) : texts.placeNow}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <p className="soft">
        {texts.registered} {format.dated(machine.registered)}
        {machine.health.agent.version && ` · ${texts.version} ${machine.health.agent.version}`}
      </p>
    </section>
  );
}
