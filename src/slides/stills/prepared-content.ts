import type { SlideContent, StillContent } from '../../lesson/plan-types.js';
import { cleanText } from '../fonts/drawable.js';
import { assertDrawable } from '../fonts/glyphs.js';

/** A text on one line, without what is never drawn. */
function plain(text: string, where: string): string {
  const clean = cleanText(text).text.replaceAll('\n', ' ');
  assertDrawable(clean, where);
  return clean;
}

function plainOrNull(text: string | null, where: string): string | null {
  const clean = text === null ? '' : plain(text, where);
  return clean === '' ? null : clean;
}

/**
 * A still's content as it is drawn: cleaned, each text on one line, empty parts null.
 *
 * @throws LangflixError `MissingGlyph` that says which text of which still holds the character.
 */
export function preparedContent(content: StillContent): StillContent {
  switch (content.kind) {
    case 'title':
      return {
        ...content,
        title: plain(content.title, 'the episode’s title'),
        headwords: content.headwords.map((headword) => plain(headword, 'the title card')).filter(Boolean),
      };
    case 'pause':
      return { ...content, line: plain(content.line, 'a line to say aloud') };
    case 'slide':
      return preparedSlide(content);
    case 'end':
      return {
        ...content,
        items: content.items
          .map(({ headword, gloss }) => ({
            headword: plain(headword, 'the end card'),
            gloss: plain(gloss, `the end card, at “${headword}”`),
          }))
          .filter(({ headword }) => headword !== ''),
      };
  }
}

function preparedSlide(content: SlideContent): SlideContent {
  const of = (what: string): string => `the slide of “${content.headword}”, ${what}`;
  const line = content.line === null ? null : cleanText(content.line, content.lit);
  const lineTranslation =
    content.lineTranslation === null ? null : cleanText(content.lineTranslation, content.lineTranslationLit);
  return {
    ...content,
    headword: plain(content.headword, of('headword')),
    expressionKind: plainOrNull(content.expressionKind, of('kind')),
    level: plainOrNull(content.level, of('level')),
    meaning: plainOrNull(content.meaning, of('meaning')),
    translation: plainOrNull(content.translation, of('translation')),
    line: plainOrNull(line?.text ?? null, of('line')),
    lit: line?.ranges ?? [],
    lineTranslation: plainOrNull(lineTranslation?.text ?? null, of('translation of the line')),
    lineTranslationLit: lineTranslation?.ranges ?? [],
    similar: content.similar.map((similar) => plain(similar, of('similar expressions'))).filter(Boolean),
    origin: plainOrNull(content.origin, of('title')),
  };
}
