import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  chooseExpressions,
  extractExpressions,
  type Lexicon,
  loadLexicon,
} from '../../src/expressions/index.js';
import type { Cue } from '../../src/shared/cue.js';
import { LEVELS, type Level } from '../../src/shared/expression.js';
import { cuesOf } from './cues.js';

let lexicon: Lexicon;
beforeAll(async () => {
  lexicon = await loadLexicon();
});

const dialogue = cuesOf(
  'Watch out! There is a car coming.',
  'Calm down, I am looking for my keys.',
  'It was a long shot, but you figured it out.',
  'Calm down.',
  'I ran into your sister, and we get along well.',
  'He never keeps his promise. He let me down.',
  'Get to the point. You are beating around the bush.',
  'Once in a blue moon I cut to the chase.',
);

function chosen(cues: readonly Cue[], max = 5, level: Level = 'B1') {
  return extractExpressions(cues, { max, level, native: null }, lexicon).filter(
    (candidate) => candidate.chosen,
  );
}

describe('what a lesson takes', () => {
  it('is at most what is asked for, and only what is accepted', () => {
    for (const max of [0, 1, 3, 7]) expect(chosen(dialogue, max)).toHaveLength(max);
    expect(chosen(dialogue, 50).every(({ accepted, score }) => accepted && score > 0)).toBe(true);
  });

  it('is nothing where there is nothing', () => {
    expect(extractExpressions([], { max: 5, level: 'B1', native: null }, lexicon)).toEqual([]);
    expect(chosen(cuesOf('The cat is on the table.', 'It is black.'))).toEqual([]);
  });

  it('has each headword once, where the line is clearest, and says so', () => {
    const all = extractExpressions(dialogue, { max: 50, level: 'B1', native: null }, lexicon);
    const calm = all.filter(({ headword }) => headword === 'calm down');
    expect(calm.map((candidate) => candidate.chosen)).toEqual([true, false]);
    expect(calm[1]!.reasons).toContain('clearer at 0:02 (cue 1)');
    const headwords = chosen(dialogue, 50).map(({ headword }) => headword);
    expect(new Set(headwords).size).toBe(headwords.length);
  });

  it('fits the level: hard ones rank higher for the advanced, and none is hidden', () => {
    const order = (level: Level) => [...chosen(dialogue, 50, level)].sort((a, b) => b.score - a.score);
    const ranks = LEVELS.map((level) =>
      order(level).findIndex(({ headword }) => headword === 'beat around the bush'),
    );
    expect(ranks.every((rank) => rank >= 0)).toBe(true);
    expect(ranks[4]).toBeLessThan(ranks[0]!);
    const easy = LEVELS.map((level) => order(level).findIndex(({ headword }) => headword === 'watch out'));
    expect(easy[0]).toBeLessThan(easy[5]!);
    expect(order('B1').length).toBe(order('C2').length);
  });

  it('leaves out what the learner knows, however it is noted down', () => {
    const known = ['Calmed down!', 'to LOOK FOR', 'get to the point'];
    const all = extractExpressions(dialogue, { max: 50, level: 'B1', native: null, known }, lexicon);
    const taught = all.filter((candidate) => candidate.chosen).map(({ headword }) => headword);
    expect(taught).toEqual(expect.arrayContaining(['beat around the bush', 'figure out']));
    for (const headword of ['calm down', 'look for', 'get to the point']) {
      expect(taught).not.toContain(headword);
      const left = all.find((candidate) => candidate.headword === headword)!;
      expect(left.reasons).toContain('on the list of what you know');
    }
  });

  it('is spread over the episode', () => {
    const crowd = 'Give it a shot. Figure it out. Get along. Hang out. Break the ice. Call it a day.';
    const cues = cuesOf(crowd, ...Array.from({ length: 20 }, () => 'The cat sat there.'), 'We gave up.');
    expect(chosen(cues, 4).map(({ headword }) => headword)).toContain('give up');
  });

  it('comes with reasons for everything, chosen or not, and leaves its input as it was', () => {
    const all = extractExpressions(dialogue, { max: 2, level: 'B1', native: null }, lexicon);
    expect(all.every(({ reasons }) => reasons.length >= 3)).toBe(true);
    expect(all.some(({ reasons }) => reasons.includes('not among the best 2'))).toBe(true);
    const before = structuredClone(all);
    chooseExpressions(all, { max: 9, level: 'A1', cues: dialogue });
    expect(all).toEqual(before);
  });
});

/** Beside the clone, or two folders up, where it is a work tree of it. */
const media = ['../../../shared/media/', '../../../../shared/media/']
  .map((folder) => new URL(folder, import.meta.url))
  .find((folder) => existsSync(folder));
const sintel = new URL('films/sintel/trailer.en.vtt', media ?? import.meta.url);
const elephants = new URL('subtitles/elephants-dream/en.vtt', media ?? import.meta.url);

/** Enough of WebVTT for two files that are known. */
function cuesIn(file: URL): Cue[] {
  const blocks = readFileSync(file, 'utf8')
    .split(/\n\n+/u)
    .filter((block) => block.includes('-->'));
  return blocks.map((block, index) => {
    const lines = block.trim().split('\n');
    const at = lines.findIndex((line) => line.includes('-->'));
    const [startMs = 0, endMs = 0] = lines[at]!.split(' --> ').map(milliseconds);
    return {
      index,
      startMs,
      endMs,
      text: lines
        .slice(at + 1)
        .join('\n')
        .trim(),
    };
  });
}

function milliseconds(time: string): number {
  return Math.round(time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000);
}

describe.skipIf(!existsSync(sintel) || !existsSync(elephants))('open films', () => {
  it('the Sintel trailer teaches "as long as I can remember"', () => {
    expect(chosen(cuesIn(sintel), 10).map(({ headword }) => headword)).toEqual(
      expect.arrayContaining(['what brings you to', 'as long as I can remember']),
    );
  });

  it('Elephants Dream has ten to teach, and "die out here" is none of them', () => {
    const headwords = chosen(cuesIn(elephants), 10).map(({ headword }) => headword);
    expect(headwords).toHaveLength(10);
    expect(headwords).toEqual(
      expect.arrayContaining(['pay attention', 'like clockwork', 'guess what', "I'm telling you"]),
    );
    expect(headwords).not.toContain('die out');
  });
});
