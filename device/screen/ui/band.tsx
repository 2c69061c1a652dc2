import { type ReactElement, useRef } from 'react';
import type { Page } from '../page.ts';
import { useTick } from './tick.ts';

const chinaHoursAhead = 8;
const hourMs = 3_600_000;
/** How long staff press the machine's number. */
const longPressMs = 3_000;

/** The time of day in China, `09:05`. */
function timeOfDay(at: number): string {
  const local = new Date(at + chinaHoursAhead * hourMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

/** The band at the upper edge: name, machine number, and the time if the kiosk trusts it. */
export function Band({ page }: { readonly page: Page }): ReactElement {
  const { view, texts, since } = page;
  const now = useTick(10_000);
  const press = useRef(0);
  const release = (): void => window.clearTimeout(press.current);
  const hold = (): void => {
    release();
    press.current = window.setTimeout(() => page.act({ do: 'staff-mode' }), longPressMs);
  };
  return (
    <header className="band">
      <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M6 5h20v13H6z" fill="#fff" />
        <path d="M10 5v13M16 5v13M22 5v13" stroke="var(--accent)" strokeWidth="1.8" />
        <rect x="10" y="23" width="12" height="5" rx="1.4" fill="var(--amber)" />
      </svg>
      <span>{texts.brand}</span>
      <span>
        <span
          className="number"
          onPointerDown={hold}
          onPointerUp={release}
          onPointerCancel={release}
          onPointerLeave={release}
        >
          {texts.machine} {view.machine}
        </span>
        {view.at !== null && <span className="clock">{timeOfDay(view.at + Math.max(0, now - since))}</span>}
      </span>
    </header>
  );
}
