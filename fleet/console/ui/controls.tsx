import { type ComponentProps, type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

interface ButtonProps extends ComponentProps<'button'> {
  tone?: 'plain' | 'primary' | 'link';
  small?: boolean;
  icon?: IconName;
}

/**
 * A button without the component library, because pages are shown before the library is fetched.
 */
export function Button({ tone = 'plain', small = false, icon, className = '', children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`btn ${tone} ${small ? 'small' : ''} ${className}`} {...rest}>
      {icon && <Icon name={icon} size={18} />}
      {children}
    </button>
  );
}

interface TickProps {
  checked: boolean;
  change: (on: boolean) => void;
  className?: string;
  /** Its name for screen readers, if there is no text next to it. */
  label?: string;
  children?: ReactNode;
}

/** A checkbox with its label. */
export function Checkbox({ checked, change, className = '', label, children }: TickProps) {
  return (
    <label className={`checkbox ${className}`}>
      <input type="checkbox" checked={checked} aria-label={label} onChange={(event) => change(event.target.checked)} />
      {children}
    </label>
  );
}

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

interface OptionsProps<T extends string> {
  name: string;
  value: T;
  options: readonly Option<T>[];
  choose: (value: T) => void;
}

/** One of a few options, all visible. */
export function RadioGroup<T extends string>({ name, value, options, choose }: OptionsProps<T>) {
  const group = useId();
  return (
    <div className="radio-group" role="radiogroup" aria-label={name}>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={group} checked={option.value === value} onChange={() => choose(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

/** One of many options, in the browser's own list. */
export function Select<T extends string>({ name, value, options, choose }: OptionsProps<T>) {
  return (
    <select
      className="select"
      aria-label={name}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen) choose(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
