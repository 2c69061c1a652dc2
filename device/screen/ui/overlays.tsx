import type { ReactElement } from 'react';
import type { Page } from '../page.ts';
import { Key } from './dock.tsx';
import { useTick } from './tick.ts';

/** A sentence over the view for a moment. */
export function Aside({ page }: { readonly page: Page }): ReactElement | null {
  const { view, texts } = page;
  if (view.aside === null) return null;
  return (
    <p className="aside" role="status">
      {texts.message(view.aside).title}
    </p>
  );
}

/** Asks whether more time is needed, from the moment on that the agent named. */
export function MoreTime({ page }: { readonly page: Page }): ReactElement | null {
  const { view, texts, since } = page;
  const { leaving } = view;
  const asks = leaving !== null && leaving.warnInMs !== null;
  const now = useTick(asks ? 250 : null);
  if (leaving === null || leaving.warnInMs === null) return null;
  const passed = Math.max(0, now - since);
  if (passed < leaving.warnInMs) return null;
  const seconds = Math.max(0, Math.ceil((leaving.inMs - passed) / 1000));
  return (
    <section className="more-time" role="alertdialog" aria-labelledby="more-time">
      <div>
        <h1 id="more-time">{texts.moreHint}</h1>
        <p>{texts.moreTitle(seconds)}</p>
      </div>
      <Key label={texts.cancel} press={() => page.act({ do: 'cancel' })} />
      <Key label={texts.more} primary press={() => page.act({ do: 'more-time' })} />
    </section>
  );
}
