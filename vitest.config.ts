import { defineConfig } from 'vitest/config';
import { countReporter } from './test/support/count-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    globalSetup: ['test/support/temporary-files.ts', 'test/support/build-page.ts'],
    testTimeout: 30_000,
    // Real nodes are started in them, on machines that may be busy.
    hookTimeout: 60_000,
    reporters: ['default', countReporter()],
  },
});
