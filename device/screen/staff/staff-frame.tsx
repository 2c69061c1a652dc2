import type { ReactElement, ReactNode } from 'react';
import type { StaffAction } from '../../../shared/screen/staff.ts';
import type { Page } from '../page.ts';
import { Art } from '../ui/art.tsx';
import type { Choice } from '../ui/dock.tsx';
import { Frame } from '../ui/frame.tsx';

/** What somebody does in staff mode, as something to press. */
export const does =
  (page: Page, action: StaffAction): (() => void) =>
  () =>
    page.act({ do: 'staff', staff: action });

/** The frame of a step of staff mode: what can be pressed, and back if the step has it. */
export function StaffFrame({
  page,
  choices = [],
  back = true,
  pad = false,
  children,
}: {
  readonly page: Page;
  readonly choices?: readonly Choice[];
  readonly back?: boolean;
  readonly pad?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const returning = { label: page.texts.back, press: does(page, { do: 'back' }) };
  return (
    <Frame page={page} choices={back ? [...choices, returning] : choices} pad={pad}>
      {children}
    </Frame>
  );
}

/** The choices that turn the page of a list. */
export function turning(page: Page, { number, of }: { readonly number: number; readonly of: number }): Choice[] {
  const turn = (to: 'next' | 'previous', label: string): Choice => ({
    label,
    press: does(page, { do: 'turn-page', to }),
  });
  return [
    ...(number > 1 ? [turn('previous', page.texts.staffMode.previous)] : []),
    ...(number < of ? [turn('next', page.texts.staffMode.next)] : []),
  ];
}

/** A title over rows of what is known: nothing in it is pressed. */
export function Report({
  title,
  hint,
  rows,
}: {
  readonly title: string;
  readonly hint?: string | null;
  readonly rows: readonly { readonly name: string; readonly value: string; readonly isBad?: boolean }[];
}): ReactElement {
  return (
    <div className="report">
      <div role="status">
        <h1>{title}</h1>
        {hint != null && <p className="hint">{hint}</p>}
      </div>
      <dl>
        {rows.map(({ name, value, isBad = false }) => (
          <div key={`${name} ${value}`} className={isBad ? 'row bad' : 'row'}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** A list of what can be chosen, below one line that says what it is. */
export function CardList({
  title,
  hint,
  cards,
}: {
  readonly title: string;
  readonly hint?: string | null;
  readonly cards: readonly { readonly label: string; readonly below?: string | null; press(): void }[];
}): ReactElement {
  return (
    <div className="pick staff-list">
      <div className="art">
        <Art name="cabinet" />
      </div>
      <div role="status">
        <p className="listed">{title}</p>
        {hint != null && <p className="hint">{hint}</p>}
      </div>
      <div className="cards names of-6">
        {cards.map(({ label, below = null, press }) => (
          <button key={label} type="button" className="card" onClick={press}>
            <span>
              <b>{label}</b>
              {below !== null && <span className="stock">{below}</span>}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}
