import { type ReactElement, useState } from 'react';
import type { StaffView } from '../../../shared/screen/staff.ts';
import type { Page } from '../page.ts';
import { Frame } from '../ui/frame.tsx';
import { NumberPad } from '../ui/number-pad.tsx';
import { Pick } from '../ui/pick.tsx';

type SignIn = Extract<StaffView, { readonly step: 'sign-in' }>;
type Person = { readonly id: string | null; readonly name: string };

/** Names on one page of the list, by layout. */
const namesShown = { compact: 3, landscape: 6, tall: 6 } as const;
const pinDigits = 12;

/** Staff choose their name and enter their PIN. */
export function SignInView({ page, staff }: { readonly page: Page; readonly staff: SignIn }): ReactElement {
  const { texts, geometry } = page;
  const people: readonly Person[] = [...staff.people, { id: null, name: texts.staff.shared }];
  const [person, setPerson] = useState<Person | null>(people.length === 1 ? (people[0] ?? null) : null);
  const [first, setFirst] = useState(0);
  const most = namesShown[geometry.layout];
  const leave = { label: texts.staff.leave, press: () => page.act({ do: 'staff', staff: { do: 'sign-out' } }) };
  const more = { label: texts.next, press: () => setFirst((at) => (at + most < people.length ? at + most : 0)) };
  const why = staff.waitSeconds > 0 ? texts.staff.wait(staff.waitSeconds) : staff.wrong ? texts.staff.wrong : null;
  if (person === null)
    return (
      <Frame page={page} choices={people.length > most ? [more, leave] : [leave]}>
        <Pick art="staff" title={texts.staff.title} below={<p className="hint">{why ?? texts.staff.person}</p>}>
          <div className={`cards names of-${Math.min(most, people.length)}`}>
            {people.slice(first, first + most).map((each) => (
              <button key={each.id ?? ''} type="button" className="card" onClick={() => setPerson(each)}>
                <b>{each.name}</b>
              </button>
            ))}
          </div>
        </Pick>
      </Frame>
    );
  return (
    <Frame page={page} choices={[leave]} pad>
      <NumberPad
        title={texts.staff.pin}
        hint={why ?? person.name}
        most={pinDigits}
        hidden
        texts={texts}
        enter={(pin) => page.act({ do: 'staff', staff: { do: 'sign-in', person: person.id, pin } })}
      />
    </Frame>
  );
}
