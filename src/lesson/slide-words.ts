import { countWords } from './count-words.js';
import { sentencesAround, sentencesOf, shifted, wordsAround } from './line-excerpt.js';
import { litInTranslation } from './lit-in-translation.js';
import type { SlideContent } from './plan-types.js';

/** What is read at ease from a slide: what can go without a sentence being torn goes beyond that. */
const EASY_SLIDE_WORDS = 35;
/** What can be read from a slide in the longest time that one is shown. */
export const MAX_SLIDE_WORDS = 40;
/** A line and a meaning are not cut to fewer words than this. */
const LEAST_WORDS = 8;
/** Fewer words of a line's translation say nothing: it is left out. */
const LEAST_TRANSLATION_WORDS = 4;

/** The words that a viewer reads on a slide; level, kind and origin are labels and not counted. */
export function slideWords(content: SlideContent): number {
  const { headword, meaning, translation, line, lineTranslation, similar } = content;
  return [headword, meaning, translation, line, lineTranslation, ...similar].reduce(
    (sum, text) => sum + (text === null ? 0 : countWords(text)),
    0,
  );
}

/**
 * Brings a slide down to the words that can be read while it is shown. From 35 words on it goes without similar
 * expressions, later clauses of the meaning, and whole sentences of the line around the expression's own, with theirs
 * of the translation. Only beyond 40 is a sentence torn, in this order: the line's words furthest from the expression,
 * the end of its translation, the end of the meaning, of the expression's translation. Pure.
 */
export function withinWords(content: SlideContent): SlideContent {
  const whole = [fewerSimilar, firstClause, fewerSentences].reduce(
    (shown, shorten) => (slideWords(shown) > EASY_SLIDE_WORDS ? shorten(shown) : shown),
    content,
  );
  return [shorterLine, shorterLineTranslation, shorterMeaning, shorterTranslation].reduce(
    (shown, shorten) => (slideWords(shown) > MAX_SLIDE_WORDS ? shorten(shown) : shown),
    whole,
  );
}

/** Words that are left of `most` for a part of the slide when all others stay. */
function spare(
  content: SlideContent,
  part: 'line' | 'lineTranslation' | 'meaning' | 'translation',
  most = MAX_SLIDE_WORDS,
): number {
  return most - slideWords({ ...content, [part]: null });
}

function fewerSimilar(content: SlideContent): SlideContent {
  const similar = [...content.similar];
  while (similar.length > 0 && slideWords({ ...content, similar }) > EASY_SLIDE_WORDS) similar.pop();
  return { ...content, similar };
}

function firstClause(content: SlideContent): SlideContent {
  const clause = content.meaning?.split(/;\s|\s\(/)[0]?.trim();
  return clause ? { ...content, meaning: clause } : content;
}

/** The translation's sentences go with the line's where they are as many. */
function fewerSentences(content: SlideContent): SlideContent {
  const { line, lit, lineTranslation } = content;
  if (line === null) return content;
  const sentences = sentencesOf(line);
  const translated = sentencesOf(lineTranslation ?? '');
  const follows = lineTranslation !== null && translated.length === sentences.length;
  const showing = (first: number, last: number): SlideContent => {
    const start = sentences[first]?.start ?? 0;
    const shown = {
      ...content,
      line: line.slice(start, sentences[last]?.end),
      lit: shifted(lit, -start),
    };
    return follows
      ? withLineTranslation(shown, lineTranslation.slice(translated[first]?.start, translated[last]?.end))
      : shown;
  };
  return showing(
    ...sentencesAround(sentences, lit, (first, last) => slideWords(showing(first, last)) <= EASY_SLIDE_WORDS),
  );
}

function withLineTranslation(content: SlideContent, text: string | null): SlideContent {
  const { translation } = content;
  return {
    ...content,
    lineTranslation: text,
    lineTranslationLit: litInTranslation(text ?? '', [{ translation }]),
  };
}

function shorterLine(content: SlideContent): SlideContent {
  if (content.line === null) return content;
  const most = Math.max(LEAST_WORDS, spare(content, 'line', EASY_SLIDE_WORDS));
  const { text, lit } = wordsAround(content.line, content.lit, most);
  return { ...content, line: text, lit };
}

function shorterLineTranslation(content: SlideContent): SlideContent {
  if (content.lineTranslation === null) return content;
  const most = spare(content, 'lineTranslation');
  return withLineTranslation(
    content,
    most < LEAST_TRANSLATION_WORDS ? null : beginning(content.lineTranslation, most),
  );
}

function shorterMeaning(content: SlideContent): SlideContent {
  if (content.meaning === null) return content;
  return {
    ...content,
    meaning: beginning(content.meaning, Math.max(LEAST_WORDS, spare(content, 'meaning'))),
  };
}

function shorterTranslation(content: SlideContent): SlideContent {
  if (content.translation === null) return content;
  return {
    ...content,
    translation: beginning(content.translation, Math.max(1, spare(content, 'translation'))),
  };
}

/** As much of a text's beginning as has so many words, with "…" where there is more. */
function beginning(text: string, mostWords: number): string {
  if (countWords(text) <= mostWords) return text;
  // A word is counted at its first letter, so this stops between words, or between characters where there are none.
  let kept = '';
  for (const piece of text.match(/\s*\S/gu) ?? []) {
    if (countWords(kept + piece) > mostWords) break;
    kept += piece;
  }
  return `${kept.trim().replace(/[\s,;:(–—-]+$/u, '')} …`;
}
