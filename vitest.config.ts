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
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Hundreds of tests wait for real servers, processes and browsers: a second try is shown by the reporter as one.
    retry: process.env.CI ? 1 : 0,
  },
});
