// How true the progress of a run was, looked at as a terminal shows it.
import { fromDist } from './langflix.mjs';

const { estimateLeft } = await fromDist('client/cli/progress-line.js');

/** What a terminal would have shown of a run, until it ends. */
export async function watchProgress(client, run) {
  const shown = [];
  const sightings = [];
  for await (const { stage, percent } of client.watch(run)) {
    const at = performance.now();
    sightings.push({ stage, percent, at });
    shown.push({ percent, at, leftMs: estimateLeft(sightings) });
  }
  return shown;
}

/**
 * Seconds for which the percentage stood still at most, and how far the time left was off after the first fifth of
 * the time (the worst and the middle one), as a share of the whole time.
 */
export function judgeProgress(shown) {
  const [first, last] = [shown[0], shown.at(-1)];
  const whole = last.at - first.at;
  let stillMs = 0;
  let movedAt = first.at;
  let before = first.percent;
  let wentBack = false;
  for (const { percent, at } of shown) {
    if (percent < before) wentBack = true;
    if (percent === before) continue;
    stillMs = Math.max(stillMs, at - movedAt);
    movedAt = at;
    before = percent;
  }
  const errors = shown
    .filter(({ at, leftMs }) => leftMs !== null && at - first.at > whole / 5)
    .map(({ at, leftMs }) => Math.abs(leftMs - (last.at - at)) / whole)
    .sort((a, b) => a - b);
  return {
    stillSeconds: stillMs / 1000,
    wentBack,
    told: errors.length,
    worstError: errors.at(-1) ?? 0,
    middleError: errors[Math.floor(errors.length / 2)] ?? 0,
  };
}
