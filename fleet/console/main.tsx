import './app/frame.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { areasQuery, infoQuery, noteSignedOut, sessionQuery } from './api/queries.ts';
import { Console } from './app/console.tsx';
import { signIn } from './app/gate.tsx';
import { loadPage } from './app/routes.tsx';
import { firstWords } from './texts/texts.tsx';

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => noteSignedOut(client, error),
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (times, error) => times < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

/** Who is signed in, what everybody may know, the words, the page's own file: until all that is there or has failed, index.html's own grey lines stand. */
async function known(): Promise<void> {
  const session = client
    .fetchQuery(sessionQuery)
    .then((is) => (is ? Promise.all([client.prefetchQuery(areasQuery), loadPage(location)]) : signIn.load()));
  await Promise.allSettled([firstWords, client.prefetchQuery(infoQuery), session]);
}

await known();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
// As a transition: drawn piece by piece, so that the page can be touched meanwhile.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Console />
      </QueryClientProvider>
    </StrictMode>,
  ),
);
