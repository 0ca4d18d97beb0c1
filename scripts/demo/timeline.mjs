import { SPEECH_RATE } from './speech.mjs';

/** Seconds of quiet picture at a scene's start and end, and between two lines. */
const SCENE_HEAD = 2.4;
const SCENE_TAIL = 1.6;
const BETWEEN_LINES = 1.1;

/**
 * When everything happens, from how long each line takes to say.
 *
 * @param {typeof import('./dialogue.mjs').SCENES} scenes
 * @param {(who: 'mina' | 'tom', text: string) => Float32Array} say
 * @returns {{ seconds: number, scenes: { place: string, caption: string, start: number, end: number }[],
 *   lines: { who: string, en: string, ko: string, samples: Float32Array, start: number, end: number }[] }} times in seconds
 */
export function timelineOf(scenes, say) {
  let at = 0;
  const timedScenes = [];
  const lines = [];
  for (const { place, caption, lines: spoken } of scenes) {
    const start = at;
    at += SCENE_HEAD;
    spoken.forEach(({ who, en, ko }, index) => {
      if (index > 0) at += BETWEEN_LINES;
      const samples = say(who, en);
      // Whole milliseconds, which is what a subtitle file can say.
      const end = at + Math.ceil((samples.length / SPEECH_RATE) * 1000) / 1000;
      lines.push({ who, en, ko, samples, start: at, end });
      at = Math.round(end * 1000) / 1000;
    });
    at = Math.round((at + SCENE_TAIL) * 1000) / 1000;
    timedScenes.push({ place, caption, start, end: at });
  }
  return { seconds: at, scenes: timedScenes, lines };
}

/**
 * The lines as an SRT file.
 *
 * @param {{ start: number, end: number, en: string, ko: string }[]} lines of timelineOf
 * @param {(line: { en: string, ko: string }) => string} text picks the language
 */
export function toSrt(lines, text) {
  return lines
    .map((line, index) => `${index + 1}\n${srtTime(line.start)} --> ${srtTime(line.end)}\n${text(line)}\n`)
    .join('\n');
}

/** Seconds as SRT writes them: 83.5 is 00:01:23,500. */
export function srtTime(seconds) {
  const ms = Math.round(seconds * 1000);
  const two = (value) => String(Math.floor(value)).padStart(2, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)},${String(ms % 1000).padStart(3, '0')}`;
}

/**
 * All speech on one track: signed 16-bit little-endian mono at SPEECH_RATE, each line at its time.
 *
 * @param {{ lines: { samples: Float32Array, start: number }[], seconds: number }} timeline of timelineOf
 */
export function soundTrack({ lines, seconds }) {
  const track = Buffer.alloc(Math.round(seconds * SPEECH_RATE) * 2);
  for (const { samples, start } of lines) {
    const from = Math.round(start * SPEECH_RATE);
    samples.forEach((sample, i) => {
      track.writeInt16LE(Math.round(sample * 32_767), (from + i) * 2);
    });
  }
  return track;
}
