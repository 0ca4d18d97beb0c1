import type { Token } from '../text/tokens.js';
import type { Match } from './match.js';

/** How many words before the expression its "be" may stand. */
const BE_WITHIN = 4;

/**
 * Particles that begin a place as easily: "threw it in the bin". Not "off" and "around", after which a place may be
 * part of the use: "wipe that smile off your face", "show you around the house".
 */
const PLACE_PARTICLES: ReadonlySet<string> = new Set(['in', 'on', 'under']);

/** Words that begin a noun phrase and nothing else: no verb stands right after them in its base form. */
const DETERMINERS: ReadonlySet<string> = new Set(['the', 'a', 'an', 'my', 'your', 'our', 'their']);

/**
 * Whether the words and what stands beside them are what the entry asks for: its exact forms, its company, its
 * place in the sentence. Nothing is judged here; see `scoring` for that.
 */
export function meetsConstraints({ entry, own, words: wording }: Match, tokens: readonly Token[]): boolean {
  const words = own.map((position) => tokens[position]!);
  const first = own[0]!;
  const next = tokens[own.at(-1)! + 1];
  if (words.at(-1)!.cue - words[0]!.cue > 1) return false;
  if (!/\b\p{Lu}\p{Ll}/u.test(entry.headword) && isName(words)) return false;

  const { afterBe, beforeDoing } = entry.surroundings;
  if (afterBe && !tokens.slice(Math.max(0, first - BE_WITHIN), first).some(({ keys }) => keys.includes('be')))
    return false;
  if (beforeDoing && !(next?.kind === 'word' && /.{2,}ing$/u.test(next.form))) return false;
  if (entry.exact && !words.every(({ form }, index) => form === wording[index] || wording[index] === 'I'))
    return false;

  const before = words[0]!.afterPause ? null : spokenWord(tokens[first - 1]);
  const after = next?.afterPause ? null : spokenWord(next);
  if (entry.kind === 'phrasal verb') {
    if (before !== null && DETERMINERS.has(before) && words[0]!.form === wording[0]) return false;
    if (after !== null && DETERMINERS.has(after) && isPartedByObject(own, words)) return false;
  }
  if (entry.aside && (before !== null || after !== null)) return false;
  if (before !== null && entry.notAfter.includes(before)) return false;
  if (after !== null && entry.notBefore.includes(after)) return false;
  return after === null || entry.onlyBefore === null || entry.onlyBefore.includes(after);
}

/** Verb and particle with an object between: a noun phrase that follows is then the particle's own, and tells a place. */
function isPartedByObject(own: readonly number[], words: readonly Token[]): boolean {
  return own.at(-1)! - own.at(-2)! > 1 && PLACE_PARTICLES.has(words.at(-1)!.form);
}

/** Written as names are: "the Piece of Cake bakery". One capital alone may be a slip of the writer. */
function isName(words: readonly Token[]): boolean {
  return words.at(-1)!.nameLike || words.filter(({ nameLike }) => nameLike).length > 1;
}

function spokenWord(token: Token | undefined): string | null {
  return token?.kind === 'word' ? token.form : null;
}
