import { afterAll, describe, expect, it } from 'vitest';
import { KINDS } from './kinds/index.js';
import { drawKinds, playRound, QUICK_SITES, type Sites, sites } from './run-rounds.js';

/** Of each sort one, on one service; all of them, many times, with `npm run chaos`. */
const SHORT = ['kill-service', 'kill-ffmpeg', 'cancel-server-api', 'delete-work'];
const SEED = 5;

const places: Sites = sites({
  ...QUICK_SITES,
  disks: () => Promise.reject(new Error('the short form has no disks')),
});
afterAll(() => places.close());

describe('a run that is disturbed', { timeout: 180_000 }, () => {
  it.each(SHORT.map((name, i) => [name, i + 1] as const))('%s', async (name, number) => {
    const kind = KINDS.find((known) => known.name === name);
    if (kind === undefined) throw new Error(`there is no kind ${name}`);
    const { problems, notes } = await playRound(places, kind, number, SEED);
    expect(problems, notes.join(', ')).toEqual([]);
  });
});

describe('the harness', () => {
  it('draws each kind as often as the others, the same ones from the same seed', () => {
    const names = drawKinds(KINDS, 100, 1).map(({ name }) => name);
    expect(names).toHaveLength(100);
    for (const { name } of KINDS)
      expect(names.filter((drawn) => drawn === name).length, name).toBeGreaterThanOrEqual(3);
    expect(drawKinds(KINDS, 100, 1).map(({ name }) => name)).toEqual(names);
    expect(drawKinds(KINDS, 100, 2).map(({ name }) => name)).not.toEqual(names);
  });
});
