import type { CaptionScript } from './theme.js';

/** A stretch of text that one font draws. */
export interface FontRun {
  text: string;
  script: CaptionScript;
}

const HANGUL = /\p{Script=Hangul}/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const HAN = /[\p{Script=Han}々〆〇]/u;
/** Wide punctuation and forms, arrows, shapes, music signs: not in Noto Sans, but in its East Asian fonts. */
const WIDE = /[\u2190-\u21ff\u2460-\u24ff\u2500-\u27bf\u3000-\u303f\uff00-\uffef]/u;
/** Dashes, quotes and ellipses: full width and centred in Japanese, narrow elsewhere. */
const AMBIGUOUS = /[\u2010-\u2027]/u;
/**
 * Splits a text by the font that draws it, in order, nothing lost. Han goes with the Korean font where the
 * text has Hangul and no kana, else with the Japanese one. Blanks, ASCII
 * punctuation and combining marks stay with what stands before them.
 */
export function fontRuns(text: string): FontRun[] {
  const hasKana = KANA.test(text);
  const eastAsian: CaptionScript = HANGUL.test(text) && !hasKana ? 'korean' : 'japanese';
  const runs: FontRun[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    const script =
      hasKana && AMBIGUOUS.test(character)
        ? 'japanese'
        : scriptOf(character, eastAsian, last?.script ?? 'latin');
    if (last?.script === script) last.text += character;
    else runs.push({ text: character, script });
  }
  return runs;
}

function scriptOf(character: string, eastAsian: CaptionScript, before: CaptionScript): CaptionScript {
  if (character <= '\u007e') return /[\p{L}\p{N}]/u.test(character) ? 'latin' : before;
  if (HANGUL.test(character)) return 'korean';
  if (KANA.test(character)) return 'japanese';
  if (HAN.test(character) || WIDE.test(character)) return eastAsian;
  if (/\p{Script=Inherited}/u.test(character)) return before;
  return 'latin';
}
