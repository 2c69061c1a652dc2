import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { Loading } from '../parts/states.tsx';
import { Broken, NotFound } from './broken.tsx';
import { Frame } from './frame.tsx';

const router = createBrowserRouter([
  {
    element: <Frame />,
    errorElement: <Broken />,
    hydrateFallbackElement: <Loading />,
    children: [
      {
        errorElement: <Broken />,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('../pages/today/today.tsx')).default }) },
          {
            path: 'machines',
            lazy: async () => ({ Component: (await import('../pages/machines/machines.tsx')).default }),
          },
          {
            path: 'machines/:id',
            lazy: async () => ({ Component: (await import('../pages/machine/machine.tsx')).default }),
          },
          { path: 'areas', lazy: async () => ({ Component: (await import('../pages/areas/areas.tsx')).default }) },
          {
            path: 'restock',
            lazy: async () => ({ Component: (await import('../pages/restock/restock.tsx')).default }),
          },
          {
            path: 'reports',
            lazy: async () => ({ Component: (await import('../pages/reports/reports.tsx')).default }),
          },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);

/** One page a file, fetched when it is first opened. */
export const Routes = () => <RouterProvider router={router} />;
