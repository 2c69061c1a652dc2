import './menus.css';
import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import { pages } from '../manifest.ts';
import { useTexts } from '../texts/texts.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon-paths.ts';
import { useDismiss } from '../ui/use-dismiss.ts';
import { useTo } from './address.ts';
import { useFleet } from './fleet.tsx';
import { NavLink, usePathname } from './router.tsx';

type Page = (typeof pages)[number];

/** The pages of some places in the menus, of those that the user may see. */
function usePages(...menus: readonly Page['menu'][]): readonly Page[] {
  const { may } = useFleet();
  return pages.filter(({ menu, needs }) => menus.includes(menu) && may(needs));
}

/** The pages next to each other, at the head of every page. */
export function TopMenu() {
  const { frame } = useTexts();
  const to = useTo();
  return (
    <nav className="places" aria-label={frame.nav}>
      {usePages('tab', 'daily').map(({ key, path }) => (
        <NavLink key={key} to={to(path)}>
          <span>{frame[key]}</span>
        </NavLink>
      ))}
      <Further name={frame.office} pages={usePages('office')} />
    </nav>
  );
}

function PageLink({ page: { key, path, icon } }: { page: Page }) {
  const { frame } = useTexts();
  const to = useTo();
  return (
    <NavLink to={to(path)}>
      <Icon name={icon} />
      <span>{frame[key]}</span>
    </NavLink>
  );
}

interface FurtherProps {
  name: string;
  icon?: IconName;
  pages: readonly Page[];
}

/** Pages in a panel that a button opens. Nothing if there are none. */
function Further({ name, icon, pages: others }: FurtherProps) {
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
  if (others.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only Escape is handled here, to close what the button opened
    <div ref={box} className="more-tab" onKeyDown={onKeyDown}>
      <button
        type="button"
        className={isHere ? 'active' : ''}
        aria-expanded={open}
        onClick={() => setOpenAt(open ? null : pathname)}
      >
        {icon && <Icon name={icon} />}
        <span>{name}</span>
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
      {usePages('tab').map((page) => (
        <PageLink key={page.key} page={page} />
      ))}
      <Further name={frame.more} icon="more" pages={usePages('daily', 'office')} />
    </nav>
  );
}
