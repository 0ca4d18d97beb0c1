import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { make } from '../../media/episodes.js';
import { PLAY } from './short-play.js';

/** A video that langflix's files stand beside of, as a person has them. */
export interface LightPlay {
  video: string;
  subtitles: string;
}

/** The short play's lines over a picture that costs next to nothing to encode: for tests of what is around the encodes. */
export async function makeLightPlay(folder: string): Promise<LightPlay> {
  const files = { video: join(folder, 'light.mp4'), subtitles: join(folder, 'light.en.srt') };
  await make(
    files.video,
    ...['-f', 'lavfi', '-i', 'testsrc2=s=192x108:r=12:d=49', '-f', 'lavfi', '-i', 'sine=f=330:r=48000:d=49'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2'],
  );
  const cues = PLAY.map(
    ({ startMs, endMs, en }, i) => `${i + 1}\n${time(startMs)} --> ${time(endMs)}\n${en}\n`,
  );
  await writeFile(files.subtitles, cues.join('\n'));
  return files;
}

function time(ms: number): string {
  return new Date(ms).toISOString().slice(11, -1).replace('.', ',');
}
