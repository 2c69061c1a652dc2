import type { ReactElement } from 'react';
import type { Screen } from '../../../shared/screen/view.ts';
import { inLanguage, type Page } from '../page.ts';
import { Art } from '../ui/art.tsx';
import { stockText } from '../ui/button-column.tsx';
import { Clauses } from '../ui/clauses.tsx';
import { Frame } from '../ui/frame.tsx';
import { Pack } from '../ui/pack.tsx';

type Idle = Extract<Screen, { readonly screen: 'idle' }>;

/** The most products that the first view names. */
const mostShown = 6;

/** Nobody is there: what there is, that it is free, the rules, and how to begin. */
export function IdleView({ page, shows }: { readonly page: Page; readonly shows: Idle }): ReactElement {
  const { view, texts } = page;
  const [first, second] = texts.title;
  const offers = shows.offers.slice(0, mostShown);
  const byCard = shows.ways.includes('card');
  const startHint = view.buttons.length > 0 ? texts.startHintButtons : byCard ? texts.startHint : texts.startHintPlain;
  return (
    <Frame page={page} choices={[{ label: texts.start, primary: true, press: () => page.act({ do: 'start' }) }]}>
      <div className="idle">
        <div className={shows.notice === null ? 'poster' : 'poster with-notice'}>
          <h1 className="big">
            {first} <br />
            {second}
          </h1>
          <p className="rules">
            <Clauses text={texts.rules(view.rules)} />
          </p>
          {shows.notice === null ? <p className="hint">{startHint}</p> : <Notice page={page} notice={shows.notice} />}
        </div>
        <div className="art">
          <Art name="cabinet" />
        </div>
        <ul className="shelf">
          {offers.map((offer) => (
            <li key={offer.product} className={offer.stock === 'none' ? 'gone' : undefined}>
              <Pack kind={offer.drawing} discreet={view.discreet} />
              <span>
                {inLanguage(offer.name, view)}
                {offer.size !== null && ` ${inLanguage(offer.size, view)}`}
                <small>{stockText(offer, page)}</small>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Frame>
  );
}

function Notice({ page, notice }: { readonly page: Page; readonly notice: NonNullable<Idle['notice']> }): ReactElement {
  const { title, hint } = page.texts.message(notice);
  return (
    <p className="notice" role="status">
      <b>{title}</b>
      {hint !== null && <span> {hint}</span>}
    </p>
  );
}
