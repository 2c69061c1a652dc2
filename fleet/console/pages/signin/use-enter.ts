import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import type { Account, Session } from '../../../../shared/contracts/fleet-http.ts';
import { sameAccount } from '../../api/account.ts';
import { keys } from '../../api/keys.ts';
import { useLanguage } from '../../texts/texts.tsx';

/**
 * Returns a function that goes on with a session that has begun, in the language of the account.
 * `before` is whose pages are open below, if any.
 */
export function useEnter(before: Account | null): (session: Session) => Promise<void> {
  const client = useQueryClient();
  const { language, setLanguage } = useLanguage();
  return async (session) => {
    const predicate = ({ queryKey }: { queryKey: QueryKey }) => queryKey[0] !== keys.session[0];
    // The same account continues with its open pages. Another account must not see them.
    const isSame = sameAccount(session.account, before);
    if (!isSame) void client.resetQueries({ predicate });
    if (session.language !== null && session.language !== language) setLanguage(session.language);
    client.setQueryData(keys.session, session);
    if (isSame) await client.invalidateQueries({ predicate });
  };
}
