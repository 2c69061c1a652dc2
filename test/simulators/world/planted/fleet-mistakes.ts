import type { Mutant } from '../../../../simulators/world/run/mutant.ts';

/** Mistakes in the fleet server. */
export const fleetMistakes: readonly Mutant[] = [
  {
    name: 'the receipt goes out before the commit',
    file: 'fleet/ledger/engine.js',
    find: 'await this.#store.append(chunks);',
    replace: 'void Promise.resolve(this.#store.append(chunks)).catch(() => {});',
    within: 40,
  },
  {
    name: 'a gap is accepted',
    file: 'fleet/ledger/check-batch.js',
    find: "return { kind: 'gap' };",
    replace:
      "return { kind: 'new', take: { first: batch.first, lines: batch.lines, through: batch.first + batch.lines.length - 1, head: headAfter(batch.prev, batch.lines) } };",
    within: 100,
  },
  {
    name: 'the chain is not checked, and a fork is merged',
    file: 'fleet/ledger/check-batch.js',
    find: 'if (joined !== mark.head)',
    replace: 'if (false)',
    within: 100,
  },
  {
    name: 'lines that came twice are stored twice',
    file: 'fleet/ledger/check-batch.js',
    find: 'const lines = held === 0 ? batch.lines : batch.lines.slice(held);',
    replace: 'const lines = batch.lines;',
    within: 100,
  },
  {
    name: 'what was folded is folded again after a restart',
    file: 'fleet/ledger/fold-runner.js',
    find: 'this.#folded = await this.#store.foldedThrough();',
    replace: 'this.#folded = 0;',
    within: 100,
  },
  {
    name: 'the failure of one machine ends the folding of all',
    file: 'fleet/ledger/machine-fold.js',
    find: 'if (refused !== null)\n                throw refused;',
    replace: 'if (refused !== undefined)\n                throw error;',
    within: 60,
  },
  {
    name: 'a machine that is set aside is not named',
    file: 'fleet/service/ingest.js',
    find: 'state.setAsideAt = at;',
    replace: 'state.setAsideAt = null;',
    within: 60,
  },
  {
    name: 'a line is placed in time as its machine says',
    file: 'fleet/ledger/timestamping.js',
    find: 'Math.max(limits.earliestAt, at)',
    replace: 'at',
    within: 150,
  },
  {
    name: 'the day is cut in UTC',
    file: 'fleet/ledger/chunk-fold.js',
    find: '?? zone.dayOf(at)',
    replace: '?? Math.floor(at / 86_400_000)',
    within: 40,
  },
  {
    name: 'implausible lines are counted',
    file: 'fleet/ledger/chunk-fold.js',
    find: 'if (implausible !== null && isLeftOut(',
    replace: 'if (false && isLeftOut(',
    within: 60,
  },
  {
    name: 'a closed year changes by itself',
    file: 'fleet/ledger/chunk-fold.js',
    find: 'isLate = openDay !== null && day < openDay',
    replace: 'isLate = false',
    within: 100,
  },
  {
    name: 'an old will is believed',
    file: 'fleet/state/presence.js',
    find: 'const own = presence.run === state.run && state.connection === 0;',
    replace: 'const own = true;',
    within: 150,
  },
  {
    name: 'a new ledger out of nowhere is taken without a word',
    file: 'fleet/ledger/account-notes.js',
    find: 'if (lanes.length === 0)\n        return;',
    replace: 'if (lanes.length >= 0)\n        return;',
    within: 100,
  },
];
