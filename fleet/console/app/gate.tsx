import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { followStream } from '../api/live.ts';
import { areasQuery, infoQuery, sessionQuery } from '../api/queries.ts';
import { signInFile } from '../page-files.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { FleetProvider } from './fleet.tsx';
import { Routes } from './routes.tsx';

/**
 * Shows the pages after sign-in, and the sign-in page before. The address is kept for afterwards.
 */
export function Gate() {
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const account = session.data?.account;
  const info = useQuery(infoQuery);
  const areas = useQuery({ ...areasQuery, enabled: account !== undefined });
  const user = account?.user;
  useEffect(() => (user === undefined ? undefined : followStream(client, user)), [client, user]);

  if (session.data === null)
    return (
      <Suspense fallback={<Loading />}>
        <signInFile.Component />
      </Suspense>
    );
  const failed = session.error ?? info.error ?? areas.error;
  if (failed)
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
  if (!account || !info.data || !areas.data)
    return (
      <main className="alone">
        <Loading />
      </main>
    );
  return (
    <FleetProvider account={account} info={info.data} tree={areas.data}>
      <Routes />
    </FleetProvider>
  );
}
