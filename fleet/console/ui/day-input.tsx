import { useEffect, useRef } from 'react';
import { enteredYears } from '../../../shared/rules/calendar.ts';

interface Props {
  /** Names it for screen readers, and beside it if `isLabelled`. */
  label: string;
  isLabelled?: boolean;
  /** A local day, `2026-11-23`; empty for none. */
  value: string;
  /** The last day that may be chosen. */
  max?: string;
  change: (day: string) => void;
}

/** A local day, in the browser's own calendar. What is half typed is no day yet, and changes nothing. */
export function DayInput({ label, isLabelled = false, value, max = `${enteredYears.last}-12-31`, change }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current && input.current.value !== value) input.current.value = value;
  }, [value]);
  return (
    <label className="day-input">
      <span className={isLabelled ? 'soft' : 'unseen'}>{label}</span>
      <input
        type="date"
        ref={input}
        defaultValue={value}
        min={`${enteredYears.first}-01-01`}
        max={max}
        onChange={({ target }) => {
          if (target.validity.valid && target.value !== value) change(target.value);
        }}
      />
    </label>
  );
}
