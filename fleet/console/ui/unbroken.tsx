import { Fragment } from 'react';
import { writtenDay } from '../texts/number-format.ts';

/** A text whose days are not torn apart at the end of a line. */
export function Unbroken({ children }: { children: string }) {
  return children.split(writtenDay).map((part, i) =>
    // Every second part is a day.
    i % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other name
      <span key={i} className="unbroken">
        {part}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other name
      <Fragment key={i}>{part}</Fragment>
    ),
  );
}
