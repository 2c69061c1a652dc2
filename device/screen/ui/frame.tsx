import type { ReactElement, ReactNode } from 'react';
import type { Page } from '../page.ts';
import { Band } from './band.tsx';
import { ButtonColumn } from './button-column.tsx';
import { type Choice, Dock } from './dock.tsx';
import { Aside, MoreTime } from './overlays.tsx';

/** The frame of every view: band, view, what can be pressed, and the line with rules and phone. */
export function Frame({
  page,
  choices,
  pad = false,
  children,
}: {
  readonly page: Page;
  readonly choices: readonly Choice[];
  /** Whether the view has digits to press. */
  readonly pad?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const { view, texts } = page;
  // Without any choice, as while a box is on its way, the view has the whole glass.
  const withButtons = view.buttons.some((action) => action !== null);
  return (
    <div
      className={withButtons ? 'frame with-buttons' : 'frame'}
      data-screen={view.shows.screen}
      data-number={view.screen}
      data-pad={pad || undefined}
    >
      <Band page={page} />
      <main className="view">{children}</main>
      {withButtons && <ButtonColumn page={page} />}
      {view.buttons.length === 0 && <Dock page={page} choices={choices} />}
      <footer className="line">
        <span>
          {view.shows.screen === 'staff' ? texts.staffMode.atWork : texts.privacy(view.rules.forgottenAfterDays)}
        </span>
        {view.phone !== null && <span className="phone">{texts.phone(view.phone)}</span>}
      </footer>
      <Aside page={page} />
      <MoreTime page={page} />
    </div>
  );
}
