import { spawnSync } from 'node:child_process';

/** Samples a second of all speech here: what espeak-ng gives. */
export const SPEECH_RATE = 22_050;

/** espeak-ng's voice variants and pitch (0 to 99), and, where there is no espeak-ng, the tone in hertz. */
const VOICES = {
  mina: { voice: 'en-us+f3', pitch: 55, tone: 330 },
  tom: { voice: 'en-us+m3', pitch: 38, tone: 196 },
};

/** Slower than espeak-ng's 175 words a minute: the demo is for learners. */
const WORDS_A_MINUTE = 145;

/** Below this share of full scale a sample counts as silence. */
const SILENCE = 0.01;

/** Every line is brought to this share of full scale, about -3 dB, so that both voices are equally loud. */
const PEAK = 0.7;

/** Whether espeak-ng can be run here. */
export function canSpeak() {
  return spawnSync('espeak-ng', ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * A spoken line, or tones in its rhythm where there is no speech synthesiser.
 *
 * @param {'mina' | 'tom'} who
 * @param {string} text
 * @param {boolean} spoken whether espeak-ng speaks it
 * @returns {Float32Array} mono at SPEECH_RATE, from -1 to 1, without silence at its ends
 */
export function sayLine(who, text, spoken) {
  const { voice, pitch, tone } = VOICES[who];
  const samples = spoken ? speak(text, voice, pitch) : hum(text, tone);
  return levelled(withoutSilentEnds(samples));
}

function speak(text, voice, pitch) {
  const args = ['-v', voice, '-s', String(WORDS_A_MINUTE), '-p', String(pitch), '--stdout', '--', text];
  const { status, stdout, stderr } = spawnSync('espeak-ng', args, { maxBuffer: 64 << 20 });
  if (status !== 0) throw new Error(`espeak-ng could not say "${text}": ${stderr}`);
  // A WAV header of 44 bytes, then 16-bit samples.
  const count = (stdout.length - 44) >> 1;
  return Float32Array.from({ length: count }, (_, i) => stdout.readInt16LE(44 + i * 2) / 32_768);
}

/** A soft note for each syllable-like group of vowels, a rest for each space. */
function hum(text, tone) {
  const notes = text.toLowerCase().match(/[aeiouy]+|[^a-z']+/g) ?? ['a'];
  const lengths = notes.map((note) => Math.round(SPEECH_RATE * (/[a-z]/.test(note) ? 0.17 : 0.06)));
  const samples = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  notes.forEach((note, index) => {
    const length = lengths[index];
    if (/[a-z]/.test(note)) {
      // Each vowel has a step of its own on the scale, so that lines can be told apart by ear.
      const frequency = tone * 2 ** ('aeiouy'.indexOf(note[0]) / 12);
      for (let i = 0; i < length; i++) {
        samples[at + i] =
          Math.sin((2 * Math.PI * frequency * i) / SPEECH_RATE) * Math.sin((Math.PI * i) / length);
      }
    }
    at += length;
  });
  return samples;
}

function withoutSilentEnds(samples) {
  const loud = (sample) => Math.abs(sample) > SILENCE;
  const first = samples.findIndex(loud);
  return first < 0 ? samples : samples.slice(first, samples.findLastIndex(loud) + 1);
}

function levelled(samples) {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return peak === 0 ? samples : samples.map((sample) => (sample / peak) * PEAK);
}

/**
 * How loud a line is at a moment, from 0 to 1: the root mean square of the 60 ms around it. Moves the mouths.
 *
 * @param {Float32Array} samples of sayLine
 * @param {number} seconds from the line's start
 */
export function loudnessAt(samples, seconds) {
  const centre = Math.round(seconds * SPEECH_RATE);
  const half = Math.round(0.03 * SPEECH_RATE);
  let sum = 0;
  for (let i = Math.max(0, centre - half); i < Math.min(samples.length, centre + half); i++)
    sum += samples[i] ** 2;
  return Math.sqrt(sum / (2 * half));
}
