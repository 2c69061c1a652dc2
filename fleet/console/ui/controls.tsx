import { type ComponentProps, type ReactNode, useId } from 'react';
import { Icon, type IconName } from '../app/icon.tsx';

interface ButtonGiven extends ComponentProps<'button'> {
  tone?: 'plain' | 'primary' | 'link';
  small?: boolean;
  icon?: IconName;
}

/** A button, drawn without the component library: a page stands before that is fetched. */
export function Button({ tone = 'plain', small = false, icon, className = '', children, ...rest }: ButtonGiven) {
  return (
    <button type="button" className={`btn ${tone} ${small ? 'small' : ''} ${className}`} {...rest}>
      {icon && <Icon name={icon} size={18} />}
      {children}
    </button>
  );
}

interface TickGiven {
  checked: boolean;
  change: (on: boolean) => void;
  className?: string;
  /** Where no words stand beside it. */
  label?: string;
  children?: ReactNode;
}

/** A box to tick, with its words. */
export function Tick({ checked, change, className = '', label, children }: TickGiven) {
  return (
    <label className={`tick ${className}`}>
      <input type="checkbox" checked={checked} aria-label={label} onChange={(event) => change(event.target.checked)} />
      {children}
    </label>
  );
}

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

interface ChoiceGiven<T extends string> {
  name: string;
  value: T;
  options: readonly Option<T>[];
  choose: (value: T) => void;
}

/** One of a few, all in sight. */
export function Choice<T extends string>({ name, value, options, choose }: ChoiceGiven<T>) {
  const group = useId();
  return (
    <div className="choice" role="radiogroup" aria-label={name}>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={group} checked={option.value === value} onChange={() => choose(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

/** One of many, in the browser's own list. */
export function Pick<T extends string>({ name, value, options, choose }: ChoiceGiven<T>) {
  return (
    <select
      className="pick-one"
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
