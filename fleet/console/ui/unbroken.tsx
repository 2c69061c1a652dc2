import { Fragment } from 'react';

/** A day, with a time of day or without, in either language. */
const day = /((?:\d{4}年)?\d{1,2}月\d{1,2}日(?: \d\d:\d\d)?|\d{1,2} [A-Z][a-z]{2,3}(?: \d{4})?(?:, \d\d:\d\d)?)/;

/** A text whose days are not torn apart at the end of a line. */
export function Unbroken({ children }: { children: string }) {
  return children.split(day).map((part, i) =>
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
