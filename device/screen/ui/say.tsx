import type { ReactElement, ReactNode } from 'react';
import { Art, type ArtName } from './art.tsx';
import { Clauses } from './clauses.tsx';

/** A drawing with what is said: the sentence, what to do, and more below it. */
export function Say({
  art,
  title,
  hint,
  attention = false,
  wide = false,
  children,
}: {
  readonly art: ArtName;
  readonly title: string;
  readonly hint?: string | null;
  readonly attention?: boolean;
  /** Whether the words need the whole width of a small glass. */
  readonly wide?: boolean;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <div className={`say${attention ? ' attention' : ''}${wide ? ' wide' : ''}`}>
      <div className="art">
        <Art name={art} />
      </div>
      <div className="words">
        <div role="status">
          <h1>
            <Clauses text={title} />
          </h1>
          {hint != null && (
            <p className="hint">
              <Clauses text={hint} />
            </p>
          )}
        </div>
        {children}
      </div>
    </div>
  );
}
