import type { quarantine as zhQuarantine } from '../zh/quarantine.ts';

/** Quarantine: the machine goes on, and what it sends from now on is not counted yet. */
export const quarantine: typeof zhQuarantine = {
  title: 'Quarantine',
  lead: 'For a machine whose lines can’t be trusted. What it sends is stored as before, and is in no stock, count or pace until it is released.',
  chip: 'In quarantine',
  by: (by, when) => `Quarantined by ${by} on ${when}`,
  start: 'Quarantine the machine',
  release: 'Release',
  startLead: 'Its stock and boxes stand still from now on. Once released, every box counts on its own day.',
  notKeys:
    'Quarantine concerns the books only: the machine may still connect, takes commands and gives out. To keep everybody from connecting as this machine, revoke its keys as well; to keep it from giving out, stop it as well.',
  releaseLead:
    'All that was received during the quarantine counts, on the days on which it happened: figures of past days change.',
  why: 'Reason',
  whyMissing: 'Say why',
  here: (when) =>
    `This machine is in quarantine: nothing received after ${when} is counted, and its stock, boxes and pace stand still.`,
  missing: 'These machines are in quarantine. What they sent since then is missing in these figures:',
  since: (when) => `since ${when}`,
};
