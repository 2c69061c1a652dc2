import type { ReactElement } from 'react';
import type { Offer, Screen } from '../../../shared/screen/view.ts';
import { inLanguage, type Page } from '../page.ts';
import { stockText } from '../ui/button-column.tsx';
import type { Choice } from '../ui/dock.tsx';
import { Frame } from '../ui/frame.tsx';
import { Pack } from '../ui/pack.tsx';
import { Pick } from '../ui/pick.tsx';

type Choose = Extract<Screen, { readonly screen: 'choose' }>;

/** The products of a page, as cards of equal size. */
export function ChooseView({ page, shows }: { readonly page: Page; readonly shows: Choose }): ReactElement {
  const { texts, view } = page;
  const { number, of } = shows.page;
  const turn = (to: 'next' | 'previous', label: string): Choice => ({
    label,
    press: () => page.act({ do: 'turn-page', to }),
  });
  const choices: Choice[] = [
    ...(number > 1 ? [turn('previous', texts.previous)] : []),
    ...(number < of ? [turn('next', texts.next)] : []),
    { label: texts.cancel, press: () => page.act({ do: 'cancel' }) },
  ];
  const said = shows.message === null ? null : texts.message(shows.message);
  const hints = [
    said?.hint ?? null,
    shows.identified && said === null ? texts.identified : null,
    of > 1 ? texts.page(number, of) : null,
  ].filter((each) => each !== null);
  return (
    <Frame page={page} choices={choices}>
      <Pick
        art={said === null ? 'cabinet' : 'failed'}
        title={said?.title ?? texts.choose}
        below={hints.length > 0 && <p className="hint">{hints.join(' · ')}</p>}
      >
        {view.buttons.length === 0 && (
          <div className={`cards of-${shows.offers.length}`}>
            {shows.offers.map((offer) => (
              <OfferCard key={offer.product} page={page} offer={offer} />
            ))}
          </div>
        )}
      </Pick>
    </Frame>
  );
}

function OfferCard({ page, offer }: { readonly page: Page; readonly offer: Offer }): ReactElement {
  const { view } = page;
  const { product, name, size, drawing: kind, stock } = offer;
  return (
    <button
      type="button"
      className="card"
      disabled={stock === 'none'}
      onClick={() => page.act({ do: 'choose', product })}
    >
      <span className="drawing">
        <Pack kind={kind} discreet={view.discreet} />
      </span>
      <span>
        <b>{inLanguage(name, view)}</b> {size !== null && <span className="kind">{inLanguage(size, view)}</span>}
        <span className="stock">{stockText(offer, page)}</span>
      </span>
    </button>
  );
}
