import type { trips as zhTrips } from '../zh/trips.ts';

/** Trips: restock sheets that are kept. They are plans and book nothing. */
export const trips: typeof zhTrips = {
  title: 'Trips',
  lead: 'Restock sheets that were kept. They are plans and change no stock; what was loaded is in the machines’ ledgers.',
  all: 'Trips',
  back: 'Back to the restock sheet',
  none: 'No trips yet',
  noneLead: 'Select machines on the restock sheet and keep it as a trip.',
  save: 'Keep as a trip',
  name: 'Name',
  day: 'Day',
  person: 'Person',
  nameOf: (area, day) => `${area} ${day}`,
  saved: 'Kept as a trip',
  state: { open: 'Open', done: 'Done', cancelled: 'Cancelled' },
  done: 'Mark as done',
  doneAsk: 'It can’t be changed afterwards. It changes no stock.',
  cancel: 'Cancel the trip',
  cancelAsk: 'It can’t be changed afterwards.',
  machines: (n) => `${n} machines`,
  by: (by, at) => `made by ${by}, ${at}`,
  closedBy: (state, by, at) => `${state}: ${by}, ${at}`,
  planned: (at) => `planned with the stock of ${at}`,
};
