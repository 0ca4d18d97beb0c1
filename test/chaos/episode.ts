import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { make } from '../media/episodes.js';

/** Seconds and words: two expressions, each with a scene of its own. */
const LINES: readonly [number, number, string][] = [
  [0.5, 1.8, 'I will give it a shot.'],
  [2.2, 3.2, 'The key is under the mat.'],
  [8, 9, 'It is dark and we are all tired.'],
  [9.3, 10.5, "Let's call it a day."],
];

export interface Episode {
  video: string;
  subtitles: string;
  /** Of both files: they are only ever read. */
  digest(): Promise<string>;
}

/** Twelve seconds that cost next to nothing to encode. */
export async function makeChaosEpisode(folder: string): Promise<Episode> {
  const video = join(folder, 'episode.mp4');
  const subtitles = join(folder, 'episode.en.srt');
  await make(
    video,
    ...['-f', 'lavfi', '-i', 'testsrc2=s=128x72:r=10:d=12', '-f', 'lavfi', '-i', 'sine=f=330:r=48000:d=12'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2'],
  );
  const cues = LINES.map(([from, to, text], i) => `${i + 1}\n${clock(from)} --> ${clock(to)}\n${text}\n`);
  await writeFile(subtitles, cues.join('\n'));
  return {
    video,
    subtitles,
    async digest() {
      const hash = createHash('sha256');
      for (const path of [video, subtitles]) hash.update(await readFile(path));
      return hash.digest('hex');
    },
  };
}

function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, -1).replace('.', ',');
}
