import type { ReactElement } from 'react';
import type { StaffView } from '../../../shared/screen/staff.ts';
import type { Page } from '../page.ts';
import { SignInView } from '../views/sign-in.tsx';

/** A screen of staff mode. */
export function StaffScreen({ page, staff }: { readonly page: Page; readonly staff: StaffView }): ReactElement | null {
  if (staff.step === 'sign-in')
    return <SignInView key={staff.people.map(({ id }) => id).join()} page={page} staff={staff} />;
  return null;
}
