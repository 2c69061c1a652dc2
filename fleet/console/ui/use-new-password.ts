import { useTexts } from '../texts/texts.tsx';

/** A new password has at least this many characters. */
const least = 10;

/** What a new password must be: said before, checked when it is entered, and why it was refused. */
export function useNewPassword(): { said: string; check: (entry: string) => string | null; weak: string } {
  const { account, states } = useTexts();
  return {
    said: account.passwordRule(String(least)),
    check: (entry) => (entry.length < least ? account.passwordShort(String(least)) : null),
    weak: states.problem['weak-password'] ?? '',
  };
}
