import type { ReactElement } from 'react';
import type { Page } from '../page.ts';

/** Something that can be pressed in the dock. */
export interface Choice {
  readonly label: string;
  readonly primary?: boolean;
  press(): void;
}

/** A key of the dock. */
export function Key({ label, primary = false, press }: Choice): ReactElement {
  return (
    <button type="button" className={primary ? 'key primary' : 'key'} onClick={press}>
      {label}
    </button>
  );
}

/** What can be pressed: type size and language, always in the same corner, then the choices. */
export function Dock({ page, choices }: { readonly page: Page; readonly choices: readonly Choice[] }): ReactElement {
  const { view, texts } = page;
  const large = view.largeType;
  const { shows } = view;
  const isStaff = shows.screen === 'staff' && shows.staff.step !== 'sign-in';
  const other = view.language === 'zh' ? 'en' : 'zh';
  return (
    <nav className="dock">
      {!isStaff && (
        <Key
          label={large ? texts.usualType : texts.largeType}
          press={() => page.act({ do: 'large-type', on: !large })}
        />
      )}
      {large ? <span /> : <Key label={texts.language} press={() => page.act({ do: 'language', language: other })} />}
      {isStaff && <span />}
      <div className="choices">
        {choices.map((choice) => (
          <Key key={choice.label} {...choice} />
        ))}
      </div>
    </nav>
  );
}
