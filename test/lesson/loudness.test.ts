import { describe, expect, it } from 'vitest';
import { gainFor, integratedLoudness, MAX_GAIN_DB } from '../../src/lesson/loudness.js';

const STEP_MS = 10;
const steps = (seconds: number, lufs: number) => Array<number>(seconds * 100).fill(lufs);

describe('integratedLoudness', () => {
  it('of an even sound is its level, however short it is', () => {
    expect(integratedLoudness(steps(5, -23), STEP_MS)).toBeCloseTo(-23, 3);
    expect(integratedLoudness(steps(0.2, -23), STEP_MS)).toBeCloseTo(-23, 3);
  });

  it('leaves out silence and what is far softer than the rest', () => {
    expect(integratedLoudness([...steps(5, -20), ...steps(20, -120)], STEP_MS)).toBeCloseTo(-20.1, 0);
    expect(integratedLoudness([...steps(5, -20), ...steps(20, -45)], STEP_MS)).toBeCloseTo(-20.1, 0);
    // Ten decibels softer it still counts: EBU Tech 3341, case 3, in its proportions.
    const case3 = [...steps(10, -36), ...steps(60, -23), ...steps(10, -36)];
    expect(integratedLoudness(case3, STEP_MS)).toBeCloseTo(-23, 0);
  });

  it('of silence, or of nothing, is not there', () => {
    expect(integratedLoudness(steps(3, -90), STEP_MS)).toBeNull();
    expect(integratedLoudness([], STEP_MS)).toBeNull();
  });
});

describe('gainFor', () => {
  it('brings a sound to -16 LUFS', () => {
    expect(gainFor(-27.04)).toBe(11);
    expect(gainFor(-8.5)).toBe(-7.5);
  });

  it('does not make a noise out of silence', () => {
    expect(gainFor(-60)).toBe(MAX_GAIN_DB);
    expect(gainFor(null)).toBe(0);
  });
});
