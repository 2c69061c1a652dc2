import type { ReactNode } from 'react';

/** The head of a page: its title, a line below it, and buttons. */
export function PageHead({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="page-head">
      <div>
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
      </div>
      {children && <div className="page-acts">{children}</div>}
    </div>
  );
}
