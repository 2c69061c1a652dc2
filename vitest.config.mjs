import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/**
 * What takes longest begins first, so that no worker ends alone with it. Attacks mostly wait, so
 * they run beside what computes.
 */
const longest = [
  '/browser/console',
  '/world/seeds',
  '/attacks/sign-in/',
  '/browser/',
  '/attacks/people/',
  '/ports/board-line',
  '/live/',
  '/probe/',
  '/world/',
  '/fleet/',
  '/ports/',
  '/attacks/',
];
const place = ({ moduleId }) => {
  const at = longest.findIndex((part) => moduleId.includes(part));
  return at < 0 ? longest.length : at;
};

class LongestFirst extends BaseSequencer {
  async sort(files) {
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

// The tests run as compiled, beside the very files that ship: worker threads and child processes find their siblings.
export default defineConfig({
  test: {
    include: ['dist/test/**/*.test.js'],
    pool: 'forks',
    maxWorkers: 4,
    isolate: false,
    // Node loads them as it loads what ships.
    server: { deps: { external: [/\/dist\//] } },
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
