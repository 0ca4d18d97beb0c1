import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { make } from '../../media/episodes.js';

/** Seconds and words: four expressions, so far apart that each has a scene of its own. */
const LINES: readonly [number, number, string][] = [
  [1, 3, 'Can you really open this old door?'],
  [3.5, 5.4, "I don't know, but I'll give it a shot."],
  [5.9, 7.6, 'The key is under the mat.'],
  [14, 16, 'Anna called me last night.'],
  [16.5, 18.9, 'She wrote to me out of the blue.'],
  [19.4, 21, 'What did she want?'],
  [28, 29.9, 'It is dark and we are all tired.'],
  [30.4, 32.3, "Let's call it a day."],
  [41, 43, 'You must decide about the job.'],
  [43.5, 45.6, 'I have to make up my mind tonight.'],
  [46.1, 47.5, 'I will help you.'],
];

export interface LightPlay {
  video: string;
  subtitles: string;
}

/**
 * An episode that costs next to nothing to encode: for tests of what happens around the encodes.
 *
 * @param seconds of the video; the last line ends after 47.5
 */
export async function makeLightPlay(folder: string, seconds = 49): Promise<LightPlay> {
  const files = { video: join(folder, 'light.mp4'), subtitles: join(folder, 'light.en.srt') };
  await make(
    files.video,
    ...['-f', 'lavfi', '-i', `testsrc2=s=192x108:r=12:d=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=f=330:r=48000:d=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2'],
  );
  const cues = LINES.map(([from, to, text], i) => `${i + 1}\n${time(from)} --> ${time(to)}\n${text}\n`);
  await writeFile(files.subtitles, cues.join('\n'));
  return files;
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, -1).replace('.', ',');
}
