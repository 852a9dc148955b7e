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
  },
});
