import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/globalSetup.ts'],
    setupFiles: ['test/support/shortKeys.ts'],
    pool: 'forks',
    // A worker loads the house once for all its files; rooms keep nothing outside what a test makes for itself.
    isolate: false,
    // One more than the two cores: browser tests wait as much as they work.
    maxWorkers: 3,
    // Far beyond what any test takes: a busy machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
