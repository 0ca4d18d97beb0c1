import { litInTranslation } from '../lesson/lit-in-translation.js';
import type { SlideContent } from '../lesson/plan-types.js';
import type { SlideItem } from '../shared/inputs.js';

/**
 * One item of what `generateEducationalSlides` takes, as a slide. Pure. Parts that are missing or empty become null;
 * the expression's own words are lit where the line holds them as they are, whatever their case, and so is its
 * translation in the line's.
 */
export function slideFromContent(item: SlideItem): SlideContent {
  const given = (text: string | null | undefined): string | null => text?.trim() || null;
  const line = given(item.line);
  const meaning = given(item.meaning);
  const translation = unlike(meaning, given(item.translation));
  const lineTranslation = unlike(line, given(item.lineTranslation));
  return {
    kind: 'slide',
    headword: item.expression.trim(),
    expressionKind: given(item.kind),
    level: given(item.level),
    meaning,
    translation,
    line,
    lineTranslation,
    lit: line === null ? [] : wordsIn(line, item.expression.trim()),
    lineTranslationLit: litInTranslation(lineTranslation ?? '', [{ translation }]),
    similar: (item.similar ?? []).map((similar) => similar.trim()).filter(Boolean),
    origin: given(item.title),
  };
}

/** A translation that says the same in the same words is none: one of the two is enough. */
function unlike(text: string | null, translation: string | null): string | null {
  const folded = (words: string | null) =>
    words
      ?.toLowerCase()
      .replace(/[\s.!?…]+/gu, ' ')
      .trim();
  return folded(text) === folded(translation) ? null : translation;
}

/** Where a line holds an expression, as whole words. */
function wordsIn(line: string, expression: string): SlideContent['lit'] {
  const words = expression.split(/\s+/u).map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${words.join('\\s+')}(?![\\p{L}\\p{N}])`, 'iu').exec(line);
  return found ? [{ start: found.index, end: found.index + found[0].length }] : [];
}
