import './ui/base.css';
import './app/frame.css';
import './ui/controls.css';
import './ui/surfaces.css';
import './app/narrow.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { areasQuery, infoQuery, noteSignedOut, sessionQuery } from './api/queries.ts';
import { Console } from './app/console.tsx';
import { loadPage } from './app/routes.tsx';
import { signInFile } from './page-files.ts';
import { firstWords } from './texts/texts.tsx';

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => noteSignedOut(client, error),
  }),
  mutationCache: new MutationCache({
    onError: (error) => noteSignedOut(client, error),
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (times, error) => times < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

/**
 * Fetches the session, the general information, the texts and the page's own file. The placeholder
 * in index.html stays until all of them arrived or failed.
 */
async function fetchFirst(): Promise<void> {
  const session = client
    .fetchQuery(sessionQuery)
    .then((is) => (is ? Promise.all([client.prefetchQuery(areasQuery), loadPage(location)]) : signInFile.load()));
  await Promise.allSettled([firstWords, client.prefetchQuery(infoQuery), session]);
}

await fetchFirst();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
// As a transition: rendered in slices, so that the page reacts to taps meanwhile.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Console />
      </QueryClientProvider>
    </StrictMode>,
  ),
);
