/** What every segment with speech is brought to, in LUFS: what streaming services and podcasts use for speech. */
export const TARGET_LUFS = -16;
/**
 * Sound is raised by no more than this, in dB. Film dialogue is mixed at about -27 LUFS and needs 11; a whispered scene
 * needs 20; what needs more is not speech but the noise of a quiet room.
 */
export const MAX_GAIN_DB = 20;

/** Gating blocks of ITU-R BS.1770-4: 400 ms long, a new one every 100 ms. */
const BLOCK_MS = 400;
const HOP_MS = 100;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;

/**
 * The integrated loudness of ITU-R BS.1770-4 of a series of loudness values. Of less than one block it is the loudness
 * of what there is.
 *
 * @param levels LUFS, one for each `stepMs`.
 * @returns LUFS; null for silence.
 */
export function integratedLoudness(levels: readonly number[], stepMs: number): number | null {
  const blocks = blockPowers(levels, BLOCK_MS / stepMs, HOP_MS / stepMs);
  const heard = blocks.filter((power) => lufs(power) > ABSOLUTE_GATE_LUFS);
  if (heard.length === 0) return null;
  const gate = lufs(mean(heard)) + RELATIVE_GATE_LU;
  return lufs(mean(heard.filter((power) => lufs(power) > gate)));
}

/** The gain in dB, to a tenth, that brings a loudness to {@link TARGET_LUFS}; 0 for silence, and for what is no loudness. */
export function gainFor(loudness: number | null): number {
  if (loudness === null || !Number.isFinite(loudness)) return 0;
  return Math.min(MAX_GAIN_DB, Math.round((TARGET_LUFS - loudness) * 10) / 10);
}

function blockPowers(levels: readonly number[], size: number, hop: number): number[] {
  const powers = levels.map((level) => 10 ** (level / 10));
  if (powers.length === 0) return [];
  if (powers.length <= size) return [mean(powers)];
  const blocks: number[] = [];
  for (let start = 0; start + size <= powers.length; start += hop) {
    blocks.push(mean(powers.slice(start, start + size)));
  }
  return blocks;
}

function lufs(power: number): number {
  return 10 * Math.log10(power);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
