import { defineConfig } from 'vitest/config';

// The tests run as compiled, beside the very files that ship: worker threads and child processes find their siblings.
export default defineConfig({
  test: {
    include: ['dist/test/**/*.test.js'],
    pool: 'forks',
    maxWorkers: 3,
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
