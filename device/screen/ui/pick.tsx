import type { ReactElement, ReactNode } from 'react';
import { Art, type ArtName } from './art.tsx';
import { Clauses } from './clauses.tsx';

/** A sentence above cards to choose from; in the tall layout with a drawing above it. */
export function Pick({
  art,
  title,
  below,
  children,
}: {
  readonly art: ArtName;
  readonly title: string;
  /** What is said below the title; null for nothing. */
  readonly below: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="pick">
      <div className="art">
        <Art name={art} />
      </div>
      <div role="status">
        <h1>
          <Clauses text={title} />
        </h1>
        {below}
      </div>
      {children}
    </div>
  );
}
