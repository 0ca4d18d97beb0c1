import { dictionaryKeys } from '../offline/text/inflection.js';
import { splitHeadword } from '../offline/text/tokens.js';

/** What stands for anybody and anything, in whatever way people note it down. */
const PLACEHOLDERS = new Set(
  "sb sth sb's someone somebody something oneself my your his her its our their one's myself yourself himself herself itself ourselves themselves".split(
    ' ',
  ),
);
const LEADING = new Set('to a an the be'.split(' '));

/**
 * Tells which expressions a learner knows already. Case, punctuation, inflection, placeholders ("give sb a hand") and a
 * leading "to" or article do not matter.
 *
 * @param known the learner's list, one expression each
 */
export function knownExpressions(known: readonly string[]): (headword: string) => boolean {
  const byLength = new Map<number, ReadonlySet<string>[][]>();
  for (const line of known) {
    const words = wordsOf(line);
    byLength.set(words.length, [...(byLength.get(words.length) ?? []), words.map(keysOf)]);
  }
  return (headword) => {
    const words = wordsOf(headword).map(keysOf);
    return (byLength.get(words.length) ?? []).some((line) =>
      line.every((keys, index) => [...keys].some((key) => words[index]!.has(key))),
    );
  };
}

function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .replace(/\{[^}]*\}|\([^)]*\)/gu, ' ')
    .replace(/[’ʼ]/gu, "'")
    .replace(/\b(?:one|sb|someone|somebody)'s\b/giu, ' ')
    .replace(/[^\p{L}\p{N}'\s-]/gu, ' ');
  const words = splitHeadword(` ${plain} `).filter((word) => !PLACEHOLDERS.has(word) && word !== "'s");
  while (words.length > 1 && LEADING.has(words[0]!)) words.shift();
  return words;
}

function keysOf(word: string): ReadonlySet<string> {
  return new Set(dictionaryKeys(word, word));
}
