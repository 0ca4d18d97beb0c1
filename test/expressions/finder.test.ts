import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CandidateFinder, findCandidates, loadLexicon } from '../../src/expressions/index.js';
import type { Cue } from '../../src/shared/cue.js';

// The thread is a program of the build.
const built = new URL('../../dist/expressions/index.js', import.meta.url).href;
const { candidateFinder }: typeof import('../../src/expressions/index.js') = await import(built);

const say = (text: string): Cue[] => [{ index: 0, startMs: 0, endMs: 2000, text }];
const shot = say('Come on, just give it a shot.');
const blue = say('He called me out of the blue.');

describe('a finder in a thread of its own', () => {
  let finder: CandidateFinder;
  beforeAll(() => {
    finder = candidateFinder({ keepMs: 0 });
  });
  afterAll(() => finder.close());

  it('finds what is found without it, with translations', async () => {
    const here = findCandidates(shot, await loadLexicon(), { native: 'ko' });
    expect(here.map(({ headword }) => headword)).toContain('give it a shot');
    expect(await finder.find(shot, { native: 'ko' })).toEqual(here);
  });

  it('answers each of several that ask at once, and again after its thread has gone', async () => {
    for (let round = 0; round < 2; round++) {
      const found = await Promise.all([
        finder.find(shot, { native: null }),
        finder.find(blue, { native: null }),
      ]);
      const headwords = found.map((candidates) => candidates.map(({ headword }) => headword));
      expect(headwords[0]).toContain('give it a shot');
      expect(headwords[1]).toContain('out of the blue');
    }
  });

  it('is given up with the reason of who does not want it any more', async () => {
    const reason = new Error('cancelled');
    const asked = AbortSignal.abort(reason);
    await expect(finder.find(shot, { native: null }, asked)).rejects.toBe(reason);
    const later = new AbortController();
    const found = finder.find(shot, { native: null }, later.signal);
    later.abort(reason);
    await expect(found).rejects.toBe(reason);
    expect(await finder.find(blue, { native: null })).not.toEqual([]);
  });

  it('tells whoever waits when it is closed', async () => {
    const other = candidateFinder();
    const found = other.find(shot, { native: null });
    const told = expect(found).rejects.toMatchObject({ kind: 'Internal' });
    await other.close();
    await told;
  });
});
