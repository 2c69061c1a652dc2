import type { UserWithInvitation } from '../../../../shared/contracts/fleet-http.ts';
import { useFormat, useTexts } from '../../texts/texts.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';

/** The code with which a user sets the password: shown once, to be copied or printed. */
export function InvitationOnce({ of, close }: { of: UserWithInvitation; close: () => void }) {
  const { users: texts } = useTexts();
  const format = useFormat();
  if (of.invitation === null) return null;
  return (
    <SecretOnce title={texts.codeTitle(of.user)} name={texts.code} secret={of.invitation.code} close={close} isPrinted>
      <p>{texts.codeHow(location.origin, of.user)}</p>
      <p>{texts.codeUntil(format.dated(of.invitation.expires))}</p>
    </SecretOnce>
  );
}
