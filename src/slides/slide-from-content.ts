import type { SlideContent } from '../lesson/plan-types.js';
import type { SlideItem } from '../shared/inputs.js';

/**
 * One item of what `generateEducationalSlides` takes, as a slide. Pure. Parts that are missing or empty become null;
 * the expression's own words are lit where the line holds them as they are, whatever their case.
 */
export function slideFromContent(item: SlideItem): SlideContent {
  const given = (text: string | null | undefined): string | null => text?.trim() || null;
  const line = given(item.line);
  return {
    kind: 'slide',
    headword: item.expression.trim(),
    expressionKind: given(item.kind),
    level: given(item.level),
    meaning: given(item.meaning),
    translation: given(item.translation),
    line,
    lineTranslation: given(item.lineTranslation),
    lit: line === null ? [] : wordsIn(line, item.expression.trim()),
    similar: (item.similar ?? []).map((similar) => similar.trim()).filter(Boolean),
    footer: given(item.title),
  };
}

/** Where a line holds an expression, as whole words. */
function wordsIn(line: string, expression: string): SlideContent['lit'] {
  const words = expression.split(/\s+/u).map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${words.join('\\s+')}(?![\\p{L}\\p{N}])`, 'iu').exec(line);
  return found ? [{ start: found.index, end: found.index + found[0].length }] : [];
}
