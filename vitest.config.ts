import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'collectors/**/*.test.ts',
      'packages/**/*.test.ts',
      'server/**/*.test.ts',
      'web/src/**/*.test.{ts,tsx}',
      'test/**/*.test.ts',
    ],
    // Generous, because a machine that does much else is slow; what works does not come near.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 3,
    // Hundreds of tests wait for real servers, processes and browsers: a second try is listed at the end of the run.
    retry: process.env.CI ? 1 : 0,
  },
});
