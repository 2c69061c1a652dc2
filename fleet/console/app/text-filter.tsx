import { type FormEvent, useId } from 'react';
import { setSearch } from './address.ts';

interface Props {
  /** The parameter of the address. */
  name: string;
  label: string;
  value: string;
}

/** A text that narrows a list; it is looked for when it is entered whole. */
export function TextFilter({ name, label, value }: Props) {
  const id = useId();
  const look = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSearch({ [name]: String(new FormData(event.currentTarget).get(name) ?? '').trim() });
  };
  return (
    <form key={value} className="text-filter day-input" onSubmit={look}>
      <label className="soft" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="text-input"
        name={name}
        defaultValue={value}
        maxLength={64}
        size={10}
        onBlur={({ target }) => target.value.trim() !== value && target.form?.requestSubmit()}
      />
    </form>
  );
}
