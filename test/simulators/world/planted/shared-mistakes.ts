import type { Mutant } from '../../../../simulators/world/run/mutant.ts';

/** Mistakes in rules that kiosk and fleet share. */
export const sharedMistakes: readonly Mutant[] = [
  {
    name: 'an expired lot is given out',
    file: 'shared/rules/lot.js',
    find: "isTimedOut(fitness) || fitness === 'misdated' || fitness === 'recalled'",
    replace: "fitness === 'misdated' || fitness === 'recalled'",
    within: 100,
  },
  {
    name: 'a lot that was called back is given out',
    file: 'shared/rules/lot.js',
    find: "isTimedOut(fitness) || fitness === 'misdated' || fitness === 'recalled'",
    replace: "isTimedOut(fitness) || fitness === 'misdated'",
    within: 150,
  },
  {
    name: 'request ids are compared as they are typed',
    file: 'shared/contracts/ids.js',
    find: 'z.guid().toLowerCase()',
    replace: 'z.guid()',
    within: 40,
  },
  {
    name: 'lots are compared as they are typed',
    file: 'shared/contracts/spelling.js',
    find: 'export const foldLot = identityKey;',
    replace: 'export const foldLot = (text) => text.trim().toUpperCase();',
    within: 300,
  },
  {
    name: 'a corrected count brings nothing back',
    file: 'shared/ledger/lane-lots.js',
    find: 'lane.beforeCounts ?? lane.lots',
    replace: 'lane.lots',
    within: 100,
  },
  {
    name: 'a shortage is taken from the front',
    file: 'shared/ledger/lane-lots.js',
    find: 'takeUnknown(lots, was - stock)',
    replace: '[lots, was - stock]',
    within: 200,
  },
];
