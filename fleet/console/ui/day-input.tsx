import { useEffect, useState } from 'react';
import { enteredYears } from '../../../shared/rules/calendar.ts';
import { readDay } from '../texts/day-text.ts';
import { DayField } from './day-field.tsx';

interface Props {
  /** Its name for screen readers, also shown next to it if `isLabelled`. */
  label: string;
  isLabelled?: boolean;
  /** A local day, `2026-11-23`. Empty for none. */
  value: string;
  /** The last day that may be chosen. */
  max?: string;
  change: (day: string) => void;
}

/** A local day that takes effect as soon as it is complete. A partly typed day changes nothing. */
export function DayInput({ label, isLabelled = false, value, max = `${enteredYears.last}-12-31`, change }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const take = (typed: string) => {
    setText(typed);
    const isComplete = typed === '' || (typed === readDay(typed) && typed <= max);
    if (isComplete && typed !== value) change(typed);
  };
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label className="day-input">
      <span className={isLabelled ? 'soft' : 'unseen'}>{label}</span>
      <DayField value={text} onChange={take} max={max} />
    </label>
  );
}
