import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/support/bundle.ts'],
    setupFiles: ['test/support/setup.ts'],
    include: ['test/**/*.test.ts'],
    // Every test makes what it needs and closes it; loading all modules anew for each file would take a quarter of the time.
    isolate: false,
    // The bot's own processes and its loops are mostly waited for: four files at a time keep two cores busy.
    maxWorkers: 4,
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
