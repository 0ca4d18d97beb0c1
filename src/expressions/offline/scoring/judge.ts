import type { Lexicon } from '../lexicon/lexicon.js';
import { meetsConstraints } from '../matching/constraints.js';
import { type Match, matchUtterance } from '../matching/match.js';
import { objectSaid } from '../matching/object-said.js';
import type { Token } from '../text/tokens.js';
import { featuresOf } from './features.js';
import { literalClue } from './literal.js';
import { probability, type Scorer, thresholdFor } from './scorer.js';

/** A match with all that is known for and against it. */
export interface Evidence {
  match: Match;
  features: string[];
  /** What speaks for a literal use, in words for a person; null when nothing does. */
  clue: string | null;
}

/** A match that was judged by itself. */
export interface Judged extends Evidence {
  /** That it is the expression, 0 to 1. */
  probability: number;
  /** Whether that is enough for its kind. */
  likely: boolean;
}

/** Judges by the features; where something speaks for a literal use, it is none. */
export function judge(evidence: Evidence, scorer: Scorer): Judged {
  const chance = evidence.clue === null ? probability(evidence.features, scorer) : 0;
  return { ...evidence, probability: chance, likely: chance >= thresholdFor(evidence.match.entry, scorer) };
}

/**
 * Everything in an utterance that may be an expression of the lexicon: one reading for each set of words.
 *
 * @param nearby the words of this utterance and its neighbours, under their dictionary keys
 */
export function gatherEvidence(
  tokens: readonly Token[],
  { trie, nouns }: Pick<Lexicon, 'trie' | 'nouns'>,
  nearby: () => ReadonlySet<string>,
): Evidence[] {
  const matches = bestReadings(
    matchUtterance(tokens, trie).filter((match) => meetsConstraints(match, tokens)),
    tokens,
    nouns,
  );
  return matches.map((match) => {
    const clue = literalClue(match, tokens, nearby);
    const insideLonger = matches.some((other) => holds(other, match));
    return {
      match,
      features: featuresOf(match, { tokens, nouns, insideLonger, literal: clue !== null }),
      clue,
    };
  });
}

/**
 * One match for each set of words: the phrasebook's before WordNet's, the one in these very forms, the one whose kind of
 * object is there or not.
 */
function bestReadings(matches: Match[], tokens: readonly Token[], nouns: Lexicon['nouns']): Match[] {
  const byWords = new Map<string, Match>();
  const suits = (match: Match) => {
    const { takesObject, objectKind } = match.entry.surroundings;
    const said = objectSaid(match, tokens, nouns);
    const asWritten = match.own.every((position, index) => tokens[position]!.form === match.words[index]);
    return (
      (match.entry.source === 'phrasebook' ? 4 : 0) +
      2 * match.fitted +
      // "Scared to death" before a passive of "scare someone to death".
      (asWritten ? 2 : 0) +
      (takesObject === (said !== 'none') ? 1 : 0) +
      (objectKind === said || (objectKind === null && said === 'some') ? 0.5 : 0)
    );
  };
  for (const match of matches) {
    const key = match.own.join();
    const other = byWords.get(key);
    if (other === undefined || suits(match) > suits(other)) byWords.set(key, match);
  }
  return [...byWords.values()];
}

function holds(longer: Match, shorter: Match): boolean {
  return (
    longer.own.length > shorter.own.length && shorter.own.every((position) => longer.own.includes(position))
  );
}
