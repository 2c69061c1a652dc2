import type { stop as zhStop } from '../zh/stop.ts';

/** Two things: days that do not count, and a machine that gives nothing out. */
export const stop: typeof zhStop = {
  open: 'Suspend or stop',
  title: 'Suspend or stop giving out',
  notCounted: 'Suspend (days don’t count)',
  notCountedLead: 'These days leave the pace. This is only entered: it doesn’t stop the machine.',
  stop: 'Stop giving out',
  stopLead:
    'The machine is asked to give nothing out until somebody resumes it. It takes effect as soon as the machine has received it.',
  already: 'A stop is asked for already.',
  offlineNow:
    'The machine is not connected: nothing comes into force before it is, and it may go on giving out. To stop it at once, ring the site to switch it off.',
  chooseOne: 'Choose at least one',
  noteNeeded: 'Say why where the reason is “Other”',
  untilBeforeFrom: 'It can’t end before it begins',
  willTitle: 'This will do',
  willNotCount: (from) => `Days from ${from} on don’t count, until somebody enters an end.`,
  willNotCountUntil: (from, until) => `${from} to ${until} doesn’t count.`,
  willCount: 'Days on which it is stopped count all the same.',
  willStop:
    'The machine is asked to stop. It takes effect as soon as the machine confirms it; until then it may go on giving out. It doesn’t resume by itself: somebody has to press “Resume”.',
  willGoOn: 'The machine goes on giving out.',
  confirmBoth: 'Suspend and stop',
  confirmNotCounted: 'Suspend',
  partly: 'The stop is asked for; the suspension was not entered. Please try again.',
  state: {
    none: 'No stop asked for',
    asked: 'Stop asked, not in force',
    'in-force': 'Stopped',
    unsupported: 'Not stopped: old version',
    ending: 'Resume asked, not in force',
  },
  heading: 'Giving out',
  lead: 'What is asked for is sent to the machine; it is stopped only once its own ledger says so.',
  by: (by, when, reason) => `${by} asked for a stop, ${when} (${reason})`,
  noneAsked: 'No stop is asked for',
  inForceSince: (when) => `Stopped since ${when}`,
  inForce: 'Stopped',
  notInForce: 'The machine is not stopped',
  waiting: 'Sent; a connected machine confirms within seconds. Until then it may go on giving out.',
  offline:
    'The machine is not connected: it comes into force once it is. Until then it may go on giving out. To stop it at once, ring the site to switch it off.',
  unsupported:
    'The machine’s version knows no stop and goes on giving out. Have its program updated, then ask again; to stop it at once, ring the site to switch it off.',
  endingLead: 'Resuming is asked for; until the machine confirms it, nothing is given out.',
  again: 'Ask again',
  resume: 'Resume',
  resumeAsk:
    'Ask the machine to give out again? It takes effect as soon as the machine has received it. Suspensions don’t end by this.',
  notCountedHeading: 'Suspensions (days don’t count)',
};
