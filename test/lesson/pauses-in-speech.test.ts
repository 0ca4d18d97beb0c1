import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { pausesIn } from '../../src/lesson/pauses.js';
import { LEVEL_STEP_MS, loudnessLevels } from '../../src/media/index.js';
import { randomFrom } from './samples.js';

/** Words full of closures, in which a careless ear hears pauses. A bar is a pause. */
const TALK =
  'stop picking on your brother | what happened to the captain yesterday | put the bottle back in the basket | ' +
  'he kept asking the doctor about it | nobody expected the Spanish inspector | take it or leave it';
const RATE = 48_000;
const ESPEAK_RATE = 22_050;
const canSpeak = spawnSync('espeak-ng', ['--version'], { stdio: 'ignore' }).status === 0;

interface Span {
  startMs: number;
  endMs: number;
}

/** One word, without the silence around it. */
function say(word: string, voice: string): Float32Array {
  const { stdout } = spawnSync('espeak-ng', ['-v', voice, '-s', '170', '--stdout', '--', word], {
    maxBuffer: 1 << 26,
  });
  // A WAV header of 44 bytes, then 16-bit samples.
  const spoken = Float32Array.from(
    { length: (stdout.length - 44) >> 1 },
    (_, i) => stdout.readInt16LE(44 + 2 * i) / 32_768,
  );
  const isHeard = (value: number) => Math.abs(value) > 0.004;
  const own = spoken.subarray(spoken.findIndex(isHeard), spoken.findLastIndex(isHeard) + 1);
  return Float32Array.from(
    { length: Math.floor((own.length * RATE) / ESPEAK_RATE) },
    (_, i) => own[Math.floor((i * ESPEAK_RATE) / RATE)]!,
  );
}

/** The talk, with where its words are, and the pauses of 200 to 500 ms between its phrases. */
function talk(voice: string): { samples: Float32Array; words: Span[]; pauses: Span[] } {
  const random = randomFrom(7);
  const parts: [at: number, word: Float32Array][] = [];
  const words: Span[] = [];
  const pauses: Span[] = [];
  const ms = (at: number) => (at * 1000) / RATE;
  let at = RATE / 2;
  for (const phrase of TALK.split('|')) {
    for (const text of phrase.trim().split(' ')) {
      const word = say(text, voice);
      parts.push([at, word]);
      words.push({ startMs: ms(at), endMs: ms(at + word.length) });
      at += word.length + random(RATE * 0.05);
    }
    const gap = RATE * 0.2 + random(RATE * 0.3);
    pauses.push({ startMs: ms(at), endMs: ms(at + gap) });
    at += gap;
  }
  const samples = new Float32Array(Math.ceil(at));
  for (const [start, word] of parts) samples.set(word, Math.round(start));
  return { samples, words, pauses };
}

const power = (samples: Float32Array) =>
  samples.reduce((sum, value) => sum + value * value, 0) / samples.length;

/** Noise, or two notes at a time, softer than the speech by so many dB. */
function background(kind: 'noise' | 'music', speech: Float32Array, below: number): Float32Array {
  const random = randomFrom(11);
  const note = (at: number) => Math.sin(at * 1382) + 0.5 * Math.sin(at * 2073);
  const raw = speech.map((_, i) =>
    kind === 'noise'
      ? random(20_001) / 10_000 - 1
      : note(i / RATE) * (0.6 + 0.4 * Math.exp(-((i / RATE) % 0.5) * 8)),
  );
  const scale = Math.sqrt(power(speech) / power(raw)) / 10 ** (below / 20);
  return raw.map((value) => value * scale);
}

function levelsOf(samples: Float32Array): number[] {
  const stereo = new Int16Array(samples.length * 2);
  for (const [i, value] of samples.entries()) {
    stereo.fill(Math.max(-32_768, Math.min(32_767, Math.round(value * 16_000))), 2 * i, 2 * i + 2);
  }
  return loudnessLevels(stereo);
}

const silence = (samples: Float32Array) => new Float32Array(samples.length);

describe.skipIf(!canSpeak)('pauses in speech (skipped: no espeak-ng here)', () => {
  describe.each(['en-us', 'en-us+f3'])('of %s', (voice) => {
    it.each([
      ['clean', null, 0],
      ['over soft noise', 'noise', 20],
      ['over loud noise', 'noise', 10],
      ['over music', 'music', 15],
    ] as const)('%s: all are found, and no audible part of a word is cut', (_, kind, below) => {
      const { samples, words, pauses } = talk(voice);
      const behind = kind === null ? silence(samples) : background(kind, samples, below);
      const found = pausesIn(levelsOf(samples.map((value, i) => value + behind[i]!)), LEVEL_STEP_MS);
      for (const { startMs, endMs } of pauses) {
        expect(found.some((pause) => pause.startMs < endMs && pause.endMs > startMs)).toBe(true);
      }
      // What the background drowns is cut by nobody.
      const [speech, noise] = [levelsOf(samples), levelsOf(behind)];
      const isAudible = (ms: number) => {
        const step = Math.round(ms / LEVEL_STEP_MS);
        const loudest = (levels: number[]) => Math.max(...levels.slice(step - 1, step + 2));
        return loudest(speech) > Math.max(loudest(noise) + 3, -60);
      };
      const isWithinWord = (ms: number) =>
        words.some(({ startMs, endMs }) => ms > startMs + 15 && ms < endMs - 15);
      for (const { startMs, endMs } of found) {
        for (let ms = startMs; ms <= endMs; ms += LEVEL_STEP_MS) {
          expect(isWithinWord(ms) && isAudible(ms), `${ms} ms`).toBe(false);
        }
      }
    });
  });
});
