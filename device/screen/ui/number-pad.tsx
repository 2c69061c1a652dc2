import { type ReactElement, useState } from 'react';
import type { Texts } from '../texts/texts.ts';
import { Art } from './art.tsx';

/** Digits to press on the glass, and what was entered. `hidden`: shown as dots. */
export function NumberPad(props: {
  readonly title: string;
  readonly hint: string | null;
  /** The most digits. */
  readonly most: number;
  readonly hidden: boolean;
  readonly texts: Texts;
  enter(digits: string): void;
}): ReactElement {
  const { title, hint, most, hidden, texts, enter } = props;
  const [digits, setDigits] = useState('');
  const add = (digit: string): void => setDigits((before) => (before.length < most ? before + digit : before));
  const shown = hidden ? '●'.repeat(digits.length) : digits.replace(/(\d{4})(?=\d)/g, '$1 ');
  return (
    <div className="pad">
      <div className="art">
        <Art name={hidden ? 'staff' : 'code'} />
      </div>
      <div className="entry" role="status">
        <h1>{title}</h1>
        {hint !== null && <p className="hint">{hint}</p>}
        <p className="digits">{shown === '' ? '\u00a0' : shown}</p>
      </div>
      <div className="keys">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'].map((digit) => (
          <button key={digit} type="button" className="key" data-digit={digit} onClick={() => add(digit)}>
            {digit}
          </button>
        ))}
        <button
          type="button"
          className="key"
          data-digit="erase"
          onClick={() => setDigits((before) => before.slice(0, -1))}
        >
          {texts.erase}
        </button>
        <button
          type="button"
          className="key primary"
          data-digit="confirm"
          onClick={() => {
            if (digits === '') return;
            setDigits('');
            enter(digits);
          }}
        >
          {texts.confirm}
        </button>
      </div>
    </div>
  );
}
