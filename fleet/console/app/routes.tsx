import { createBrowserRouter, type RouteObject } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { Loading } from '../parts/states.tsx';
import { Broken, NotFound } from './broken.tsx';
import { Frame } from './frame.tsx';

type PageFile = Promise<{ default: React.ComponentType }>;
const page = (load: () => PageFile): Pick<RouteObject, 'lazy'> => ({
  lazy: { Component: async () => (await load()).default },
});

const router = createBrowserRouter([
  {
    element: <Frame />,
    errorElement: <Broken />,
    hydrateFallbackElement: <Loading />,
    children: [
      {
        errorElement: <Broken />,
        children: [
          { index: true, ...page(() => import('../pages/today/today.tsx')) },
          { path: 'machines', ...page(() => import('../pages/machines/machines.tsx')) },
          { path: 'machines/:id', ...page(() => import('../pages/machine/machine.tsx')) },
          { path: 'areas', ...page(() => import('../pages/areas/areas.tsx')) },
          { path: 'restock', ...page(() => import('../pages/restock/restock.tsx')) },
          { path: 'reports', ...page(() => import('../pages/reports/reports.tsx')) },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);

/** One page a file, fetched when it is first opened. */
export const Routes = () => <RouterProvider router={router} />;
