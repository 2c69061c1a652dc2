import { useQuery } from '@tanstack/react-query';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { lazyFile } from '../api/console-file.ts';
import { useLive } from '../api/live-state.ts';
import { infoQuery } from '../api/queries.ts';
import { pages } from '../manifest.ts';
import { useFormat, useLanguage, useTexts } from '../texts/texts.tsx';
import { Icon } from '../ui/icon.tsx';
import { useNarrow } from '../ui/narrow.ts';
import { useAreaCode, useTo } from './address.ts';
import { useFleet } from './fleet.tsx';
import { forgetKept } from './kept-state.ts';
import { PhoneMenu, TopMenu } from './menus.tsx';
import { Link, NavLink, usePathname } from './router.tsx';

const AreaSelect = lazyFile(() => import('./area-select.tsx'));

/** The area that all pages show. The list of areas is fetched when somebody opens it. */
function AreaPicker() {
  const { frame, words } = useTexts();
  const { areaPath, tree } = useFleet();
  const name = areaPath(useAreaCode());
  const [choosing, setChoosing] = useState(false);
  const plain = (
    <button
      type="button"
      className="area-choice area-plain"
      aria-label={words.labelled(frame.area, name)}
      aria-haspopup="listbox"
      disabled={tree.areas.length < 2}
      onClick={() => setChoosing(true)}
    >
      <span>{name}</span>
      <Icon name="down" size={16} />
    </button>
  );
  if (!choosing) return plain;
  return (
    <Suspense fallback={plain}>
      <AreaSelect />
    </Suspense>
  );
}

/** Whether updates arrive automatically: a word and a shape, never a colour alone. */
function LiveMark() {
  const { frame } = useTexts();
  const format = useFormat();
  const live = useLive();
  const word = { live: frame.live, opening: frame.liveOpening, lost: frame.liveLost }[live.state];
  const asOf = live.asOf === null ? '' : format.time(live.asOf);
  return (
    <span className={`live ${live.state}`} role="status" title={asOf && frame.liveSay(asOf)} data-live={live.state}>
      <i aria-hidden="true" />
      {word}
      {live.state === 'live' && <span className="live-time">{asOf}</span>}
    </span>
  );
}

function LostBanner() {
  const { frame } = useTexts();
  const format = useFormat();
  const live = useLive();
  if (live.state !== 'lost') return null;
  return (
    <div className="banner" role="alert">
      <Icon name="warning" />
      {frame.liveLostBanner(format.time(live.asOf ?? live.since))}
    </div>
  );
}

function StoreBanner() {
  const { frame, words } = useTexts();
  const info = useQuery({ ...infoQuery, refetchInterval: 60_000, staleTime: 30_000 });
  const store = info.data?.store;
  if (!store || store.state === 'ok') return null;
  return (
    <div className="banner" role="alert">
      <Icon name="warning" />
      {frame.storeTrouble}
      {store.detail && words.note(store.detail)}
    </div>
  );
}

/** What is not encrypted although other computers may reach it. */
function PlainBanner() {
  const { frame } = useTexts();
  const { info } = useFleet();
  if (!info.plain || info.plain.length === 0) return null;
  return (
    <div className="banner" role="alert">
      <Icon name="warning" />
      {info.plain.map((each) => frame.plain[each]).join(' ')}
    </div>
  );
}

/** Switches the console to the other language. */
function LanguageButton() {
  const { frame } = useTexts();
  const { language, setLanguage } = useLanguage();
  return (
    <button
      type="button"
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      aria-label={frame.languageLabel}
      onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      className="btn bare language"
    >
      {frame.language}
    </button>
  );
}

/**
 * Who is signed in. On a phone, the language is also chosen here, so that the name has enough
 * space.
 */
function AccountMenu() {
  const { frame, words } = useTexts();
  const narrow = useNarrow();
  const { account, areaName } = useFleet();
  const to = useTo();
  const signOut = async () => {
    await api.remove('/session').catch(() => undefined);
    forgetKept();
    // Reload everything, so that nothing that was on the screen stays in memory for the next user.
    location.assign('/');
  };
  return (
    <details className="account">
      <summary className="btn bare" aria-label={words.labelled(frame.account, account.user)}>
        <Icon name="person" />
        <span className="account-name">{account.user}</span>
      </summary>
      <div className="account-menu">
        <span className="soft">
          {account.user} · {words.role[account.role] ?? account.role} · {areaName(account.area)}
        </span>
        <Link
          to={to('/account')}
          className="btn"
          onClick={({ currentTarget }) => currentTarget.closest('details')?.removeAttribute('open')}
        >
          {frame.account}
        </Link>
        {narrow && <LanguageButton />}
        <button type="button" className="btn" onClick={() => void signOut()}>
          {frame.signOut}
        </button>
      </div>
    </details>
  );
}

/** The frame of every page: the menu, the area, whether figures are live, the account. */
export function Frame({ children }: { children: ReactNode }) {
  const { frame } = useTexts();
  const narrow = useNarrow();
  const pathname = usePathname();
  const to = useTo();
  useEffect(() => {
    const page = pages.find(({ path }) => (path === '/' ? pathname === '/' : pathname.startsWith(path)));
    document.title = page ? `${frame[page.key]} · ${frame.product}` : frame.product;
  }, [pathname, frame]);
  return (
    <>
      <a className="skip" href="#main">
        {frame.skip}
      </a>
      <header className="top">
        <NavLink to={to('/')} className="mark" aria-label={`${frame.product} ${frame.subtitle}`}>
          <img src="/icon.svg" alt="" width="28" height="28" />
          <b>{frame.product}</b>
          <span>{frame.subtitle}</span>
        </NavLink>
        <TopMenu />
        <div className="top-end">
          <AreaPicker />
          <LiveMark />
          {!narrow && <LanguageButton />}
          <AccountMenu />
        </div>
      </header>
      <LostBanner />
      <StoreBanner />
      <PlainBanner />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <PhoneMenu />
    </>
  );
}
