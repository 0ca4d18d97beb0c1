import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../src/expressions/llm/answer.js';
import { type Answer, questionsOf, verifyAnswer } from '../../../src/expressions/llm/index.js';
import { snapQuotes } from '../../../src/expressions/llm/snap.js';
import { cuesOf } from '../cues.js';

/** The same numbers in every run (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const WORDS = [
  'give',
  'it',
  'a',
  'shot',
  'up',
  'picked',
  "can't",
  'e\u0301t\u00e9',
  '🎬',
  '<b>',
  '\\N',
  '\u202e',
  '...',
  'NO',
  '한번',
];

describe('whatever a model answers', () => {
  it('is read in a time that grows with its length alone', () => {
    // With a pattern that begins anew at each space, this took a minute, and an answer of the greatest length hours.
    const started = performance.now();
    expect(readAnswer(`\`\`\`json${' \n'.repeat(300_000)}`)).toBeNull();
    expect(performance.now() - started).toBeLessThan(5000);
    expect(readAnswer('```JSON\n{"expressions": [], "refused": []}\n``` and more')).toMatchObject({
      ...{ items: [], whole: true },
    });
  });

  it('a quote longer than any line is not looked up, whatever it begins with', () => {
    const cues = cuesOf('Why not give it a shot?');
    const quote = (words: string) => snapQuotes([{ cue: 0, words }], 'give it a shot', cues);
    expect(quote(`give it a shot${'.'.repeat(900)}`)).not.toBeNull();
    expect(quote(`give it a shot${'.'.repeat(2000)}`)).toBeNull();
  });

  it('its spans are words of the cues, its texts are bounded and without controls', () => {
    const random = numbers(7);
    const words = (most: number) =>
      Array.from({ length: random(most) }, () => WORDS[random(WORDS.length)]).join(' ');
    let held = 0;
    for (let round = 0; round < 600; round++) {
      const cues = cuesOf(...Array.from({ length: 1 + random(6) }, () => words(12)));
      const [question] = questionsOf(cues, []);
      // Half of it is honest: words of a line, a headword of those words, a plain meaning.
      const spoken = () => {
        const at = random(cues.length);
        const said = cues[at]!.text.split(' ');
        const from = random(said.length);
        return { line: at + 1, words: said.slice(from, from + 1 + random(4)).join(' ') };
      };
      const items = Array.from({ length: 8 }, () => {
        const quotes = Array.from({ length: 1 + random(2) }, spoken);
        const text = quotes.map((quote) => quote.words).join(' ');
        return {
          quotes: random(2) ? quotes : [{ line: random(9) - 1, words: words(5) }],
          ...{ headword: random(3) ? text : words(8), kind: 'idiom', level: 'B1' },
          ...{
            meaning: random(2) ? 'to try\u0007 it' : words(30),
            translation: words(20),
            similar: [words(4)],
          },
          ...{ worth: random(90) - 40, why: words(60) },
          scene: [{ line: random(9) - 1, translation: words(40) }],
        };
      }) as Answer['items'];
      const verified = verifyAnswer(
        { items, refused: [{ hint: 'h1', why: words(9) }], malformed: 0 },
        question!,
        cues,
        {
          model: 'm',
          learner: { level: 'B1', native: 'ko', translateLines: true },
          canDraw: () => true,
        },
      );
      held += verified.candidates.length;
      for (const { spans, meaning, headword, translation, score } of verified.candidates) {
        expect(spans.length).toBeGreaterThan(0);
        for (const [i, { cue, start, end }] of spans.entries()) {
          const line = cues[cue]!.text;
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(line.length);
          // Whole words: no letter stands right before or after.
          expect(line.slice(0, start)).not.toMatch(/[\p{L}\p{N}]$/u);
          expect(line.slice(end)).not.toMatch(/^[\p{L}\p{M}\p{N}]/u);
          const before = spans[i - 1];
          if (before?.cue === cue) expect(before.end).toBeLessThan(start);
        }
        for (const said of [meaning, headword, translation ?? ''])
          expect(said).not.toMatch(/[\p{Cc}\u202e]/u);
        expect(meaning.length).toBeLessThanOrEqual(160);
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThan(1);
      }
      for (const line of verified.lines.values()) expect(line).not.toMatch(/[<>\\\p{Cc}]/u);
    }
    expect(held).toBeGreaterThan(50);
  });

  it.each([
    '',
    'null',
    '[]]',
    '{"expressions": "all of them"}',
    '{"expressions": {"0": {}}}',
    `${'{"expressions":['.repeat(2000)}`,
    '```json\n```',
    `{"expressions":[${'{'.repeat(5000)}`,
    '{"expressions":[1,2,3]}',
  ])('%j is read without an error', (text) => {
    expect(readAnswer(text)?.items ?? []).toEqual([]);
  });

  it('has a bounded number of entries', () => {
    const entry = {
      quotes: [{ line: 1, words: 'a' }],
      headword: 'a',
      kind: 'idiom',
      level: 'b1',
      meaning: 'x',
    };
    const read = readAnswer(JSON.stringify({ expressions: Array.from({ length: 5000 }, () => entry) }));
    expect(read?.items).toHaveLength(100);
    expect(read?.items[0]).toMatchObject({
      level: 'B1',
      worth: 3,
      similar: [],
      scene: [],
      translation: null,
    });
  });
});
