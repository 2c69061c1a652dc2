import { errorsPage } from './errors.ts';
import { eventsPage } from './events.ts';
import { kioskHttpPage } from './kiosk-http.ts';
import { settingsPage } from './settings.ts';
import { topicsPage } from './topics.ts';

/** Every generated page by its path from the root. */
export const pages = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/settings.md', settingsPage()],
    ['docs/errors.md', errorsPage()],
    ['docs/topics.md', topicsPage()],
    ['docs/events.md', eventsPage()],
    ['docs/kiosk-http.md', kioskHttpPage()],
  ]);
