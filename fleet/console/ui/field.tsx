import './field.css';
import { useId } from 'react';
import { Icon } from './icon.tsx';
import { useProblemText } from './states.tsx';

interface FieldProps {
  name: string;
  type?: 'text' | 'password';
  label: string;
  /** What the browser may fill in. */
  complete: 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'off';
  first?: boolean;
  value?: string;
  /** Said before anything is typed. */
  help?: string;
  /** What is wrong with the entry. Null if nothing is. */
  wrong: string | null;
  /** Called when something is typed. */
  entered: () => void;
}

/** A line of text that is typed, with its name above it. */
export function Field(props: FieldProps) {
  const { name, type = 'text', label, complete, first = false, value, help, wrong, entered } = props;
  const id = useId();
  const said = [help && `${id}-help`, wrong !== null && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        autoComplete={complete}
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={value}
        // biome-ignore lint/a11y/noAutofocus: the form has been asked for, and nothing else
        autoFocus={first}
        aria-invalid={wrong !== null}
        aria-describedby={said || undefined}
        onChange={entered}
      />
      {help && (
        <span className="soft" id={`${id}-help`}>
          {help}
        </span>
      )}
      {wrong !== null && (
        <span className="missing" id={`${id}-wrong`} role="alert">
          {wrong}
        </span>
      )}
    </p>
  );
}

/** Why a form failed. Nothing while it has not. */
export function FormFailed({ error }: { error: unknown }) {
  const problemText = useProblemText();
  if (error === null) return null;
  return (
    <p className="wrong" role="alert">
      <Icon name="warning" />
      {problemText(error)}
    </p>
  );
}
