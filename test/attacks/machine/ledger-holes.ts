import type { Hole } from '../support/hole.ts';

const plausibility = 'fleet/ledger/plausibility.js';

/** What keeps a hostile machine's lines from being counted or shown as true. */
export const ledgerHoles: readonly Hole[] = [
  {
    name: 'a line has a possible time',
    file: 'fleet/ledger/timestamping.js',
    find: 'Math.min(received, Math.max(limits.earliestAt, at))',
    replace: 'at',
  },
  {
    name: 'a machine in quarantine changes no figure',
    file: 'fleet/ledger/fold-runner.js',
    find: 'number < since',
    replace: 'true',
  },
  { name: 'lanes are planned', file: plausibility, find: 'if (!mayBePlanned)', replace: 'if (false)' },
  {
    name: 'a lane holds what it has room for',
    file: plausibility,
    find: 'return there + added > roomOf(book, plausibility)',
    replace: 'return false',
  },
  {
    name: 'a box ends a turn',
    file: plausibility,
    find: 'if (!underWay && !plausibility.own.mayEndTurn)',
    replace: 'if (false)',
  },
  {
    name: 'a settled turn was owed',
    file: plausibility,
    find: '!event.issued || isOwed(books, plausibility, event)',
    replace: 'true',
  },
  {
    name: 'a lane gives what it held',
    file: plausibility,
    find: "return maxInLane(books, plausibility, lane) < 1 ? 'lane-empty' : null;\n    },\n    issued",
    replace: 'return null;\n    },\n    issued',
  },
  {
    name: 'no more is removed than was there',
    file: plausibility,
    find: 'return event.removed > (fellUnasked(event)',
    replace: 'return event.removed < 0 && (fellUnasked(event)',
  },
  {
    name: 'a closed year stays',
    file: 'fleet/ledger/chunk-fold.js',
    find: 'const leftOut = isLate &&',
    replace: 'const leftOut = false &&',
  },
  {
    name: 'texts are not nested deeply',
    file: 'shared/contracts/json.js',
    find: 'if (isNestedTooDeep(text))',
    replace: 'if (false)',
  },
  {
    name: 'ledgers of a day are counted',
    file: 'fleet/ledger/quota.js',
    find: '(begins && ledgers >= limits.quotaLedgers)',
    replace: 'false',
  },
  {
    name: 'messages of a day are counted',
    file: 'fleet/service/message-quota.js',
    find: 'return known.messages <= limits.quotaMessages',
    replace: 'return true',
  },
  {
    name: 'reported versions are near',
    file: 'fleet/service/configuration.js',
    find: 'version <= asked + versionsAhead',
    replace: 'true',
  },
];
