import type { Match } from '../matching/match.js';
import type { Token } from '../text/tokens.js';

/** After a particle they go on telling a way: "blew up into the tree". */
const OF_A_WAY = new Set(
  'into onto toward towards from through across under behind over down up off'.split(' '),
);
/** Where a noun phrase cannot go on. */
const NOT_IN_A_NOUN_PHRASE = new Set(['VERB', 'ADP', 'PRON', 'AUX', 'SCONJ', 'CCONJ']);
/** Words from the particle to the head of the noun phrase, at most: "up the long gravel path". */
const LONGEST_NOUN_PHRASE = 4;

/**
 * What stands after a phrasal verb, as it decides between the verb's own meaning and a way or a place: things to touch
 * make a place of many particles ("looked into the box"), ideas and persons seldom do ("looked into the case").
 *
 * @param nouns whether a noun's usual meaning can be touched
 * @returns names of features; none for other kinds
 */
export function nextWordsFeatures(
  { entry, own }: Match,
  { tokens, nouns }: { tokens: readonly Token[]; nouns: ReadonlyMap<string, boolean> },
  group: string,
): string[] {
  if (entry.kind !== 'phrasal verb') return [];
  const last = own.at(-1)!;
  const sort = nextIs(tokens, last + 1, nouns);
  const next = `next is ${sort}`;
  const use = entry.surroundings.takesObject ? 'with object' : 'without object';
  return [
    `${group}, ${use}, ${next}`,
    `phrasal, ${use}, ${next}`,
    // Which particle it is matters where it may begin a place.
    ...(sort === 'nothing' || sort === 'other' ? [] : [`phrasal, ${tokens[last]!.form}, ${next}`]),
    `phrasal, opacity ${entry.opacity}, literal-prone ${entry.literalProne}, ${next}`,
  ];
}

function nextIs(tokens: readonly Token[], at: number, nouns: ReadonlyMap<string, boolean>): string {
  const next = tokens[at];
  if (next?.kind !== 'word') return 'nothing';
  if (next.pos === 'PRON') return 'pronoun';
  if (OF_A_WAY.has(next.form)) return 'way';
  const head = headOfNounPhrase(tokens, at);
  if (head === undefined) return 'other';
  if (head.pos === 'PROPN') return 'name';
  const isThing = nouns.get(head.form) ?? nouns.get(head.lemma);
  // Persons and places are in neither list.
  return isThing === undefined ? 'person' : isThing ? 'thing' : 'idea';
}

/** The last of the first nouns in a row; undefined where no noun phrase stands. */
function headOfNounPhrase(tokens: readonly Token[], at: number): Token | undefined {
  for (let place = at; place < at + LONGEST_NOUN_PHRASE; place += 1) {
    const token = tokens[place];
    if (token?.kind !== 'word' || NOT_IN_A_NOUN_PHRASE.has(token.pos)) return undefined;
    const followed = tokens[place + 1]?.kind === 'word' && tokens[place + 1]!.pos === 'NOUN';
    if ((token.pos === 'NOUN' || token.pos === 'PROPN') && !followed) return token;
  }
  return undefined;
}
