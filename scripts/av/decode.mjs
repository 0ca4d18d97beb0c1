import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

export const SAMPLE_RATE = 48_000;

/**
 * Decodes a video's pictures in grey, one after the other.
 *
 * @param {string} path
 * @param {{ width: number, height: number }} size
 * @returns {AsyncGenerator<Buffer>} each of `width * height` bytes, 16 (black) to 235 (white)
 */
export async function* decodedFrames(path, { width, height }) {
  const scale = `scale=${width}:${height}:flags=area,format=yuv420p,extractplanes=y`;
  const child = spawn(
    'ffmpeg',
    [
      ...['-nostdin', '-v', 'error', '-i', path, '-map', '0:v:0', '-vf', scale],
      ...['-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const closed = new Promise((resolve) => child.once('close', resolve));
  const bytes = width * height;
  let rest = Buffer.alloc(0);
  for await (const chunk of child.stdout) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (; at + bytes <= rest.length; at += bytes) yield rest.subarray(at, at + bytes);
    rest = rest.subarray(at);
  }
  if ((await closed) !== 0) throw new Error(`${path} cannot be decoded`);
}

/** @returns {Promise<Int16Array>} a video's sound: 48 kHz stereo, interleaved, from time 0 on */
export async function decodedSound(path) {
  const args = ['-nostdin', '-v', 'error', '-i', path, '-map', '0:a:0', '-ac', '2'];
  const { stdout } = await promisify(execFile)(
    'ffmpeg',
    [...args, '-af', `aresample=${SAMPLE_RATE}:first_pts=0`, '-f', 's16le', 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 2 ** 31 - 1 },
  );
  return new Int16Array(new Uint8Array(stdout.subarray(0, stdout.length & ~3)).buffer);
}

/** @returns {Promise<number>} the highest true peak of a video's sound, in dBTP, as ffmpeg's `ebur128` measures it */
export async function truePeak(path) {
  const args = ['-nostdin', '-hide_banner', '-nostats', '-i', path, '-map', '0:a:0'];
  const { stderr } = await promisify(execFile)(
    'ffmpeg',
    [...args, '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'],
    { maxBuffer: 64 << 20 },
  );
  return Number(/True peak:\s+Peak:\s+(-?[\d.]+|-inf) dBFS/.exec(stderr)?.[1] ?? Number.NaN);
}
