import { apiAddress } from './api/address.ts';
import type { PrefetchedAnswers } from './api/prefetched.ts';
import type { ApiRequest } from './api/query.ts';
import { fileKeysOf, firstRequestsOf, placeAt, signInPage } from './manifest.ts';
import { rememberedLanguage } from './texts/language.ts';

/*
 * index.html names this script first, so it runs before the page's modules. It requests the
 * page's files and first answers, so that they arrive together with the console's code and not
 * after it. Nothing depends on it: what is not prefetched is requested later.
 */
const answers: PrefetchedAnswers = new Map();
window.prefetchedAnswers = answers;
/** How old a prefetched answer may get: as old as the console's own cache allows. */
const keptMs = 15_000;

function request([path, query]: ApiRequest): Promise<Response> {
  const address = apiAddress(path, query);
  const answer = fetch(address, { credentials: 'same-origin' });
  answers.set(address, answer);
  const forget = () => void setTimeout(() => answers.delete(address), keptMs);
  answer.then(forget, forget);
  return answer;
}

const ignore = () => undefined;

/** Fetches the files of a language, page or part, without running them. */
function fetchFiles(key: string): void {
  for (const href of window.consoleFiles?.[key] ?? []) {
    const link = document.createElement('link');
    if (href.endsWith('.css')) Object.assign(link, { rel: 'preload', as: 'style' });
    else link.rel = 'modulepreload';
    link.crossOrigin = '';
    link.href = href;
    document.head.append(link);
  }
}

const search = new URLSearchParams(location.search);
const place = placeAt(location.pathname, search);
for (const key of [rememberedLanguage(), ...(place ? fileKeysOf(place) : [])]) fetchFiles(key);
request(['/info']).catch(ignore);
request(['/session'])
  .then(async (answer) => {
    if (!answer.ok) return fetchFiles(signInPage.key);
    request(['/regions']).catch(ignore);
    const { account } = await answer.clone().json();
    for (const each of place ? firstRequestsOf(place, search, account.area) : []) request(each).catch(ignore);
  })
  .catch(ignore);
