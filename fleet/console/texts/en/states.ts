import type { states as zh } from '../zh/states.ts';

/** Loading, empty results and errors. */
export const states: typeof zh = {
  loading: 'Loading …',
  retry: 'Try again',
  reload: 'Reload the page',
  newVersion: 'There is a new version. Please reload the page.',
  broken: 'This page could not be shown. Please reload it.',
  more: 'Show more',
  showing: (shown, total) => `${shown} of ${total}`,
  showingFirst: (shown) => `the first ${shown}; there are more`,
  notFound: 'There is no such page.',
  toToday: 'Back to Today',
  problem: {
    unreachable: 'The server can’t be reached. Is the network all right?',
    'not-signed-in': 'Please sign in again.',
    'wrong-password': 'User name or password is wrong.',
    'slow-down': 'Too many tries. Please wait a little.',
    forbidden: 'Your account may not do this.',
    'not-found': 'Not found: deleted, or outside your area.',
    exists: 'There is one with this id already.',
    'changed-meanwhile': 'Somebody has just changed it. Reload, then change it again.',
    retired: 'This machine is retired.',
    'not-heard':
      'This machine has never connected, so its lanes are not known and it can’t be stopped from here. Call the site to switch it off.',
    invalid: 'Something is entered wrong. Please check.',
    'too-large': 'That is too large.',
    unavailable: 'The server is busy or starting. Please try again soon.',
    failed: 'Something went wrong on the server; it is in its log.',
  },
  wrong: [
    ['until is before from', 'It can’t end before it begins'],
    ['needs a note', 'Say in the note why, where the reason is “Other”'],
    ['stands twice', 'Two lanes have the same number'],
    ['par is above capacity', '“Fill to” is more than the lane holds'],
    ['a move comes after that', 'A move comes after its first day at the present place'],
    ['is no county', 'Choose a county'],
    ['a day between', 'This day is out of range'],
    ['a month between', 'This month is out of range'],
  ],
};
