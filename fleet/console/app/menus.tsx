import './menus.css';
import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import { pages } from '../manifest.ts';
import { useTexts } from '../texts/texts.tsx';
import { Icon } from '../ui/icon.tsx';
import { useDismiss } from '../ui/use-dismiss.ts';
import { useTo } from './address.ts';
import { NavLink, usePathname } from './router.tsx';

/** The pages next to each other, at the head of every page. */
export function TopMenu() {
  const { frame } = useTexts();
  const to = useTo();
  return (
    <nav className="places" aria-label={frame.nav}>
      {pages.map(({ key, path }) => (
        <NavLink key={key} to={to(path)}>
          <span>{frame[key]}</span>
        </NavLink>
      ))}
    </nav>
  );
}

const tabs = pages.filter(({ onPhone }) => onPhone === 'tab');
const others = pages.filter(({ onPhone }) => onPhone === 'more');

function PageLink({ page: { key, path, icon } }: { page: (typeof pages)[number] }) {
  const { frame } = useTexts();
  const to = useTo();
  return (
    <NavLink to={to(path)}>
      <Icon name={icon} />
      <span>{frame[key]}</span>
    </NavLink>
  );
}

/** The pages that have no tab of their own, in a panel above the tabs. */
function MorePages() {
  const { frame } = useTexts();
  const pathname = usePathname();
  // A page that is opened closes the panel.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const open = openAt === pathname;
  const box = useRef<HTMLDivElement>(null);
  const close = useCallback(() => setOpenAt(null), []);
  useDismiss(open, box, close);
  const isHere = others.some(({ path }) => pathname.startsWith(path));
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (!open || key !== 'Escape') return;
    close();
    box.current?.querySelector('button')?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only Escape is handled here, to close what the button opened
    <div ref={box} className="more-tab" onKeyDown={onKeyDown}>
      <button
        type="button"
        className={isHere ? 'active' : ''}
        aria-expanded={open}
        onClick={() => setOpenAt(open ? null : pathname)}
      >
        <Icon name="more" />
        <span>{frame.more}</span>
      </button>
      {open && (
        <div className="more-pages">
          {others.map((page) => (
            <PageLink key={page.key} page={page} />
          ))}
        </div>
      )}
    </div>
  );
}

/**
 * The menu at the lower edge of a phone: a tab for each page of daily use, and one for the others.
 */
export function PhoneMenu() {
  const { frame } = useTexts();
  return (
    <nav className="places-below" aria-label={frame.nav}>
      {tabs.map((page) => (
        <PageLink key={page.key} page={page} />
      ))}
      <MorePages />
    </nav>
  );
}
