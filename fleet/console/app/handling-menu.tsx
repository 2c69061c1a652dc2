import type { NewHandling } from '../../../shared/contracts/fleet-http.ts';
import { useTexts } from '../texts/texts.tsx';
import { Popup } from '../ui/popup.tsx';
import type { Handled } from './handling.tsx';

/** What a person may choose to do about a flag or task. */
export type Act = NewHandling['kind'];

const everyAct: readonly Act[] = ['acknowledged', 'reopened', 'noted', 'assigned'];

/** Reads an act that was kept. Anything else is a note, which changes nothing. */
export const readAct = (kept: string): Act => everyAct.find((act) => act === kept) ?? 'noted';

interface MenuProps {
  of: Handled;
  /** What it is about, for screen readers. */
  name: string;
  act: (act: Act) => void;
  /** Further entries, after the others. */
  more?: readonly { readonly label: string; readonly run: () => void }[];
}

/**
 * What can be done about a flag or task besides taking it on. Nothing is offered that would change
 * nothing.
 */
export function HandlingMenu({ of, name, act, more = [] }: MenuProps) {
  const { today, handling, words } = useTexts();
  const acts: readonly Act[] = of.inCharge === null ? ['noted', 'assigned'] : ['noted', 'assigned', 'reopened'];
  const entries = [...acts.map((each) => ({ label: handling.act[each], run: () => act(each) })), ...more];
  return (
    <Popup small className="task-more" label={today.more} name={words.labelled(today.more, name)}>
      {(close) =>
        entries.map(({ label, run }) => (
          <button
            key={label}
            type="button"
            className="item"
            onClick={() => {
              close();
              run();
            }}
          >
            {label}
          </button>
        ))
      }
    </Popup>
  );
}
