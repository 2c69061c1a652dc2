import type { Mutant } from '../../../../simulators/world/run/mutant.ts';

/** Mistakes of staff mode: the world of staff at a screen catches them. */
export const staffMistakes: readonly Mutant[] = [
  {
    name: 'only half of an entry is recorded',
    file: 'device/core/staff.js',
    find: 'return { record: booking.record, runtime, act: [done] };',
    replace: 'return { record: booking.record.slice(0, -1), runtime, act: [done] };',
    within: 10,
    world: 'staff',
  },
  {
    name: 'a round is entered lane by lane',
    file: 'device/agent/commit.js',
    find: 'store.append(lines, uses);',
    replace: 'for (const line of lines)\n                store.append([line], uses);',
    within: 20,
    world: 'staff',
  },
  {
    name: 'a round that was entered is entered again',
    file: 'device/core/screen/staff/task.js',
    find: '.filter(([lane]) => !entered.has(lane))',
    replace: '',
    within: 20,
    world: 'staff',
  },
  {
    name: 'a test turn counts as issued',
    file: 'shared/ledger/apply/turns.js',
    find: 'books.lastTxn = Math.max(books.lastTxn, event.txn ?? 0);',
    replace: 'books.lastTxn = Math.max(books.lastTxn, event.txn ?? 0);\n    books.issued += event.fell ?? 0;',
    within: 10,
    world: 'staff',
  },
  {
    name: 'the box of a test turn stays in the books',
    file: 'device/core/test-turn.js',
    find: 'if (book && fell !== null && fell > 0)',
    replace: 'if (false)',
    within: 10,
    world: 'staff',
  },
  {
    name: 'a person who was struck off stays signed in',
    file: 'device/core/screen/staff/acted.js',
    find: 'const isGone = id !== undefined && !people.some((person) => person.id === id);',
    replace: 'const isGone = false;',
    within: 10,
    world: 'staff',
  },
  {
    name: 'a person who was struck off signs in',
    file: 'device/core/screen/staff/acted.js',
    find: 'const isListed = person === null || runtime.staff.people.some(({ id }) => id === person.id);',
    replace: 'const isListed = true;',
    within: 10,
    world: 'staff',
  },
];
