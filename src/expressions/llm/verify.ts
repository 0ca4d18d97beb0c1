import type { Cue } from '../../shared/cue.js';
import type { Candidate } from '../../shared/expression.js';
import type { Answer, GivenItem } from './answer.js';
import type { Learner, Question } from './question.js';
import { snapQuotes } from './snap.js';
import { cleanText, isEnglish, isPlain } from './text.js';

/** Most characters of each text: what is longer is no gloss, and would not fit a slide. */
export const MOST_CHARACTERS = {
  headword: 60,
  meaning: 160,
  translation: 80,
  similar: 40,
  why: 160,
  line: 240,
};

/** A line's translation, by the position of its cue. */
export type LineTranslations = Map<number, string>;

/** What of an answer holds. */
export interface Verified {
  candidates: Candidate[];
  lines: LineTranslations;
  /** Hints that the model takes for wrong: positions among the offline candidates, with why. */
  refused: Map<number, string>;
  /** Entries that were dropped, by why. */
  dropped: Record<string, number>;
}

/** What a model's word on an expression's worth (1 to 5) counts for, on the scale of offline/worth.ts. */
const WORTH = [0.3, 0.42, 0.54, 0.66, 0.78] as const;

/**
 * Checks a model's answer against the cues: what is not spoken, belongs to another question, or is longer than any
 * gloss is dropped and counted, entry by entry.
 *
 * @param canDraw whether a text can be drawn with the fonts that there are
 */
export function verifyAnswer(
  answer: Answer,
  question: Question,
  cues: readonly Cue[],
  options: { model: string; learner: Learner; canDraw: (text: string) => boolean },
): Verified {
  const verified: Verified = { candidates: [], lines: new Map(), refused: new Map(), dropped: {} };
  const drop = (why: string, count = 1) => {
    if (count > 0) verified.dropped[why] = (verified.dropped[why] ?? 0) + count;
  };
  drop('malformed', answer.malformed);
  for (const item of answer.items) {
    const candidate = candidateOf(item, question, cues, options);
    if (typeof candidate === 'string') drop(candidate);
    else if (verified.candidates.some((other) => isSame(other, candidate))) drop('twice');
    else {
      verified.candidates.push(candidate);
      if (options.learner.translateLines) takeLines(item, question, options.canDraw, verified.lines);
    }
  }
  for (const { hint, why } of answer.refused) {
    const hinted = question.hints.find(({ id }) => id === hint);
    if (hinted !== undefined)
      verified.refused.set(hinted.candidate, cleanText(why, MOST_CHARACTERS.why) ?? '');
  }
  return verified;
}

/** An entry as a candidate, or why it is none. */
function candidateOf(
  item: GivenItem,
  question: Question,
  cues: readonly Cue[],
  { model, learner, canDraw }: { model: string; learner: Learner; canDraw: (text: string) => boolean },
): Candidate | string {
  const headword = cleanText(item.headword, MOST_CHARACTERS.headword);
  const meaning = cleanText(item.meaning, MOST_CHARACTERS.meaning);
  if (headword === null || meaning === null) return 'without a headword or meaning of the right length';
  if (![headword, meaning].every(isEnglish)) return 'not in English';
  if (![headword, meaning].every((text) => isPlain(text) && canDraw(text))) return 'not plain text';
  if (headword.toLowerCase() === meaning.toLowerCase()) return 'explained by itself';

  const positions = item.quotes.map(({ line, words }) => ({ cue: question.shownFrom + line - 1, words }));
  if (positions.some(({ cue }) => cue < question.shownFrom || cue > question.shownTo))
    return 'of another part';
  const snapped = snapQuotes(positions, headword, cues);
  if (snapped === null) return 'not spoken there';
  const first = snapped.spans[0]!.cue;
  if (first < question.from || first > question.to) return 'of another part';
  if (!/\s|-/.test(snapped.text) && ['phrasal verb', 'collocation', 'proverb'].includes(item.kind))
    return 'one word';

  const worth = Math.min(5, Math.max(1, Math.round(item.worth)));
  const why = cleanText(item.why, MOST_CHARACTERS.why);
  return {
    ...{ headword, kind: item.kind, level: item.level, ...snapped, meaning },
    translation: translationOf(item, headword, learner, canDraw),
    similar: item.similar
      .flatMap((text) => cleanText(text, MOST_CHARACTERS.similar) ?? [])
      .filter((text) => isEnglish(text) && isPlain(text) && canDraw(text))
      .slice(0, 3),
    score: WORTH[worth - 1]!,
    accepted: true,
    chosen: false,
    reasons: [`${model}${why === null ? '' : `: ${why}`}`],
  };
}

function translationOf(
  item: GivenItem,
  headword: string,
  { native }: Learner,
  canDraw: (text: string) => boolean,
): string | null {
  if (native === null) return null;
  const text = cleanText(item.translation ?? '', MOST_CHARACTERS.translation);
  if (text === null || !isPlain(text) || !canDraw(text)) return null;
  return text.toLowerCase() === headword.toLowerCase() ? null : text;
}

function takeLines(
  item: GivenItem,
  question: Question,
  canDraw: (text: string) => boolean,
  lines: LineTranslations,
): void {
  for (const { line, translation } of item.scene) {
    const cue = question.shownFrom + line - 1;
    const text = cleanText(translation, MOST_CHARACTERS.line);
    const isShown = cue >= question.shownFrom && cue <= question.shownTo;
    if (isShown && text !== null && isPlain(text) && canDraw(text) && !lines.has(cue)) lines.set(cue, text);
  }
}

function isSame(one: Candidate, other: Candidate): boolean {
  return JSON.stringify(one.spans) === JSON.stringify(other.spans);
}
