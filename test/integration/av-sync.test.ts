import { expect, it } from 'vitest';

interface Verified {
  joins: { id: string; picture: number | null; sound: number | null }[];
  faults: string[];
  frameMs: number;
}
const script = '../../scripts/verify-av.mjs';
const { verifyRate } = (await import(script)) as { verifyRate(name: string): Promise<Verified> };

// The other rates take a minute more: npm run verify:av
it('a lesson is where the plan says, picture and sound, evened and cut between words', async () => {
  const { joins, faults, frameMs } = await verifyRate('24000/1001');
  expect(faults).toEqual([]);
  // Three scenes, and each line twice.
  expect(joins).toHaveLength(9);
  for (const { picture, sound } of joins) {
    expect(Math.abs(picture!)).toBeLessThanOrEqual(frameMs);
    expect(Math.abs(sound!)).toBeLessThanOrEqual(frameMs);
  }
}, 180_000);
