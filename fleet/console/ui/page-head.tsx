import type { ReactNode } from 'react';
import { Unbroken } from './unbroken.tsx';

/** The head of a page: its title, a line below it, and buttons. */
export function PageHead({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="page-head">
      <div>
        <h1>{title}</h1>
        {lead && <p>{typeof lead === 'string' ? <Unbroken>{lead}</Unbroken> : lead}</p>}
      </div>
      {children && <div className="page-acts">{children}</div>}
    </div>
  );
}
