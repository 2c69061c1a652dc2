import { type ReactElement, useState } from 'react';
import type { Page } from '../page.ts';
import { Art } from '../ui/art.tsx';

/** The signs of lot numbers, nine on each page of keys. */
const pages = ['123456789', '0ABCDEFGH', 'IJKLMNOPQ', 'RSTUVWXYZ', '-./'] as const;
const longest = 20;

/** Letters and digits to press on the glass, and the lot that was entered. */
export function LotPad({ page, enter }: { readonly page: Page; enter(lot: string): void }): ReactElement {
  const { texts } = page;
  const [lot, setLot] = useState('');
  const [at, setAt] = useState(0);
  const keys: readonly (readonly [label: string, press: () => void])[] = [
    [texts.staffMode.otherSigns, () => setAt((before) => (before + 1) % pages.length)],
    [texts.erase, () => setLot((before) => before.slice(0, -1))],
    [texts.confirm, () => lot !== '' && enter(lot)],
  ];
  return (
    <div className="pad">
      <div className="art">
        <Art name="code" />
      </div>
      <div className="entry" role="status">
        <h1>{texts.staffMode.lotTitle}</h1>
        <p className="digits">{lot === '' ? '\u00a0' : lot}</p>
      </div>
      <div className="keys">
        {[...(pages[at] ?? '')].map((sign) => (
          <button
            key={sign}
            type="button"
            className="key"
            onClick={() => setLot((before) => (before + sign).slice(0, longest))}
          >
            {sign}
          </button>
        ))}
        {keys.map(([label, press], index) => (
          <button
            key={label}
            type="button"
            className={index === 2 ? 'key primary' : 'key'}
            data-digit={index === 2 ? 'confirm' : 'erase'}
            onClick={press}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
