import './ui/base.css';
import './ui/frame.css';
import './ui/views.css';
import './ui/idle.css';
import './ui/overlays.css';
import './ui/buttons.css';
import './staff/staff.css';
import { createRoot } from 'react-dom/client';
import type { PostedAction } from '../../shared/screen/action.ts';
import type { Display } from '../../shared/screen/display.ts';
import { type Geometry, geometryOf } from '../../shared/screen/geometry.ts';
import type { ScreenView } from '../../shared/screen/view.ts';
import { App } from './app.tsx';
import { guardInput } from './input/guarded-input.ts';
import { touchGuard } from './input/touch-guard.ts';
import { agentLink, keyIn } from './link/agent.ts';
import { startHeartbeat } from './link/heartbeat.ts';
import { tonePlayer } from './sound.ts';
import { textsOf } from './texts/texts.ts';

/** The stream is opened again after this time. */
const againMs = 1_000;
/** Without the agent for this time, the page says that it is starting; before, the view stays. */
const startingAfterMs = 6_000;
/** A touch that hits nothing is reported at most this often. */
const touchedEveryMs = 1_000;

const agent = agentLink(keyIn(location.hash));
const guard = touchGuard();
const play = tonePlayer();
const element = document.getElementById('screen');
if (!element) throw new Error('index.html has no #screen');
const root = createRoot(element);

/** The page's whole memory: the last view, when it came, and whether the agent is reached. */
let last: { readonly view: ScreenView; readonly since: number } | null = null;
let geometry: Geometry | null = null;
let display: Display | null = null;

function measure(): void {
  if (display === null) return;
  geometry = geometryOf(display, document.documentElement.clientWidth);
  const { dataset, style } = document.documentElement;
  dataset.layout = geometry.layout;
  style.setProperty('--u', `${geometry.pxPerMm * geometry.scale}px`);
  style.setProperty('--reach', `${geometry.reachMm * geometry.pxPerMm}px`);
}

const post = (posted: PostedAction): void => void agent.post('/api/screen/action', posted);

function draw(): void {
  if (last === null || geometry === null) return;
  const { view, since } = last;
  const { documentElement } = document;
  documentElement.lang = view.language === 'zh' ? 'zh-CN' : 'en';
  if (view.largeType) documentElement.dataset.large = '';
  else delete documentElement.dataset.large;
  root.render(
    <App
      page={{
        view,
        since,
        geometry,
        texts: textsOf(view.language),
        post,
        act: (action) => post({ screen: view.screen, action }),
      }}
    />,
  );
}

/** What is shown while the agent does not answer: it starts again, and the session is its own. */
function showStarting(): void {
  if (last === null) return;
  const nearby = { places: [], ageDays: null };
  const shows = { screen: 'out-of-service', message: { key: 'starting' }, nearby } as const;
  last = { ...last, view: { ...last.view, shows, buttons: [], leaving: null, aside: null, tone: null } };
  draw();
}

function receive(data: string): void {
  const view = JSON.parse(data) as ScreenView;
  const now = performance.now();
  if (view.screen !== last?.view.screen) {
    guard.changed(now);
    if (view.tone !== null) play(view.tone, view.volume);
  }
  last = { view, since: now };
  draw();
}

/** Asks for the display until the agent answers; then follows its views for ever. */
async function follow(): Promise<never> {
  let silent = 0;
  for (;;) {
    display ??= (await agent.get('/api/screen/display')) as Display | null;
    measure();
    if (display !== null)
      await agent.stream('/api/screen/stream', (data) => {
        window.clearTimeout(silent);
        silent = 0;
        receive(data);
      });
    if (silent === 0) silent = window.setTimeout(showStarting, startingAfterMs);
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}

let touchedAt = Number.NEGATIVE_INFINITY;
guardInput(document, guard, {
  touched() {
    const now = performance.now();
    if (last === null || now - touchedAt < touchedEveryMs) return;
    touchedAt = now;
    post({ screen: last.view.screen, action: { do: 'touch' } });
  },
  button: (button) => {
    if (last !== null) post({ screen: last.view.screen, button });
  },
});
window.addEventListener('resize', () => {
  measure();
  draw();
});
startHeartbeat(agent, () => ({ screen: last?.view.screen ?? 0, ghostTouches: guard.ghosts }));
// After many restarts, the supervisor shows the page without drawings.
if (location.search === '?plain') document.documentElement.dataset.plain = '';
void follow();
