import type { ReactElement } from 'react';
import type { Page } from './page.ts';
import { StaffScreen } from './staff/staff-screen.tsx';
import { ChooseView } from './views/choose.tsx';
import { ClosedView, EndedView } from './views/ended.tsx';
import { IdentifyView } from './views/identify.tsx';
import { IdleView } from './views/idle.tsx';
import { DispensingView, ReadingView } from './views/progress.tsx';
import { TakeView } from './views/take.tsx';

/** The view that the agent sent, drawn. */
export function App({ page }: { readonly page: Page }): ReactElement {
  const { shows } = page.view;
  switch (shows.screen) {
    case 'idle':
      return <IdleView page={page} shows={shows} />;
    case 'choose':
      return <ChooseView page={page} shows={shows} />;
    case 'identify':
      return <IdentifyView page={page} shows={shows} />;
    case 'reading':
      return <ReadingView page={page} shows={shows} />;
    case 'dispensing':
      return <DispensingView page={page} />;
    case 'take':
      return <TakeView page={page} shows={shows} />;
    case 'ended':
      return <EndedView page={page} shows={shows} />;
    case 'out-of-stock':
    case 'out-of-service':
      return <ClosedView page={page} shows={shows} />;
    case 'staff':
      return <StaffScreen page={page} staff={shows.staff} />;
  }
}
