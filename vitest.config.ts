import { defineConfig } from 'vitest/config';

const E2E = 'test/e2e/**/*.test.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/support/bundle.ts'],
    // Bots and their loops are mostly waited for: four files at a time keep two cores busy.
    maxWorkers: 4,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [E2E],
          // These keep nothing: loading all modules anew for each file would take most of their time.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'whole', include: [E2E] } },
    ],
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
