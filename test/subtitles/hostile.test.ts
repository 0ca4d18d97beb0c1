import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { LangflixError } from '../../src/shared/errors.js';
import { spokenRanges } from '../../src/subtitles/index.js';
import { readSubtitles } from '../../src/subtitles/read/index.js';

/** A small seeded generator (mulberry32), so that a failure can be had again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SEEDS = [
  '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>One</i> &amp; two\n\n2\n00:00:03,000 --> 00:00:04,500\n- Hi\n- 안녕\n',
  'WEBVTT\n\nNOTE x\n\nid\n00:01.000 --> 00:02.500 line:0\n<v A>We <c.x>are</c>\n\n00:03.000 --> 00:04.000\n漢字\n',
];
const SPLICES = [
  '-->',
  '\n\n',
  '\r',
  '{\\',
  '<',
  '</',
  '&#',
  '&amp',
  '00:00:',
  '\0',
  '\u202e',
  '\ud800',
  '[',
  '♪',
  '"',
];

test('whatever the bytes, the answer is a sane track or a LangflixError', () => {
  const next = random(20240611);
  const pick = <T>(list: T[]): T => list[Math.floor(next() * list.length)] as T;
  for (let round = 0; round < 1500; round++) {
    let data: Uint8Array;
    if (round % 5 === 0)
      data = Uint8Array.from({ length: Math.floor(next() * 600) }, () => Math.floor(next() * 256));
    else {
      const seed = pick(SEEDS);
      const at = Math.floor(next() * seed.length);
      data = new TextEncoder().encode(
        seed.slice(0, at) + pick(SPLICES).repeat(1 + Math.floor(next() * 3)) + seed.slice(at),
      );
      for (let i = Math.floor(next() * 4); i > 0; i--)
        data[Math.floor(next() * data.length)] = Math.floor(next() * 256);
      if (next() < 0.2) data = data.subarray(Math.floor(next() * 20));
    }
    try {
      const { cues } = readSubtitles(data, { name: 'x' });
      expect(cues.length).toBeGreaterThan(0);
      for (const [i, cue] of cues.entries()) {
        expect(cue.index).toBe(i);
        expect(cue.endMs).toBeGreaterThan(cue.startMs);
        expect(cue.startMs).toBeGreaterThanOrEqual(cues[i - 1]?.startMs ?? 0);
        expect(cue.text).not.toMatch(/^\s|\s$|[\0-\x09\x0b-\x1f\u202a-\u202e]|\p{Cs}/u);
        for (const { start, end } of spokenRanges(cue.text))
          expect(cue.text.slice(start, end).trim()).toBeTruthy();
      }
    } catch (error) {
      if (!(error instanceof LangflixError)) throw error;
    }
  }
}, 30_000);

test.each([
  ['open tags', '<'],
  ['open tag names', '<i '],
  ['open overrides', '{\\'],
  ['entities', '&#x'],
  ['brackets', '[('],
  ['arrows', '--> '],
  ['dashes', '- '],
  ['blanks', ' '],
  ['blank lines', '\n'],
  ['digits', '1\n'],
  ['times', '00:00:01,000 '],
  ['half cues', '1\n00:00:01,000 -->\n'],
  ['cues of one time', '00:00:01,000 --> 00:00:01,000\na\n'],
  ['ids', 'a\n\n'],
])(
  '2 MB of %s take no longer than 2 MB of anything',
  (_, piece) => {
    for (const head of ['1\n00:00:01,000 --> 00:00:02,000\n', 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n']) {
      const data = new TextEncoder().encode(head + piece.repeat(Math.floor(2_000_000 / piece.length)));
      const started = performance.now();
      try {
        readSubtitles(data, { name: 'x' });
      } catch (error) {
        if (!(error instanceof LangflixError)) throw error;
      }
      // Quadratic work on two million characters takes minutes.
      expect(performance.now() - started).toBeLessThan(10_000);
    }
  },
  60_000,
);

test('marks piled on one letter are cut to what a script can need', () => {
  const piled = `1\n00:00:01,000 --> 00:00:02,000\ne${'\u0335'.repeat(400)}nd, Việt Nam, ကျွန်ုပ်\n`;
  const { cues } = readSubtitles(new TextEncoder().encode(piled), { name: 'x' });
  expect(cues[0]?.text).toBe(`e${'\u0335'.repeat(8)}nd, Việt Nam, ကျွန်ုပ်`);
});

// A million cues fit into the size of a subtitle file. The thread that reads them has room for the file, not for them.
const MEGABYTES = 10 * 1024 * 1024;
test.each([
  ['SRT', '', '0:1-->0:2\na\n'],
  ['WebVTT', 'WEBVTT\n\n', '0:1-->0:2\na\n\n'],
  ['SRT without times', '', '1\n--> x\n\n'],
  ['WebVTT without cues', 'WEBVTT\n\n', 'a\n\n'],
  ['blank lines', '1\n0:1-->0:2\nx', '\n'],
  ['old Macs’ lines', '1\r0:1-->0:2\rx', '\r'],
])('endless %s is refused without being taken apart', async (_, head, each) => {
  // The thread is a program of the build.
  const room = new URL('../../dist/subtitles/read/index.js', import.meta.url).href;
  const program = `
    const { workerData, parentPort } = require('node:worker_threads');
    const { head, each, most } = workerData;
    const bytes = Buffer.alloc(most, each);
    bytes.write(head);
    import(${JSON.stringify(room)})
      .then(({ readSubtitles }) => readSubtitles(bytes, { name: 'film.srt' }))
      .then(() => 'read', (error) => error.kind + ': ' + error.message)
      .then((said) => parentPort.postMessage(said));`;
  const thread = new Worker(program, {
    eval: true,
    workerData: { head, each, most: MEGABYTES },
    resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 },
  });
  const said = await new Promise<string>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
  });
  await thread.terminate();
  expect(said).toMatch(/^UnusableSubtitles: film\.srt: more than \d+ (cues|lines)/);
});
