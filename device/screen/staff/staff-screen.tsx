import type { ReactElement } from 'react';
import type { StaffView } from '../../../shared/screen/staff.ts';
import type { Page } from '../page.ts';
import { SignInView } from '../views/sign-in.tsx';
import { HomeView, LeaveView, TaskView, TechnicianView } from './other-views.tsx';
import { CountView, DifferenceView, EnteredView, LanesView, LoadView, RemoveView, ReviewView } from './round-views.tsx';

/** A screen of staff mode. Each has its own memory of what was pressed on it. */
export function StaffScreen({ page, staff }: { readonly page: Page; readonly staff: StaffView }): ReactElement {
  const { screen } = page.view;
  switch (staff.step) {
    case 'sign-in':
      return <SignInView key={staff.people.map(({ id }) => id).join()} page={page} staff={staff} />;
    case 'home':
      return <HomeView page={page} step={staff} />;
    case 'lanes':
      return <LanesView page={page} step={staff} />;
    case 'count':
      return <CountView key={screen} page={page} step={staff} />;
    case 'difference':
      return <DifferenceView page={page} step={staff} />;
    case 'remove':
      return <RemoveView key={screen} page={page} step={staff} />;
    case 'load':
      return <LoadView key={screen} page={page} step={staff} />;
    case 'review':
      return <ReviewView page={page} step={staff} />;
    case 'entered':
      return <EnteredView page={page} step={staff} />;
    case 'task':
      return <TaskView page={page} step={staff} />;
    case 'leave':
      return <LeaveView page={page} step={staff} />;
    case 'technician':
      return <TechnicianView page={page} step={staff} />;
  }
}
