import type { Match } from '../matching/match.js';
import type { Token } from '../text/tokens.js';

/** How many words away a word still speaks for a literal use of an expression that is seldom literal. */
const CLOSE = 5;

/**
 * What speaks for a literal use, in words for a person; null when nothing does.
 *
 * @param nearby all words of the utterance and its neighbours: they count for expressions that are prone to it
 */
export function literalClue(
  { entry, own }: Match,
  tokens: readonly Token[],
  nearby: () => ReadonlySet<string>,
): string | null {
  const clue = entry.literalClues.find((word) =>
    (entry.literalProne > 0 ? nearby() : closeBy(own, tokens)).has(word),
  );
  if (clue !== undefined) return `${JSON.stringify(clue)} is said near by`;
  const last = tokens[own.at(-1)!]!;
  const next = tokens[own.at(-1)! + 1];
  const tellsPlace = next?.form === 'here' || next?.form === 'there';
  if (tellsPlace && entry.kind === 'phrasal verb' && (entry.source === 'wordnet' || entry.literalProne > 0)) {
    return `"${last.form} ${next.form}" is a place`;
  }
  return null;
}

function closeBy(own: readonly number[], tokens: readonly Token[]): Set<string> {
  const around = tokens.slice(Math.max(0, own[0]! - CLOSE), own.at(-1)! + 1 + CLOSE);
  return new Set(around.flatMap(({ form, lemma }) => [form, lemma]));
}
