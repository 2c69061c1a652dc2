import type { ReactElement } from 'react';
import type { Screen } from '../../../shared/screen/view.ts';
import type { Page } from '../page.ts';
import { Frame } from '../ui/frame.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { Say } from '../ui/say.tsx';

/** The box has dropped: where it is, its lot and expiry, and the leaflet's code. */
export function TakeView(props: {
  readonly page: Page;
  readonly shows: Extract<Screen, { readonly screen: 'take' }>;
}): ReactElement {
  const { page, shows } = props;
  const { texts } = page;
  const { lot, expires, leaflet } = shows;
  return (
    <Frame page={page} choices={[]}>
      <Say art="take" title={texts.take} hint={texts.takeHint}>
        <div className={leaflet === null ? 'after' : 'after with-leaflet'}>
          <dl className="facts">
            {lot !== null && <dt>{texts.lot}</dt>}
            {lot !== null && <dd>{lot}</dd>}
            {expires !== null && <dt>{texts.expires}</dt>}
            {expires !== null && <dd>{expires}</dd>}
          </dl>
          {leaflet !== null && (
            <figure className="leaflet">
              <QrCode content={leaflet} />
              <figcaption>{texts.leaflet}</figcaption>
            </figure>
          )}
        </div>
      </Say>
    </Frame>
  );
}
