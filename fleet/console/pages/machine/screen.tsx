import type { MachineScreen } from '../../../../shared/contracts/fleet-http.ts';
import { Front } from '../../../../shared/contracts/reported.ts';
import { machineScreenPath, useMachineScreen } from '../../api/front-queries.ts';
import { AppliedScreenList } from '../../app/applied-screen.tsx';
import { ChangeScreen } from '../../app/change-screen.tsx';
import { useFleet } from '../../app/fleet.tsx';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { Answer } from '../../ui/states.tsx';
import type { PartProps } from './part-props.ts';

/** What the kiosk reported about its screen and readers. Null if it reported nothing. */
function frontOf({ machine }: PartProps): Front | null {
  const state = machine.reported?.state;
  const read = typeof state === 'object' && state !== null && 'front' in state ? Front.safeParse(state.front) : null;
  return read?.success ? read.data : null;
}

/** The screen, the card reader and the scanner, as the kiosk last reported them. */
function FrontSheet({ machine }: PartProps) {
  const { screens, words } = useTexts();
  const format = useFormat();
  const texts = screens.machine;
  const front = frontOf({ machine });
  const device = (state: string | null): string => texts.device[(state ?? 'none') as 'ready'] ?? state ?? '';
  return (
    <section className="sheet">
      <h2>{texts.front}</h2>
      {front === null ? (
        <p className="soft">{texts.noFront}</p>
      ) : (
        <ul className="rows">
          <li>
            {front.page !== undefined && (
              <span className={front.page === 'shown' ? 'chip good' : 'chip bad'}>
                {texts.page[front.page as 'shown'] ?? front.page}
              </span>
            )}
            {front.browserRestarts !== undefined && texts.restarts(format.count(front.browserRestarts))}
          </li>
          <li>{words.labelled(texts.reader, device(front.reader))}</li>
          <li>{words.labelled(texts.scanner, device(front.scanner))}</li>
        </ul>
      )}
    </section>
  );
}

/** Who may sign in at the machine. */
function StaffHere({ of: { staff } }: { of: MachineScreen }) {
  const { screens, staff: texts, words } = useTexts();
  return (
    <section className="sheet">
      <h2>{screens.machine.staff}</h2>
      {staff.length === 0 ? (
        <p className="soft">{screens.machine.noStaff}</p>
      ) : (
        <ul className="rows">
          {staff.map(({ id, name, role }) => (
            <li key={id}>
              {name} <span className="soft">{words.bracketed(texts.roles[role as 'filler'] ?? role)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const toneOf = { none: 'chip', 'not-asked': 'chip warn', waiting: 'chip warn', 'in-force': 'chip good' } as const;

/** Rules, screen and staff of a machine: what applies, and whether it is confirmed. */
export default function ScreenPart({ machine }: PartProps) {
  const { screens } = useTexts();
  const format = useFormat();
  const { isAdmin } = useFleet();
  const answer = useMachineScreen(machine.machine);
  return (
    <Answer of={answer} lines={8}>
      {(of) => (
        <div className="parts">
          <div className="parts one">
            <section className="sheet">
              <h2>
                {screens.applies} <span className={toneOf[of.state]}>{screens.state[of.state]}</span>
              </h2>
              {of.own && (
                <p className="soft">
                  {screens.ownMachine} · {screens.setBy(of.own.by, format.moment(of.own.at))}
                </p>
              )}
              <AppliedScreenList of={of.applied} />
            </section>
            <StaffHere of={of} />
            <FrontSheet machine={machine} />
          </div>
          {isAdmin && machine.service !== 'retired' && (
            <ChangeScreen
              key={`${of.own?.at}`}
              path={machineScreenPath(machine.machine)}
              own={of.own}
              applied={of.applied}
            />
          )}
        </div>
      )}
    </Answer>
  );
}
