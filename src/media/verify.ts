import { z } from 'zod';
import { LangflixError } from '../shared/errors.js';
import { type Captured, capture } from './child-process.js';
import { fileUrl, guardOptions } from './input-guards.js';
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
 * Checks that a segment is as long as planned.
 *
 * @throws `RenderFailed` when its decoded frames or samples are not exactly the expected ones.
 */
export async function verifySegment(
  path: string,
  expected: { frames: number; samples: number },
  options: VerifyOptions,
): Promise<void> {
  const found = await countDecoded(path, options);
  if (found.frames === expected.frames && found.samples === expected.samples) return;
  throw new LangflixError(
    'RenderFailed',
    `${path} has ${found.frames} frames and ${found.samples} samples instead of ${expected.frames} and ${expected.samples}`,
    { hint: 'this part of the episode may be damaged or beyond its end: play it there' },
  );
}

/** AAC comes in packets of so many samples; it begins up to two of them early and ends within one. */
const AAC_PACKET = 1024;

/**
 * Checks that a joined lesson holds all that went into it. Packets are counted, not decoded: every segment was, and
 * joining copies pictures and encodes sound once.
 *
 * @throws `RenderFailed` when frames are missing or too many, or the sound is shorter or longer than by AAC's packets.
 */
export async function verifyLesson(
  path: string,
  expected: { frames: number; samples: number },
  options: VerifyOptions,
): Promise<void> {
  const entries = ['-show_entries', 'packet=codec_type,duration', '-of', 'csv=p=0'];
  const { stdout } = await ffprobe(path, entries, options);
  let frames = 0;
  let samples = 0;
  for (const line of stdout.toString('latin1').split('\n')) {
    const [type, duration] = line.split(',');
    if (type === 'video') frames += 1;
    else if (type === 'audio') samples += Number(duration);
  }
  const surplus = samples - expected.samples;
  if (frames === expected.frames && surplus >= 0 && surplus <= 3 * AAC_PACKET) return;
  throw new LangflixError(
    'RenderFailed',
    `${path} has ${frames} frames and about ${samples} samples instead of ${expected.frames} and ${expected.samples}`,
    { hint: 'make the lesson anew with --again' },
  );
}

const joinable = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      codec_name: z.string(),
      profile: z.string().optional(),
      level: z.number().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      pix_fmt: z.string().optional(),
      has_b_frames: z.number().optional(),
      time_base: z.string(),
      sample_rate: z.string().optional(),
      channels: z.number().optional(),
      extradata_hash: z.string().optional(),
    }),
  ),
});

/**
 * Checks that segments can be joined by stream copy: same codecs, sizes, time bases, and the same H.264
 * parameter sets, since the joined file holds only the first segment's.
 *
 * @param paths absolute; repeats are looked at once.
 * @throws `RenderFailed`, naming the first segment that differs.
 */
export async function assertJoinable(paths: string[], options: VerifyOptions): Promise<void> {
  let first: { path: string; parameters: string } | null = null;
  for (const path of new Set(paths)) {
    const parameters = await joinParameters(path, options);
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

async function joinParameters(path: string, options: VerifyOptions): Promise<string> {
  const { stdout } = await ffprobe(
    path,
    ['-of', 'json', '-show_streams', '-show_data_hash', 'sha256'],
    options,
  );
  return JSON.stringify(joinable.parse(JSON.parse(stdout.toString('utf8'))).streams);
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
