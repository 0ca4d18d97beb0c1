import type { Cue } from '../../shared/cue.js';
import type { Span } from '../../shared/expression.js';
import { findWords, isSameWord, type Word, wordsOf } from './words.js';

/** Words of the cues, with the cue that each is in. */
type Own = Word & { cue: number };

/** Words that a headword has for others: "lose one's mind", "talk someone out of something". */
const SLOTS = new Set(['one', 's', 'someone', 'somebody', 'something', 'sb', 'sth', 'somewhere']);
const POSSESSIVES = new Set(['my', 'your', 'his', 'her', 'its', 'our', 'their', 'one', 'own']);
/** Of the words that a headword is made of, so many must be said. */
const LEAST_SAID = 0.5;
/** More words than any expression has. */
const MOST_WORDS = 14;
/** A quote may have the whole line around the expression, but no more letters than a line has. */
const MOST_OF_A_QUOTE = 1000;

/** Where an expression is spoken, made sure of. */
export interface Snapped {
  spans: Span[];
  /** As spoken, ` ... ` for other words between. */
  text: string;
}

/**
 * Finds the words that a model quoted in the cues themselves: the right line or the one beside it, whole words, and the
 * expression's own words alone. So nothing that is not spoken gets a span, whatever the model says.
 *
 * @param quotes `cue`: position of the cue in which the model saw the words
 * @returns null where the words are not there, lie more than one cue apart, or are not those of the headword
 */
export function snapQuotes(
  quotes: readonly { cue: number; words: string }[],
  headword: string,
  cues: readonly Cue[],
): Snapped | null {
  const found: Own[] = [];
  for (const { cue, words } of quotes) {
    const part = locate(cue, words, cues, found);
    if (part === null) return null;
    found.push(...part);
  }
  const own = ownWords(found, headword, cues);
  if (own === null || own.length === 0 || own.length > MOST_WORDS) return null;
  const [first, last] = [own[0]!.cue, own.at(-1)!.cue];
  if (last < first || last - first > 1) return null;
  return { spans: spansOf(own, cues), text: textOf(own, cues) };
}

/** A quote's words in its cue, else in a neighbour: models count lines badly. After what was found before. */
function locate(cue: number, quote: string, cues: readonly Cue[], before: readonly Own[]): Own[] | null {
  if (quote.length > MOST_OF_A_QUOTE) return null;
  const quoted = wordsOf(quote).map(({ form }) => form);
  for (const at of [cue, cue + 1, cue - 1]) {
    const text = cues[at]?.text;
    if (text === undefined) continue;
    const words = wordsOf(text);
    const taken = before.findLast((word) => word.cue === at)?.end ?? 0;
    const from = words.findIndex(({ start }) => start >= taken);
    const found = from < 0 ? null : findWords(quoted, words, from);
    if (found !== null) return found.map((position) => ({ ...words[position]!, cue: at }));
  }
  return null;
}

/**
 * Those of the found words that belong to the expression: "I'll give it a shot" is quoted, "give it a shot" is taught.
 * Null where too little of the headword is said.
 */
function ownWords(found: readonly Own[], headword: string, cues: readonly Cue[]): Own[] | null {
  const parts = wordsOf(headword).map(({ form }) => form);
  const fixed = parts.filter((form) => !SLOTS.has(form));
  const hasPossessive = parts.includes('one') || parts.includes('someone');
  const isOwn = ({ form }: Own) =>
    fixed.some((part) => isSameWord(part, form)) || (hasPossessive && POSSESSIVES.has(form));
  const said = fixed.filter((part) => found.some(({ form }) => isSameWord(part, form)));
  if (fixed.length === 0 || said.length / fixed.length < LEAST_SAID) return null;
  const own = found.map(
    (word, position) => isOwn(word) || (isTail(found, position, cues) && isOwn(found[position - 1]!)),
  );
  const isFixed = ({ form }: Own) => fixed.some((part) => isSameWord(part, form));
  const [first, last] = [found.findIndex(isFixed), found.findLastIndex(isFixed)];
  return found.filter((_, position) => position >= first && position <= last && own[position]);
}

/** Whether a word hangs on the one before it, as "t" in "can't" does. */
function isTail(found: readonly Own[], position: number, cues: readonly Cue[]): boolean {
  const [before, word] = [found[position - 1], found[position]!];
  if (before === undefined || before.cue !== word.cue) return false;
  return /^['’]$/.test(cues[word.cue]!.text.slice(before.end, word.start));
}

function spansOf(own: readonly Own[], cues: readonly Cue[]): Span[] {
  const spans: Span[] = [];
  for (const { cue, start, end } of own) {
    const last = spans.at(-1);
    if (last !== undefined && last.cue === cue && isBeside(cues[cue]!.text.slice(last.end, start)))
      last.end = end;
    else spans.push({ cue, start, end });
  }
  return spans;
}

function isBeside(between: string): boolean {
  return !/[\p{L}\p{N}]/u.test(between);
}

function textOf(own: readonly Own[], cues: readonly Cue[]): string {
  return spansOf(own, cues)
    .map(({ cue, start, end }, index, all) => {
      const words = cues[cue]!.text.slice(start, end).replace(/\s+/gu, ' ');
      const before = all[index - 1];
      if (before === undefined) return words;
      const between =
        before.cue === cue
          ? cues[cue]!.text.slice(before.end, start)
          : cues[before.cue]!.text.slice(before.end) + cues[cue]!.text.slice(0, start);
      return isBeside(between) ? ` ${words}` : ` ... ${words}`;
    })
    .join('');
}
