import type { ReactElement } from 'react';
import type { ScreenMessage } from '../../../shared/screen/message.ts';
import type { Screen } from '../../../shared/screen/view.ts';
import type { Page } from '../page.ts';
import type { ArtName } from '../ui/art.tsx';
import type { Choice } from '../ui/dock.tsx';
import { Frame } from '../ui/frame.tsx';
import { NearbyPlaces } from '../ui/nearby-places.tsx';
import { Say } from '../ui/say.tsx';

type Ended = Extract<Screen, { readonly screen: 'ended' }>;
type Closed = Extract<Screen, { readonly screen: 'out-of-stock' | 'out-of-service' }>;

const climate: readonly ScreenMessage['key'][] = ['too-hot', 'too-cold', 'too-damp'];

/** The session ended without a box, or nobody knows. */
export function EndedView({ page, shows }: { readonly page: Page; readonly shows: Ended }): ReactElement {
  const { texts } = page;
  const { title, hint, facts } = texts.message(shows.message);
  const choices: Choice[] = [{ label: texts.cancel, press: () => page.act({ do: 'cancel' }) }];
  if (shows.mayChooseAgain)
    choices.push({ label: texts.chooseAgain, primary: true, press: () => page.act({ do: 'back' }) });
  return (
    <Frame page={page} choices={choices}>
      <Say art={shows.how} attention={shows.how !== 'refused'} title={title} hint={hint} wide={facts.length > 0}>
        {facts.length > 0 ? (
          <dl className="facts">
            {facts.flatMap(([name, value]) => [
              <dt key={name}>{name}</dt>,
              <dd key={value} className="large">
                {value}
              </dd>,
            ])}
          </dl>
        ) : (
          <NearbyPlaces key={title} page={page} nearby={shows.nearby} />
        )}
      </Say>
    </Frame>
  );
}

/** The machine gives nothing out, or has nothing left. */
export function ClosedView({ page, shows }: { readonly page: Page; readonly shows: Closed }): ReactElement {
  const said: ScreenMessage = shows.screen === 'out-of-stock' ? { key: 'out-of-stock' } : shows.message;
  const { title, hint } = page.texts.message(said);
  // A small glass has room for one of them.
  const placesOnly = page.geometry.layout === 'compact' && shows.nearby.places.length > 0;
  const art: ArtName = said.key === 'staff-at-work' ? 'staff' : climate.includes(said.key) ? 'climate' : 'closed';
  return (
    <Frame page={page} choices={[]}>
      <Say art={art} attention title={title} hint={placesOnly ? null : hint}>
        <NearbyPlaces key={title} page={page} nearby={shows.nearby} />
      </Say>
    </Frame>
  );
}
