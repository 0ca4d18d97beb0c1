import { litInTranslation } from './lit-in-translation.js';
import type { PlannedExpression, SlideContent } from './plan-types.js';
import { MAX_SLIDE_WORDS, slideWords, withinWords } from './slide-words.js';

const BASE_MS = 2_000;
const MS_PER_WORD = 400;
const MIN_MS = 6_000;
const MAX_MS = BASE_MS + MS_PER_WORD * MAX_SLIDE_WORDS;

/**
 * An expression's slide, with no more words than can be read from it (where the expression itself allows it).
 *
 * @param origin the episode's name
 */
export function slideContent(expression: PlannedExpression, origin: string | null): SlideContent {
  const { headword, kind, level, meaning, translation, line, lineTranslation, lit, similar } = expression;
  return withinWords({
    ...{ kind: 'slide', headword, expressionKind: kind, level, meaning, translation, line, lineTranslation },
    lit,
    lineTranslationLit: litInTranslation(lineTranslation ?? '', [expression]),
    similar: [...similar],
    origin,
  });
}

/** How long a slide stands: two seconds and 0.4 s a word, within 6 and 18 s. In milliseconds. */
export function slideMs(content: SlideContent): number {
  return Math.min(MAX_MS, Math.max(MIN_MS, BASE_MS + MS_PER_WORD * slideWords(content)));
}
