// Ends a test run with the one plain line that people and machines look for: `N passed, N failed, N skipped`.
import type { Reporter, TestCase } from 'vitest/node';

export function countReporter(): Reporter {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    onTestCaseResult(test: TestCase) {
      const { state } = test.result();
      if (state !== 'pending') counts[state] += 1;
    },
    onTestRunEnd(modules, unhandledErrors) {
      // A file that cannot be loaded runs no test: it has failed all the same.
      const broken = modules.reduce((sum, module) => sum + module.errors().length, 0);
      const failed = counts.failed + broken + unhandledErrors.length;
      process.stdout.write(`\n${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped\n`);
    },
  };
}
