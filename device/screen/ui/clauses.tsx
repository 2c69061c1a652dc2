import type { ReactElement } from 'react';

/**
 * A Chinese sentence whose lines break after its punctuation, if they can, so that no single sign
 * is alone on a line. Other sentences break between words anyway.
 */
export function Clauses({ text }: { readonly text: string }): ReactElement {
  const clauses = text.match(/[^，；：。]+[，；：。]*/g) ?? [text];
  return (
    <>
      {clauses.map((clause) => (
        <span key={clause} className="clause">
          {clause}
        </span>
      ))}
    </>
  );
}
