import { Suspense } from 'react';
import { placeAt } from '../manifest.ts';
import { machineFile, pageFiles, partFiles } from '../page-files.ts';
import { Loading } from '../ui/states.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame.tsx';
import { NotFound } from './not-found.tsx';
import { RouterProvider, usePathname, useSearch } from './router.tsx';

/** Fetches the files that an address needs. Does nothing if there is no such page. */
export async function loadPage({ pathname, search }: URL | Location): Promise<unknown> {
  const place = placeAt(pathname, new URLSearchParams(search));
  if (place === null) return;
  return place.kind === 'page'
    ? pageFiles[place.page.key].load()
    : Promise.all([machineFile.load(), partFiles[place.part.key].load()]);
}

function CurrentPage() {
  const place = placeAt(usePathname(), useSearch());
  if (place === null) return <NotFound />;
  if (place.kind === 'page') {
    const { Component } = pageFiles[place.page.key];
    return <Component />;
  }
  const { Component } = machineFile;
  return <Component id={place.id} part={place.part.key} Part={partFiles[place.part.key].Component} />;
}

/** The previous page stays until the next one's file is there. */
function GuardedPage() {
  const pathname = usePathname();
  return (
    <Suspense fallback={<Loading />}>
      <ErrorBoundary key={pathname}>
        <CurrentPage />
      </ErrorBoundary>
    </Suspense>
  );
}

/** Every page in the frame. If a page fails, the frame with its menu remains usable. */
export const Routes = () => (
  <RouterProvider load={loadPage}>
    <ErrorBoundary>
      <Frame>
        <GuardedPage />
      </Frame>
    </ErrorBoundary>
  </RouterProvider>
);
