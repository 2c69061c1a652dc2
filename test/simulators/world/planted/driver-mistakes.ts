import type { Mutant } from '../../../../simulators/world/run/mutant.ts';

/** Mistakes in drivers of boards. */
export const driverMistakes: readonly Mutant[] = [
  {
    name: 'VEND is sent again on silence',
    file: 'device/board/lbp/questions.js',
    find: "tries: 1, reports: ['err', 'silence'] };\n}\n/** Home",
    replace: "tries: 5, reports: ['err', 'silence'] };\n}\n/** Home",
    within: 400,
  },
  {
    name: 'silence after VEND is taken for a failure',
    file: 'device/board/lbp/turn.js',
    find: "if (answer.kind !== 'ok' || answer.value.result !== 'RUNNING')\n        return null;",
    replace:
      "if (answer.kind === 'silence') return NOT_STARTED;\n    if (answer.kind !== 'ok' || answer.value.result !== 'RUNNING')\n        return null;",
    within: 40,
  },
  {
    name: 'an uncertain turn is booked as issued',
    file: 'device/board/lbp/verdict.js',
    find: "UNKNOWN: { kind: 'unknown', reason: 'power-lost' }",
    replace: "UNKNOWN: { kind: 'one' }",
    within: 40,
  },
  {
    name: 'an uncertain turn is booked as not issued',
    file: 'device/board/lbp/verdict.js',
    find: "UNKNOWN: { kind: 'unknown', reason: 'power-lost' }",
    replace: "UNKNOWN: { kind: 'none', reason: 'jam' }",
    within: 60,
  },
  {
    name: "another board's word is taken for the own one's",
    file: 'device/board/lbp/verdict.js',
    find: 'if (hello.serial !== turn.board)',
    replace: 'if (false)',
    within: 400,
  },
  {
    name: 'a board that forgot is taken for one that never turned',
    file: 'device/board/lbp/verdict.js',
    find: "return turn.before === 0 && sameRun ? 'untouched' : doubt('board-forgot');",
    replace: "return 'untouched';",
    within: 300,
  },
  {
    name: 'another transaction is taken for proof that nothing moved',
    file: 'device/board/lbp/verdict.js',
    find: 'if (last.txn === turn.before)',
    replace: 'if (last.txn !== turn.txn)',
    within: 150,
  },
  {
    name: 'an open turn is started again after a restart',
    file: 'device/board/lbp/turn.js',
    find: 'startBeforeMonoMs: never,',
    replace: 'startBeforeMonoMs: Infinity,',
    within: 60,
  },
  {
    name: 'a turn that ran when a VMC restarted is booked as not issued',
    file: 'device/board/vmc3/dispense.js',
    find: 'return ordered ? POWER_LOST : NOT_STARTED;',
    replace: 'return NOT_STARTED;',
    within: 400,
  },
  {
    name: 'a VMC that reports long is lost as no board',
    file: 'device/board/vmc3/driver.js',
    find: 'if (wasUnsent && session.step !== null)',
    replace: 'if (false)',
    within: 150,
  },
];
