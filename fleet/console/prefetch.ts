import { apiAddress } from './api/address.ts';
import { firstAsks } from './api/first-requests.ts';
import type { EarlyAnswers } from './api/prefetched.ts';
import { rememberedLanguage } from './texts/language.ts';

/**
 * Stands in index.html itself and runs before anything else is fetched: asks for the page's files and for what the page will ask, so that
 * they come beside the console's code and not after it. Nothing depends on it: what is not early is asked later.
 */
const answers: EarlyAnswers = new Map();
window.earlyAnswers = answers;
/** An early answer is as old as a kept one may get. */
const keptMs = 15_000;

function ask(address: string): Promise<Response> {
  const answer = fetch(address, { credentials: 'same-origin' });
  answers.set(address, answer);
  const forget = () => void setTimeout(() => answers.delete(address), keptMs);
  answer.then(forget, forget);
  return answer;
}

const { pathname, search } = location;
const [, place = '', machine] = pathname.split('/');
const part = new URLSearchParams(search).get('part') ?? 'now';
const page = machine === undefined ? [place || 'today'] : ['machine', part];

/** Fetches the files of a language, page or part, without running them. */
function fetchFiles(name: string): void {
  for (const href of window.consoleFiles?.[name] ?? []) {
    const link = document.createElement('link');
    if (href.endsWith('.css')) Object.assign(link, { rel: 'preload', as: 'style' });
    else link.rel = 'modulepreload';
    link.crossOrigin = '';
    link.href = href;
    document.head.append(link);
  }
}

for (const name of [rememberedLanguage(), ...page]) fetchFiles(name);
ask(apiAddress('/info')).catch(() => undefined);
ask(apiAddress('/session'))
  .then(async (answer) => {
    if (!answer.ok) return fetchFiles('sign-in');
    ask(apiAddress('/regions')).catch(() => undefined);
    const { account } = await answer.clone().json();
    for (const address of firstAsks(pathname, new URLSearchParams(search), account.area))
      ask(address).catch(() => undefined);
  })
  .catch(() => undefined);
