import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Far beyond what any test takes: a busy machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
