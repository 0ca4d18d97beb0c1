import { describe, expect, it } from 'vitest';
import { countResults } from '../../scripts/ci/summary.mjs';

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

describe('the last line of a CI run', () => {
  it('counts tests', () => {
    const report = {
      testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed', 'skipped')],
    };
    expect(countResults(report, { tests: 1, check: 0 })).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  it('counts a file that could not be loaded', () => {
    const report = { testResults: [file('passed', 'passed'), file('failed')] };
    expect(countResults(report, { tests: 1, check: 0 })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts a failed check beside passed tests', () => {
    const report = { testResults: [file('passed', 'passed')] };
    expect(countResults(report, { tests: 0, check: 1 })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('is a failure when set-up failed, when nothing ran, and when tests ended badly without a failed one', () => {
    expect(countResults(null, { tests: 1, check: 0 }).failed).toBe(1);
    expect(countResults({ testResults: [] }, { tests: 0, check: 0 }).failed).toBe(1);
    expect(countResults({ testResults: [file('passed', 'passed')] }, { tests: 1, check: 0 }).failed).toBe(1);
  });
});
