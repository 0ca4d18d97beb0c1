import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { findCandidates, type Lexicon, loadLexicon } from '../../src/expressions/index.js';
import { parseHeadword } from '../../src/expressions/offline/lexicon/headword.js';
import { readPhrasebook } from '../../src/expressions/offline/lexicon/phrasebook.js';
import { LangflixError } from '../../src/shared/errors.js';
import { cuesOf } from './cues.js';

const folder = new URL('../../data/phrasebook/', import.meta.url);
const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
const files = await Promise.all(
  names.map(async (name) => ({ name, text: await readFile(new URL(name, folder), 'utf8') })),
);
const phrasebook = readPhrasebook(files);

let lexicon: Lexicon;
beforeAll(async () => {
  lexicon = await loadLexicon();
});

describe('the phrasebook', () => {
  it('has several hundred entries, each headword once', () => {
    expect(phrasebook.length).toBeGreaterThan(400);
    const headwords = phrasebook.map(({ written }) => written.headword);
    expect(new Set(headwords).size).toBe(headwords.length);
  });

  /** What is found of an entry in one of its own examples. */
  function ownExamples() {
    return phrasebook.flatMap(({ written, place, wordings }) =>
      written.senses.map(({ example, meaning, literal = false }) => {
        const displays = wordings.map(({ display }) => display);
        const hits = findCandidates(cuesOf(example), lexicon).filter(({ headword }) =>
          displays.includes(headword),
        );
        const accepted = hits.find((candidate) => candidate.accepted);
        return { entry: `${place}: ${written.headword}`, example, meaning, literal, hits, accepted };
      }),
    );
  }

  it('matches each entry in its own examples', () => {
    const missed = ownExamples().filter(({ hits }) => hits.length === 0);
    expect(missed.map(({ entry, example }) => `${entry}: ${example}`)).toEqual([]);
  });

  it('believes nearly all of its own examples, with the meaning that they are for', () => {
    // Of words that mean what they say it does not matter.
    const examples = ownExamples().filter(({ literal }) => !literal);
    const doubted = examples.filter(({ accepted, meaning }) => accepted?.meaning !== meaning);
    expect(
      doubted.length,
      doubted.map(({ entry, example }) => `${entry}: ${example}`).join('\n'),
    ).toBeLessThanOrEqual(0.05 * examples.length);
  });

  it('explains in few and plain words, without the headword itself', () => {
    for (const { written, entry } of phrasebook) {
      for (const { meaning, similar } of written.senses) {
        expect(meaning.split(' ').length, `${written.headword}: ${meaning}`).toBeLessThanOrEqual(14);
        expect(meaning).not.toBe(entry.headword);
        expect(similar).not.toContain(entry.headword);
      }
    }
  });

  it('warns of what is rude', () => {
    const rude = phrasebook.filter(({ written }) => written.register === 'rude');
    expect(rude.length).toBeGreaterThan(3);
    for (const { written } of rude) expect(written.senses[0]!.meaning).toContain('rude');
  });

  it('has a Korean, Spanish and Japanese equivalent of what is often heard, each in its own script', () => {
    const scripts = {
      ko: /\p{Script=Hangul}/u,
      es: /^[\p{Script=Latin}\s.,¿?¡!()]+$/u,
      ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
    };
    for (const { written, place } of phrasebook) {
      for (const { translations } of written.senses) {
        for (const [language, script] of Object.entries(scripts)) {
          const translation = translations[language];
          if (translation !== undefined || written.spoken > 1)
            expect(translation, `${place}: ${written.headword}`).toMatch(script);
        }
      }
    }
  });
});

describe('the index', () => {
  it('is what its sources make; if not: npm run build', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'langflix-lexicon-'));
    try {
      const root = fileURLToPath(new URL('../../', import.meta.url));
      const made = path.join(folder, 'lexicon.json');
      const script = path.join(root, 'scripts/expressions/build-lexicon.mjs');
      await promisify(execFile)(process.execPath, [script, path.join(root, 'dist'), made]);
      const [fresh, kept] = await Promise.all([
        readFile(made),
        readFile(path.join(root, 'dist/lexicon.json')),
      ]);
      expect(kept.equals(fresh)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says nothing of names and nothing technical with confidence', () => {
    const dependable = findCandidates(
      cuesOf('The pipe juts out.', 'They call attention to it.', 'They break bread.', 'We ganged up on him.'),
      lexicon,
    );
    const meanings = dependable
      .filter(({ score, reasons }) => score >= 0.4 && reasons.includes('in WordNet'))
      .map(({ meaning }) => meaning);
    expect(meanings.length).toBeGreaterThan(0);
    for (const meaning of meanings) expect(meaning).not.toMatch(/[();:]/);
  });
});

describe('a broken phrasebook', () => {
  const good = JSON.parse(files[0]!.text.split('\n')[0]!) as Record<string, unknown>;
  const messageOf = (...lines: unknown[]) => {
    try {
      const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
      readPhrasebook([
        { name: 'mine.jsonl', text },
        { name: 'more.jsonl', text: lines.includes('') ? '' : text },
      ]);
    } catch (error) {
      expect(error).toBeInstanceOf(LangflixError);
      return (error as LangflixError).message;
    }
    return 'no error';
  };

  it.each([
    ['no JSON', [good, '{oops'], /mine\.jsonl:2.*not JSON/],
    ['an unknown field', [{ ...good, colour: 'red' }], /mine\.jsonl:1.*colour/],
    ['no meaning', [{ ...good, senses: [] }], /mine\.jsonl:1.*senses/],
    ['an unknown kind', [{ ...good, kind: 'noun' }], /mine\.jsonl:1.*kind/],
    ['an unknown slot', [{ ...good, headword: 'pick {it} up' }], /mine\.jsonl:1.*\{it\}/],
    ['a headword without words', [{ ...good, headword: '{sth}' }], /mine\.jsonl:1.*no word/],
    ['a headword twice', [good, '', good], /mine\.jsonl:3.*mine\.jsonl:1/],
    ['a headword in two files', [good], /more\.jsonl:1.*mine\.jsonl:1/],
  ])('with %s says where and what', (_, lines, message) => {
    expect(messageOf(...lines)).toMatch(message);
  });
});

it.each([
  ['pick {sth} up', 'phrasal verb', 'pick up'],
  ['look after {sb}', 'phrasal verb', 'look after'],
  ["lose {one's} mind", 'idiom', "lose one's mind"],
  ['give {sb} a hand', 'idiom', 'give someone a hand'],
  ['(be) up for {sth}', 'phrasal verb', 'be up for'],
  ["can't help {doing}", 'fixed phrase', "can't help doing something"],
  ['no pain, no gain', 'proverb', 'no pain, no gain'],
] as const)('shows %s (%s) as "%s"', (notation, kind, shown) => {
  expect(parseHeadword(notation, kind).display).toBe(shown);
});
