#!/usr/bin/env node
// Sums a CI run up in one last line, `N passed, N failed`, and exits with 1 when anything failed.
// Usage: node scripts/ci/summary.mjs VITEST_RESULTS.json EXIT_CODE_OF_TESTS EXIT_CODE_OF_CHECK
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * How many passed and failed, from vitest's JSON report and the exit codes of the two commands.
 * A test file that could not even be loaded, a failed `npm run check`, and tests that ended badly without any
 * failed test (set-up, a crash) each count as one failure: none of them may hide behind passed tests.
 *
 * @param {{ testResults: { name: string, status: string, assertionResults: { status: string }[] }[] } | null} report null when vitest wrote none
 * @param {{ tests: number, check: number }} exitCodes
 */
export function countResults(report, exitCodes) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const file of report?.testResults ?? []) {
    const failedHere = file.assertionResults.filter(({ status }) => status === 'failed').length;
    passed += file.assertionResults.filter(({ status }) => status === 'passed').length;
    skipped += file.assertionResults.filter(({ status }) => !['passed', 'failed'].includes(status)).length;
    failed += file.status === 'failed' ? Math.max(1, failedHere) : failedHere;
  }
  if (failed === 0 && (exitCodes.tests !== 0 || passed === 0)) failed += 1;
  if (exitCodes.check !== 0) failed += 1;
  return { passed, failed, skipped };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , path, tests, check] = process.argv;
  const { passed, failed, skipped } = countResults(readReport(path), {
    tests: Number(tests),
    check: Number(check),
  });
  if (Number(check) !== 0) console.log('npm run check failed');
  if (skipped > 0) console.log(`${skipped} skipped`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
