import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { make } from '../../media/episodes.js';

/** The rate of the short play: film's own, which is no whole number of frames a second. */
export const PLAY_RATE = { num: 24_000, den: 1001 };

export interface SpokenCue {
  startMs: number;
  endMs: number;
  en: string;
  ko: string;
}

/** Three expressions in three moments, so far apart that no scene reaches into the next one. */
export const PLAY: readonly SpokenCue[] = [
  {
    startMs: 1000,
    endMs: 3000,
    en: 'Can you really open this old door?',
    ko: '이 낡은 문을 정말 열 수 있어?',
  },
  {
    startMs: 3500,
    endMs: 5400,
    en: "I don't know, but I'll give it a shot.",
    ko: '모르겠지만, 한번 해 볼게.',
  },
  { startMs: 5900, endMs: 7600, en: 'The key is under the mat.', ko: '열쇠는 매트 밑에 있어.' },
  { startMs: 14_000, endMs: 16_000, en: 'Anna called me last night.', ko: '안나가 어젯밤에 전화했어.' },
  {
    startMs: 16_500,
    endMs: 18_900,
    en: 'She wrote to me out of the blue.',
    ko: '그녀가 갑자기 나에게 편지를 썼어.',
  },
  { startMs: 19_400, endMs: 21_000, en: 'What did she want?', ko: '뭘 원했대?' },
  {
    startMs: 28_000,
    endMs: 29_900,
    en: 'It is dark and we are all tired.',
    ko: '날은 어둡고 우린 다 지쳤어.',
  },
  { startMs: 30_400, endMs: 32_300, en: "Let's call it a day.", ko: '오늘은 여기까지 하자.' },
  { startMs: 32_800, endMs: 34_400, en: 'I will lock the house.', ko: '내가 집을 잠글게.' },
];

export interface EpisodeFiles {
  video: string;
  subtitles: string;
  translation: string;
}

/**
 * Makes the short play: a picture in which no two frames are alike, sound in which no two moments are, and its
 * subtitles. So any frame or moment of it can be found again in what was made from it.
 */
export async function makePlay(folder: string, name = 'play'): Promise<EpisodeFiles> {
  const files = {
    video: join(folder, `${name}.mp4`),
    subtitles: join(folder, `${name}.en.srt`),
    translation: join(folder, `${name}.ko.srt`),
  };
  const seconds = 36;
  await Promise.all([
    make(
      files.video,
      ...['-f', 'lavfi', '-i', `testsrc2=s=640x360:r=${PLAY_RATE.num}/${PLAY_RATE.den}:d=${seconds}`],
      ...['-f', 'lavfi', '-i', `anoisesrc=r=48000:d=${seconds}:c=pink:seed=7:a=0.4`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18', '-bf', '2', '-g', '250'],
      ...['-pix_fmt', 'yuv420p', '-colorspace', 'bt709', '-color_range', 'tv'],
      ...['-c:a', 'aac', '-b:a', '192k', '-ac', '2'],
    ),
    writeFile(
      files.subtitles,
      toSrt(PLAY, ({ en }) => en),
    ),
    writeFile(
      files.translation,
      toSrt(PLAY, ({ ko }) => ko),
    ),
  ]);
  return files;
}

function toSrt(cues: readonly SpokenCue[], textOf: (cue: SpokenCue) => string): string {
  return cues
    .map((cue, i) => `${i + 1}\n${srtTime(cue.startMs)} --> ${srtTime(cue.endMs)}\n${textOf(cue)}\n`)
    .join('\n');
}

function srtTime(ms: number): string {
  const [whole, thousandths] = new Date(ms).toISOString().slice(11, -1).split('.');
  return `${whole},${thousandths}`;
}
