import { enteredYears } from '../../../shared/rules/calendar.ts';
import { readDay } from '../texts/day-text.ts';
import { useTexts } from '../texts/texts.tsx';
import { Icon } from './icon.tsx';

interface Props {
  id?: string;
  /** What was typed so far: a day as `2026-11-23`, or anything else. */
  value?: string;
  onChange?: (text: string) => void;
  /** The last day that the calendar offers. */
  max?: string;
  disabled?: boolean;
  'aria-required'?: boolean | 'true' | 'false';
  'aria-invalid'?: boolean | 'true' | 'false';
  'aria-describedby'?: string;
}

/**
 * A day as text, written alike in every browser: the browser's own date field uses the browser's
 * language and not the page's. The browser's calendar is next to it. Other spellings of a day
 * become `2026-11-23` when the field is left.
 */
export function DayField({ value = '', onChange, max = `${enteredYears.last}-12-31`, disabled, ...rest }: Props) {
  const { words } = useTexts();
  const day = readDay(value);
  const spell = () => {
    if (day !== null && day !== value) onChange?.(day);
  };
  return (
    <span className="day-field">
      <input
        {...rest}
        className="text-input"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        maxLength={16}
        placeholder={words.dayForm}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange?.(event.target.value)}
        onBlur={spell}
        onKeyDown={(event) => event.key === 'Enter' && spell()}
      />
      <span className="day-picker">
        <Icon name="today" size={18} />
        <input
          type="date"
          aria-label={words.pickDay}
          // The keyboard can use the field itself.
          tabIndex={-1}
          value={day ?? ''}
          min={`${enteredYears.first}-01-01`}
          max={max}
          disabled={disabled}
          onChange={(event) => event.target.value !== '' && onChange?.(event.target.value)}
        />
      </span>
    </span>
  );
}
