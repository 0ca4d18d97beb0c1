import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LessonFormat, Segment } from '../../src/lesson/plan-types.js';
import {
  encoderProfiles,
  findMediaTools,
  type MediaTools,
  probeEpisode,
  runFfmpeg,
  segmentCommand,
} from '../../src/media/index.js';

export const execute = promisify(execFile);

/** A folder for one test file, removed by `remove`. */
export async function testFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "langflix media's [test], "));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

let found: Promise<MediaTools> | undefined;
export function tools(): Promise<MediaTools> {
  found ??= findMediaTools({});
  return found;
}

/** Runs the system's ffmpeg to make test data. */
export async function make(output: string, ...args: string[]): Promise<string> {
  const { ffmpeg } = await tools();
  await execute(ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args, output]);
  return output;
}

/** An episode whose picture and sound tell the time: a test pattern with a frame counter, and a tone. */
export function makeEpisode(
  output: string,
  input: { rate: string; seconds: number; size?: string; codecs?: string[] },
): Promise<string> {
  const { rate, seconds, size = '320x180' } = input;
  return make(
    output,
    ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=f=440:r=48000:d=${seconds}`],
    ...(input.codecs ?? ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', '250', '-c:a', 'aac']),
    ...['-pix_fmt', 'yuv420p', '-ac', '2'],
  );
}

export const WIDE_24: LessonFormat = {
  width: 320,
  height: 180,
  frameRate: { num: 24, den: 1 },
  sampleRate: 48000,
};

/** A segment of so many frames; what is not given is a silent scene from the start of the episode. */
export function segmentOf(frames: number, format: LessonFormat, given: Partial<Segment> = {}): Segment {
  const samples = (frames * format.frameRate.den * format.sampleRate) / format.frameRate.num;
  if (!Number.isInteger(samples)) throw new RangeError('not a whole number of samples');
  return {
    id: '01-scene',
    kind: 'scene',
    label: 'Scene 1/1',
    expressions: [],
    frames,
    samples,
    picture: { type: 'episode', startUs: 0 },
    sound: { type: 'silence' },
    captions: [],
    ...given,
  };
}

/** Captions written by hand, as the subtitles room would: white, at the bottom. */
export async function writeCaptions(folder: string, text: string, name = 'captions.ass'): Promise<string> {
  const script = `[Script Info]
ScriptType: v4.00+
PlayResX: 320
PlayResY: 180

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: line,Noto Sans,20,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.00,0:00:30.00,line,,0,0,0,,${text}
`;
  await writeFile(join(folder, name), script);
  return name;
}

/** Renders a segment as the service does. */
export async function render(
  episode: string,
  segment: Segment,
  format: LessonFormat,
  output: string,
  given: { cwd: string; assFile?: string; fontsDir?: string; stillPath?: string },
): Promise<string> {
  const found = await tools();
  const command = segmentCommand({
    segment,
    format,
    source: { path: episode, probe: await probeEpisode(episode, { tools: found }) },
    assFile: given.assFile ?? null,
    fontsDir: given.fontsDir ?? null,
    stillPath: given.stillPath ?? null,
    output,
    profile: encoderProfiles.standard,
    toneMapping: found.toneMapping,
  });
  await runFfmpeg(command, { tools: found, cwd: given.cwd, pidFolder: join(given.cwd, 'processes') });
  return output;
}
