import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import type { Session } from '../../../shared/contracts/fleet-http.ts';
import { accountKey, sameAccount } from '../api/account.ts';
import { followStream } from '../api/live.ts';
import { areasQuery, infoQuery, sessionQuery } from '../api/queries.ts';
import { mustChangeFile, signInFile } from '../page-files.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { FleetProvider } from './fleet.tsx';
import { Routes } from './routes.tsx';
import { SignInLayer } from './sign-in-layer.tsx';

/**
 * The session whose pages are shown: the one that is signed in, or the one that ended while its
 * pages were open.
 */
function useShownSession(signedIn: Session | null | undefined): Session | null {
  const [last, setLast] = useState<Session | null>(null);
  // Set while rendering, so that no page is shown for the account before.
  if (signedIn && !sameAccount(signedIn.account, last?.account ?? null)) setLast(signedIn);
  return signedIn ?? last;
}

/**
 * Shows the pages after sign-in, and the sign-in page before. The address is kept for afterwards.
 * If a session ends while pages are open, the sign-in page covers them until the same account signs
 * in. For another account, the pages start from the beginning.
 */
export function Gate() {
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const isSignedOut = session.data === null;
  const shown = useShownSession(session.data);
  const account = shown?.account ?? null;
  const info = useQuery(infoQuery);
  const mustChange = session.data?.mustChange ?? false;
  const isAllowed = account !== null && !isSignedOut && !mustChange;
  const areas = useQuery({ ...areasQuery, enabled: isAllowed });
  const user = isAllowed ? account.user : undefined;
  useEffect(() => (user === undefined ? undefined : followStream(client, user)), [client, user]);

  if (isSignedOut && (account === null || !info.data || !areas.data))
    return (
      <Suspense fallback={<Loading />}>
        <signInFile.Component />
      </Suspense>
    );
  if (mustChange)
    return (
      <Suspense fallback={<Loading />}>
        <mustChangeFile.Component />
      </Suspense>
    );
  const failed = session.error ?? info.error ?? areas.error;
  const isShown = shown !== null && account !== null && info.data !== undefined && areas.data !== undefined;
  // Pages that are open stay so: what is typed into them outlives a server that is away.
  if (failed && !isShown)
    return (
      <main className="alone">
        <Failed
          error={failed}
          retry={() => {
            for (const query of [session, info, areas]) if (query.isError) void query.refetch();
          }}
        />
      </main>
    );
  if (!isShown)
    return (
      <main className="alone">
        <Loading />
      </main>
    );
  return (
    <FleetProvider key={accountKey(account)} session={shown} info={info.data} tree={areas.data}>
      <Routes />
      {isSignedOut && <SignInLayer of={account} />}
    </FleetProvider>
  );
}
