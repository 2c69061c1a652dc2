import { useFleet } from '../../app/fleet.tsx';
import { useTexts } from '../../texts/texts.tsx';
import { withAntd } from '../../ui/with-antd.tsx';
import { ContactForm } from './contact-form.tsx';
import { IdentitySheet } from './identity.tsx';
import { MachinePlaces } from './machine-places.tsx';
import { CorrectForm, MoveForm, RetireForm, SecretForm } from './manage-forms.tsx';
import type { PartProps } from './part-props.ts';
import { QuarantineSheet } from './quarantine.tsx';

/** What people enter about the machine: corrections, a move, its keys, its retirement. */
function Manage({ machine }: PartProps) {
  const { machine: texts } = useTexts();
  const { mayWrite, isAdmin } = useFleet();
  const isRetired = machine.service === 'retired';
  if (!mayWrite)
    return (
      <div className="parts">
        <p className="soft">{texts.readOnly}</p>
        <MachinePlaces machine={machine} />
        <IdentitySheet machine={machine} />
        <QuarantineSheet machine={machine} />
      </div>
    );
  return (
    <div className="parts">
      <div className="parts one">
        <CorrectForm machine={machine} />
        <ContactForm machine={machine} />
        {isAdmin && !isRetired && <MoveForm machine={machine} />}
      </div>
      <div className="parts one">
        <MachinePlaces machine={machine} />
        <IdentitySheet machine={machine} />
        <QuarantineSheet machine={machine} />
        {isAdmin && !isRetired && (
          <>
            <SecretForm machine={machine} />
            <RetireForm machine={machine} />
          </>
        )}
      </div>
    </div>
  );
}

export default withAntd(Manage);
