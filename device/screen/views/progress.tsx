import type { ReactElement } from 'react';
import type { Screen } from '../../../shared/screen/view.ts';
import type { Page } from '../page.ts';
import { Frame } from '../ui/frame.tsx';
import { Say } from '../ui/say.tsx';

/** A bar that moves while nobody knows how long it takes. */
const Bar = (): ReactElement => (
  <div className="bar" aria-hidden="true">
    <i />
  </div>
);

/** A card or code is being checked. Nothing of it is shown. */
export function ReadingView(props: {
  readonly page: Page;
  readonly shows: Extract<Screen, { readonly screen: 'reading' }>;
}): ReactElement {
  const { page, shows } = props;
  const { reading, readingHint } = page.texts;
  return (
    <Frame page={page} choices={[]}>
      <Say art="reading" title={reading[shows.what]} hint={readingHint[shows.what]}>
        <Bar />
      </Say>
    </Frame>
  );
}

/** A box is on its way. */
export function DispensingView({ page }: { readonly page: Page }): ReactElement {
  const { texts } = page;
  return (
    <Frame page={page} choices={[]}>
      <Say art="dispensing" title={texts.dispensing} hint={texts.dispensingHint}>
        <Bar />
      </Say>
    </Frame>
  );
}
