import { defineConfig } from 'vitest/config';
import { countReporter } from './test/support/count-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The cluster has a run of its own: npm run test:cluster.
    exclude: ['test/bench/**', ...(process.env.CHDB_LIBRARY === undefined ? ['test/cluster/**'] : [])],
    globalSetup: ['test/support/temporary-files.ts', 'test/support/build-page.ts'],
    testTimeout: 30_000,
    // Real nodes are started in them, on machines that may be busy.
    hookTimeout: 60_000,
    reporters: ['default', countReporter()],
  },
});
