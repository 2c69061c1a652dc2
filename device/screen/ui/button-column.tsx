import type { ReactElement } from 'react';
import type { ScreenAction } from '../../../shared/screen/action.ts';
import type { Offer } from '../../../shared/screen/view.ts';
import { inLanguage, type Page } from '../page.ts';

/** The offers that the view shows, if it shows any. */
const offersOf = ({ view: { shows } }: Page): readonly Offer[] => ('offers' in shows ? shows.offers : []);

/** What a button does, in words; the stock of an offer under its name. */
function labelOf(action: ScreenAction, page: Page): { readonly label: string; readonly below?: string } {
  const { texts, view } = page;
  switch (action.do) {
    case 'choose': {
      const offer = offersOf(page).find(({ product }) => product === action.product);
      if (!offer) return { label: action.product };
      const size = offer.size === null ? '' : ` ${inLanguage(offer.size, view)}`;
      return { label: inLanguage(offer.name, view) + size, below: stockText(offer, page) };
    }
    case 'start':
      return { label: texts.start };
    case 'turn-page':
      return { label: action.to === 'next' ? texts.next : texts.previous };
    case 'back':
      return { label: view.shows.screen === 'ended' ? texts.chooseAgain : texts.back };
    case 'cancel':
      return { label: texts.cancel };
    case 'more-time':
      return { label: texts.more };
    case 'language':
      return { label: texts.language };
    case 'large-type':
      return { label: action.on ? texts.largeType : texts.usualType };
    case 'way':
      return { label: texts.ways[action.way] };
    default:
      return { label: texts.confirm };
  }
}

/** How many boxes there are of an offer, in words. */
export const stockText = ({ stock, left }: Offer, { texts }: Page): string =>
  stock === 'few' ? texts.stock.few(left) : texts.stock[stock];

/** The choices next to the four hardware buttons, in their order. They can be touched as well. */
export function ButtonColumn({ page }: { readonly page: Page }): ReactElement {
  const rows = page.view.buttons.map((action, index) => ({ action, slot: index + 1 }));
  return (
    <nav className="button-column">
      {rows.map(({ action, slot }) => {
        if (action === null) return <span key={slot} className="slot-row" />;
        const { label, below } = labelOf(action, page);
        const press = (): void => page.post({ screen: page.view.screen, button: slot });
        return (
          <button key={slot} type="button" className="slot-row" onClick={press}>
            <span className="slot-text">
              {label}
              {below !== undefined && <small>{below}</small>}
            </span>
            <span className="slot-number">{slot}</span>
          </button>
        );
      })}
    </nav>
  );
}
