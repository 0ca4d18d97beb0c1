import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A dialogue of our own with expressions that a learner wants to know; seconds, English, Korean. */
const DIALOGUE = [
  [1, 'Are you sure about this plan of yours?', '이 계획 정말 확실해요?'],
  [4.5, 'No, but I think we should give it a shot.', '아니요, 하지만 한번 해 봐야 한다고 생각해요.'],
  [8, 'My brother always makes fun of my ideas.', '제 동생은 항상 제 생각을 놀려요.'],
  [11.5, 'He will change his mind when he sees it.', '그가 그것을 보면 마음을 바꿀 거예요.'],
  [15, 'Then keep an eye on the door for me.', '그럼 저 대신 문을 잘 지켜봐 주세요.'],
  [18.5, 'All right, I will be here until you come back.', '알았어요, 돌아올 때까지 여기 있을게요.'],
] as const;

/** English without any expression, and enough of it to be known as English. */
const PLAIN = [
  'The house is white and the door is green.',
  'There are three chairs in this room.',
  'My sister has a small brown dog.',
  'We eat bread and cheese in the kitchen.',
].map((text, i) => [1 + i * 3, text] as const);

export const ENGLISH_SRT = srt(DIALOGUE.map(([at, english]) => [at, english] as const));
export const KOREAN_SRT = srt(DIALOGUE.map(([at, , korean]) => [at, korean] as const));
export const PLAIN_SRT = srt(PLAIN);

/** Cues of 2.5 s each, as SubRip. */
export function srt(lines: readonly (readonly [number, string])[]): string {
  return lines.map(([at, text], i) => `${i + 1}\n${clock(at)} --> ${clock(at + 2.5)}\n${text}\n`).join('\n');
}

/** The same as WebVTT. */
export function vtt(subRip: string): string {
  return `WEBVTT\n\n${subRip.replaceAll(/(\d),(\d{3})/g, '$1.$2')}`;
}

function clock(seconds: number): string {
  return `${new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23).replace('.', ',')}`;
}

/** Makes a small moving picture with a tone. */
export async function makeVideo(path: string, seconds = 22): Promise<void> {
  await ffmpeg([
    ...['-f', 'lavfi', '-i', `testsrc=size=320x180:rate=24:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=300:duration=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', path],
  ]);
}

/** Makes a file with sound and no picture. */
export async function makeSound(path: string): Promise<void> {
  await ffmpeg(['-f', 'lavfi', '-i', 'sine=frequency=300:duration=2', '-c:a', 'aac', path]);
}

/** Puts subtitles into a video as a text track of its own. */
export async function embedSubtitles(
  video: string,
  subRip: string,
  language: string,
  target: string,
): Promise<void> {
  const file = `${target}.track.srt`;
  await writeFile(file, subRip);
  await ffmpeg([
    ...['-i', video, '-i', file, '-map', '0', '-map', '1', '-c', 'copy', '-c:s', 'srt'],
    ...['-metadata:s:s:0', `language=${language}`, '-f', 'matroska', target],
  ]);
}

async function ffmpeg(args: string[]): Promise<void> {
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args]);
}
