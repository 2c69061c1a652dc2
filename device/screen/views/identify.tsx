import type { ReactElement } from 'react';
import type { IdentityWay } from '../../../shared/screen/action.ts';
import type { Screen } from '../../../shared/screen/view.ts';
import { inLanguage, type Page } from '../page.ts';
import { Art } from '../ui/art.tsx';
import { Frame } from '../ui/frame.tsx';
import { NumberPad } from '../ui/number-pad.tsx';
import { Pick } from '../ui/pick.tsx';
import { Say } from '../ui/say.tsx';

type Identify = Extract<Screen, { readonly screen: 'identify' }>;

/** Identifying: the ways as equals, or how to use the one that was asked about. */
export function IdentifyView({ page, shows }: { readonly page: Page; readonly shows: Identify }): ReactElement {
  const { texts } = page;
  const way = shows.way ?? (shows.ways.length === 1 ? (shows.ways[0] ?? null) : null);
  const choices = [
    { label: texts.cancel, press: () => page.act({ do: 'cancel' }) },
    { label: texts.back, press: () => page.act({ do: 'back' }) },
  ];
  return (
    <Frame page={page} choices={choices} pad={way === 'code'}>
      {way === 'code' ? (
        <CodeEntry page={page} shows={shows} />
      ) : way === null ? (
        <Ways page={page} shows={shows} />
      ) : (
        <OneWay page={page} shows={shows} way={way} />
      )}
    </Frame>
  );
}

const saidOf = ({ texts }: Page, { message }: Identify) => (message === null ? null : texts.message(message));

function Chosen({ page, shows }: { readonly page: Page; readonly shows: Identify }): ReactElement | null {
  const { offer } = shows;
  if (offer === null) return null;
  const { view, texts } = page;
  const size = offer.size === null ? '' : ` ${inLanguage(offer.size, view)}`;
  return (
    <p className="chosen">
      {texts.chosen} <b>{inLanguage(offer.name, view) + size}</b>
    </p>
  );
}

function OneWay(props: { readonly page: Page; readonly shows: Identify; readonly way: IdentityWay }): ReactElement {
  const { page, shows, way } = props;
  const said = saidOf(page, shows);
  return (
    <Say
      art={way}
      attention={said !== null}
      title={said?.title ?? page.texts.identifyOne[way]}
      hint={said?.hint ?? page.texts.wayHints[way]}
    >
      <Chosen page={page} shows={shows} />
    </Say>
  );
}

function Ways({ page, shows }: { readonly page: Page; readonly shows: Identify }): ReactElement {
  const { texts, view } = page;
  const said = saidOf(page, shows);
  return (
    <Pick
      art="reading"
      title={said?.title ?? texts.identify}
      below={said?.hint == null ? <Chosen page={page} shows={shows} /> : <p className="hint">{said.hint}</p>}
    >
      {view.buttons.length === 0 && (
        <div className={`cards ways of-${shows.ways.length}`}>
          {shows.ways.map((way) => (
            <button key={way} type="button" className="card" onClick={() => page.act({ do: 'way', way })}>
              <span className="drawing">
                <Art name={way} />
              </span>
              <span>
                <b>{texts.ways[way]}</b>
                <span className="kind">{texts.wayHints[way]}</span>
              </span>
            </button>
          ))}
        </div>
      )}
    </Pick>
  );
}

function CodeEntry({ page, shows }: { readonly page: Page; readonly shows: Identify }): ReactElement {
  const { texts } = page;
  const said = saidOf(page, shows);
  return (
    <NumberPad
      key={page.view.screen}
      title={said?.title ?? texts.codeEntry}
      hint={said?.hint ?? null}
      most={8}
      hidden={false}
      texts={texts}
      enter={(code) => page.act({ do: 'code', code })}
    />
  );
}
