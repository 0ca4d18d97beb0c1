import { open } from 'node:fs/promises';
import { execute, tools } from '../../media/episodes.js';

/** Pictures are compared in brightness alone, at this size. */
export const LOOK = { width: 320, height: 180 };
const LOOK_BYTES = LOOK.width * LOOK.height;

const SAMPLE_RATE = 48_000;

/**
 * Frames `first` to `first + count` of a video as grey pictures, counted by decoding from its very beginning; of a
 * part of the picture where `crop` is given, as ffmpeg takes it: `width:height:x:y`.
 */
export async function framesOf(
  path: string,
  first: number,
  count: number,
  { crop }: { crop?: string } = {},
): Promise<Buffer[]> {
  const bytes = await ffmpegBytes([
    ...['-i', path, '-map', '0:v:0'],
    '-vf',
    `trim=start_frame=${first}:end_frame=${first + count}${crop === undefined ? '' : `,crop=${crop}`},scale=${LOOK.width}:${LOOK.height}:flags=area,format=yuv420p,extractplanes=y`,
    ...['-fps_mode', 'passthrough', '-f', 'rawvideo'],
  ]);
  return Array.from({ length: bytes.length / LOOK_BYTES }, (_, i) =>
    bytes.subarray(i * LOOK_BYTES, (i + 1) * LOOK_BYTES),
  );
}

/** A checksum of each decoded frame, in order. */
export async function frameChecksums(path: string): Promise<string[]> {
  const text = (await ffmpegBytes(['-i', path, '-map', '0:v:0', '-f', 'framemd5'])).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)!.trim());
}

/** Mean difference of brightness, 0 to 255, within the rows from `top` to `bottom` (shares of the height). */
export function difference(a: Buffer, b: Buffer, top = 0, bottom = 1): number {
  const from = Math.round(top * LOOK.height) * LOOK.width;
  const to = Math.round(bottom * LOOK.height) * LOOK.width;
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / (to - from);
}

/** Sound between two times in seconds, mono, 48,000 samples a second. */
export async function soundOf(path: string, fromS: number, seconds: number): Promise<Float32Array> {
  const samples = Math.round(seconds * SAMPLE_RATE);
  const start = Math.round(fromS * SAMPLE_RATE);
  // Cut by counting decoded samples: seeking would be what is to be checked.
  const bytes = await ffmpegBytes([
    ...['-i', path, '-map', '0:a:0', '-ac', '1'],
    ...['-af', `aresample=48000:first_pts=0,atrim=start_sample=${start}:end_sample=${start + samples}`],
    ...['-f', 'f32le'],
  ]);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Root mean square of a sound: 0 is silence, 1 full scale. */
export function loudness(sound: Float32Array): number {
  return Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / Math.max(1, sound.length));
}

/**
 * How many milliseconds `sound` is later than `original` (negative: earlier), looked for within 60 ms, and how alike
 * they are there: 1 is the same.
 */
export function delayOf(sound: Float32Array, original: Float32Array): { ms: number; alike: number } {
  const reach = 0.06 * SAMPLE_RATE;
  const length = Math.min(sound.length, original.length, SAMPLE_RATE) - 2 * reach;
  const correlation = (shift: number) => {
    let product = 0;
    let a = 0;
    let b = 0;
    for (let i = reach; i < reach + length; i++) {
      const x = sound[i + shift]!;
      const y = original[i]!;
      product += x * y;
      a += x * x;
      b += y * y;
    }
    return product / Math.sqrt(a * b);
  };
  let best = { shift: 0, alike: Number.NEGATIVE_INFINITY };
  const look = (from: number, to: number, step: number) => {
    for (let shift = from; shift <= to; shift += step) {
      const alike = correlation(shift);
      if (alike > best.alike) best = { shift, alike };
    }
  };
  look(-reach, reach, 4);
  look(Math.max(-reach, best.shift - 3), Math.min(reach, best.shift + 3), 1);
  return { ms: (best.shift * 1000) / SAMPLE_RATE, alike: best.alike };
}

/** What a video says of itself. */
export async function containerOf(path: string) {
  const { ffprobe } = await tools();
  const { stdout } = await execute(ffprobe, [
    ...['-v', 'error', '-of', 'json', '-show_format', '-show_streams', '-show_chapters', '-i', path],
  ]);
  return JSON.parse(stdout) as {
    streams: { codec_type: string; codec_name: string; r_frame_rate: string; avg_frame_rate: string }[];
    chapters: { start_time: string; end_time: string; tags: { title: string } }[];
  };
}

/** The lengths of all video frames, in ticks of the file's clock, each once. */
export async function frameLengths(path: string): Promise<number[]> {
  const { ffprobe } = await tools();
  const { stdout } = await execute(ffprobe, [
    ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts', '-of', 'csv=p=0', '-i', path],
  ]);
  const times = stdout.trim().split('\n').map(Number.parseFloat);
  times.sort((a, b) => a - b);
  return [...new Set(times.slice(1).map((time, i) => time - times[i]!))];
}

/** The top-level boxes of an MP4, in order. */
export async function boxesOf(path: string): Promise<string[]> {
  await using file = await open(path);
  const { size } = await file.stat();
  const names: string[] = [];
  const head = Buffer.alloc(16);
  for (let at = 0; at < size; ) {
    await file.read(head, 0, 16, at);
    names.push(head.toString('latin1', 4, 8));
    const length = head.readUInt32BE(0);
    at += length === 1 ? Number(head.readBigUInt64BE(8)) : length;
  }
  return names;
}

/** A picture file as a grey picture of the size of {@link framesOf}. */
export async function pictureOf(path: string): Promise<Buffer> {
  const filter = `scale=${LOOK.width}:${LOOK.height}:flags=area:out_color_matrix=bt709:out_range=tv,format=yuv420p,extractplanes=y`;
  return ffmpegBytes(['-i', path, '-frames:v', '1', '-vf', filter, '-f', 'rawvideo']);
}

async function ffmpegBytes(args: string[]): Promise<Buffer> {
  const { ffmpeg } = await tools();
  const { stdout } = await execute(ffmpeg, ['-v', 'error', '-nostdin', ...args, 'pipe:1'], {
    encoding: 'buffer',
    maxBuffer: 512 << 20,
  });
  return stdout;
}
