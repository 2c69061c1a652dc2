/** What shows the browser's window. */
export type DisplayServer =
  /** The Wayland compositor `cage`, started here: it shows one program on the whole screen. */
  | 'cage'
  /** An X server, started here with `xinit`. */
  | 'x11'
  /** One that runs already. */
  | 'running';

/** How a browser is started. */
export interface BrowserWish {
  readonly browser: string;
  readonly server: DisplayServer;
  /** The page's address. */
  readonly url: string;
  /** A folder of its own, new for each start and deleted afterwards. */
  readonly profile: string;
}

/**
 * Chromium on the whole screen with nothing around it: no first start, no bubbles, no gestures that
 * leave the page, no downloads of its own, and nothing that outlives it.
 */
const kioskFlags = [
  '--kiosk',
  '--incognito',
  '--no-first-run',
  '--no-default-browser-check',
  '--noerrdialogs',
  '--disable-session-crashed-bubble',
  '--disable-infobars',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--disable-features=Translate,MediaRouter,OptimizationHints,TouchpadOverscrollHistoryNavigation',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disk-cache-size=1048576',
  '--password-store=basic',
];

/** The command of a display server in front of a program's. */
const before: Readonly<Record<DisplayServer, readonly string[]>> = {
  cage: ['cage', '-d', '--'],
  x11: ['xinit'],
  running: [],
};
const after: Readonly<Record<DisplayServer, readonly string[]>> = {
  cage: [],
  x11: ['--', ':0', '-nolisten', 'tcp', '-nocursor'],
  running: [],
};

/**
 * The command line of a browser on its display server. Started by a shell that forbids core dumps,
 * so that nothing of a session gets onto the disk when it crashes.
 */
export function browserCommand({ browser, server, url, profile }: BrowserWish): readonly string[] {
  const platform = server === 'cage' ? ['--ozone-platform=wayland'] : [];
  const program = [browser, ...kioskFlags, ...platform, `--user-data-dir=${profile}`, url];
  const line = [...before[server], ...program, ...after[server]];
  return ['/bin/sh', '-c', 'ulimit -c 0; exec "$@"', 'sh', ...line];
}
