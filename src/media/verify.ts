import { LangflixError } from '../shared/errors.js';
import { type Captured, capture } from './child-process.js';
import { fileUrl, guardOptions } from './input-guards.js';
import { gone, isMissing } from './missing-files.js';
import { type MovTrack, readMovIndex } from './mov-index.js';
import type { MediaTools } from './tools.js';

export interface VerifyOptions {
  tools: MediaTools;
  signal?: AbortSignal | undefined;
}

/** Decoding runs many times faster than real time; a lesson of an hour takes a few minutes. */
const DECODE_TIMEOUT_MS = 20 * 60_000;

/**
 * Counts what is really in one of our own files (`.mov` or `.mp4`) by decoding all of it; the lengths that
 * containers say are wrong too often. ffprobe decodes at about 20 times real time at 1080p on two cores,
 * and leaves out the samples by which AAC begins early.
 *
 * @param path absolute.
 * @returns frames of its video and samples per channel of its sound.
 * @throws `RenderFailed` when it cannot be decoded; the signal's reason when aborted.
 */
export async function countDecoded(
  path: string,
  options: VerifyOptions,
): Promise<{ frames: number; samples: number }> {
  const entries = ['-threads', '2', '-show_entries', 'frame=media_type,nb_samples', '-of', 'csv=p=0'];
  const { stdout } = await ffprobe(path, entries, options);
  let frames = 0;
  let samples = 0;
  for (const line of stdout.toString('latin1').split('\n')) {
    const [type, count] = line.split(',');
    if (type === 'video') frames += 1;
    else if (type === 'audio') samples += Number(count);
  }
  return { frames, samples };
}

/**
 * Checks that a segment is as long as planned, by its own index: x264 makes one packet of each frame, and a sample of
 * PCM is a sample. Whole decoding says the same, at a fifth of the encode's cost (the tests compare the two).
 *
 * @param path absolute.
 * @throws `RenderFailed` when its frames or samples are not exactly the expected ones.
 */
export async function verifySegment(
  path: string,
  expected: { frames: number; samples: number },
): Promise<void> {
  const tracks = await indexOf(path);
  const frames = trackOf(tracks, 'video')?.samples ?? 0;
  const samples = trackOf(tracks, 'audio')?.samples ?? 0;
  if (frames === expected.frames && samples === expected.samples) return;
  const hint = 'this part of the episode may be damaged or beyond its end: play it there';
  if (frames === 0) {
    throw new LangflixError('RenderFailed', 'No picture of the episode could be decoded here', { hint });
  }
  throw new LangflixError(
    'RenderFailed',
    `${path} has ${frames} frames and ${samples} samples instead of ${expected.frames} and ${expected.samples}`,
    { hint },
  );
}

/** AAC comes in packets of so many samples; it begins up to two of them early and ends within one. */
const AAC_PACKET = 1024;

/**
 * Checks that a joined lesson holds all that went into it, by its index: every segment was checked, and joining
 * copies pictures and encodes sound once.
 *
 * @param path absolute.
 * @throws `RenderFailed` when frames are missing or too many, or the sound is shorter or longer than by AAC's packets.
 */
export async function verifyLesson(
  path: string,
  expected: { frames: number; samples: number },
): Promise<void> {
  const tracks = await indexOf(path);
  const frames = trackOf(tracks, 'video')?.samples ?? 0;
  const samples = trackOf(tracks, 'audio')?.ticks ?? 0;
  const surplus = samples - expected.samples;
  if (frames === expected.frames && surplus >= 0 && surplus <= 3 * AAC_PACKET) return;
  throw new LangflixError(
    'RenderFailed',
    `${path} has ${frames} frames and about ${samples} samples instead of ${expected.frames} and ${expected.samples}`,
    { hint: 'make the lesson anew with --again' },
  );
}

/**
 * Checks that segments can be joined by stream copy: same codecs, sizes, time bases, and the same H.264
 * parameter sets, since the joined file holds only the first segment's.
 *
 * @param paths absolute; repeats are looked at once.
 * @throws `RenderFailed`, naming the first segment that differs.
 */
export async function assertJoinable(paths: string[]): Promise<void> {
  let first: { path: string; parameters: string } | null = null;
  for (const path of new Set(paths)) {
    const tracks = await indexOf(path);
    const parameters = tracks
      .map((track) => `${track.type} ${track.timescale} ${track.parameters}`)
      .join('; ');
    first ??= { path, parameters };
    if (parameters === first.parameters) continue;
    throw new LangflixError(
      'RenderFailed',
      `${path} was encoded differently from ${first.path} and cannot be joined to it`,
      {
        hint: 'make the lesson anew with --again',
        cause: new Error(`${first.parameters} and ${parameters}`),
      },
    );
  }
}

const trackOf = (tracks: MovTrack[], type: MovTrack['type']) => tracks.find((track) => track.type === type);

async function indexOf(path: string): Promise<MovTrack[]> {
  try {
    return await readMovIndex(path);
  } catch (cause) {
    if (isMissing(cause)) throw gone(path, cause);
    if (!(cause instanceof RangeError)) throw cause;
    throw new LangflixError('RenderFailed', `${path} cannot be read back: ${cause.message}`, { cause });
  }
}

async function ffprobe(path: string, what: string[], options: VerifyOptions): Promise<Captured> {
  const args = ['-v', 'error', '-hide_banner', ...guardOptions('mov'), ...what, '-i', fileUrl(path)];
  const answer = await capture(options.tools.ffprobe, args, {
    setpriv: options.tools.setpriv,
    signal: options.signal,
    timeoutMs: DECODE_TIMEOUT_MS,
    maxBytes: 64 << 20,
  });
  if (answer.exitCode === 0) return answer;
  throw new LangflixError(
    'RenderFailed',
    `${path} cannot be read back: ${answer.stderr.trim().split('\n').at(-1)}`,
  );
}
