import type { handling as zh } from '../zh/handling.ts';

/** Who is in charge of a flag or task, and what was done about it. */
export const handling: typeof zh = {
  act: {
    acknowledged: 'I’ll see to it',
    reopened: 'Open it again',
    noted: 'Add a note',
    assigned: 'Hand to a colleague',
  },
  lead: {
    acknowledged: 'Colleagues see that you see to it; the flag goes by itself once its cause is gone.',
    reopened: 'It goes back among the things to do, and nobody is in charge of it.',
    noted: 'A note stays in the record and can’t be changed.',
    assigned: 'Your colleague takes over; until they press “I’ll see to it” it stays among the things to do.',
  },
  undo: 'Undo',
  title: 'What was done',
  none: 'Nothing was written down yet.',
  by: (user) => `${user} sees to it`,
  waits: (user) => `Handed to ${user}, who has not taken it on yet`,
  step: {
    acknowledged: (by) => `${by} took it on`,
    reopened: (by) => `${by} opened it again`,
    noted: (by) => `${by} noted`,
    assigned: (by, to) => `${by} handed it to ${to}`,
  },
  colleague: 'Hand to',
  colleagueNone: 'Nobody else may act in this area',
  noteNeeded: 'Please write a note',
};
