import type { ExpressionKind } from '../../shared/expression.js';
import type { LexiconEntry } from '../offline/lexicon/lexicon-entry.js';

/** Below this score nothing is taught: see {@link worthOf}. */
export const LOWEST_WORTH = 0.4;

const HEARD = { 3: 'heard in most films', 2: 'often heard in films', 1: 'heard now and then' } as const;

/** How sure it must be that words are the expression before they are taught: a lesson may leave out, not mislead. */
const SURE_ENOUGH = { usual: 0.5, literalProne: 0.8 };

/** What learners find hardest to get from books. */
const SOUGHT: ReadonlySet<ExpressionKind> = new Set(['idiom', 'phrasal verb', 'slang', 'proverb']);

/**
 * What an expression is worth to a learner whatever the level, 0 to 1: our own meaning before a dictionary's, often
 * heard before rare, what cannot be guessed before what can, a clear line before a long or bare one. WordNet's entries
 * lie between 0.2 and 0.5: above {@link LOWEST_WORTH} only with one dependable, plain meaning that the words hide.
 * The weights are an editor's, set by reading what is chosen from open films' subtitles.
 *
 * @param line.words how many words the expression's cue (or two cues) has
 * @param line.probability that the words are the expression here, 0 to 1
 * @param line.certain whether it is clear which of the entry's meanings is meant
 */
export function worthOf(
  entry: LexiconEntry,
  line: { words: number; probability: number; certain: boolean },
): { score: number; reasons: string[] } {
  const reasons: string[] = [];
  const clear = line.words < 3 ? 0.75 : line.words <= 16 ? 1 : line.words <= 28 ? 0.6 : 0.2;
  let score = 0;
  if (entry.source === 'phrasebook') {
    reasons.push('in the phrasebook');
    score = 0.42 + 0.06 * entry.spoken + 0.12 * entry.opacity + 0.1 * clear;
    if (entry.literalProne) score -= 0.12;
    if (SOUGHT.has(entry.kind)) score += 0.04;
  } else {
    reasons.push('in WordNet');
    score = 0.16 + 0.02 * entry.spoken + 0.08 * entry.opacity + 0.06 * clear;
    if (!entry.dependable) {
      score = Math.min(score, 0.25);
      reasons.push('no plain meaning that is sure to be this one');
    }
  }
  reasons.push(HEARD[entry.spoken]);
  if (entry.opacity === 2) reasons.push('its words do not tell what it means');
  if (entry.opacity === 0) reasons.push('its words say what it means');
  if (!line.certain) {
    score = Math.min(score, 0.3);
    reasons.push('has several meanings, and the line does not tell which');
  }
  if (line.probability < (entry.literalProne > 0 ? SURE_ENOUGH.literalProne : SURE_ENOUGH.usual)) {
    score = Math.min(score, 0.3);
    reasons.push(`only ${Math.round(line.probability * 100)} % sure that the expression is meant`);
  }
  return { score: Math.round(score * 1000) / 1000, reasons };
}
