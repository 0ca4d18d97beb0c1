import type { CaptionScript } from './theme.js';

/** A stretch of text that one font draws. */
export interface FontRun {
  text: string;
  script: CaptionScript;
}

const HANGUL = /\p{Script=Hangul}/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const HAN = /[\p{Script=Han}々〆〇]/u;
/** With their digits, marks and punctuation, which Unicode counts to no one script. */
const ARABIC = /[\p{Script=Arabic}\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/u;
const HEBREW = /[\p{Script=Hebrew}\u0590-\u05ff\ufb1d-\ufb4f]/u;
/** Wide punctuation and forms, arrows, shapes, music signs: not in Noto Sans, but in its East Asian fonts. */
const WIDE = /[\u2190-\u21ff\u2460-\u24ff\u2500-\u27bf\u3000-\u303f\uff00-\uffef]/u;
/** Dashes, quotes and ellipses: full width and centred in Japanese and Chinese, narrow elsewhere. */
const AMBIGUOUS = /[\u2010-\u2027]/u;
const SCRIPTS: readonly CaptionScript[] = ['latin', 'arabic', 'hebrew', 'korean', 'japanese', 'chinese'];

/** The fonts in which each language expects Chinese characters: the same character looks different in each. */
const HAN_BY_LANGUAGE: Readonly<Record<string, CaptionScript>> = {
  ja: 'japanese',
  zh: 'chinese',
  ko: 'korean',
};

/**
 * The East Asian script of a text: kana make it Japanese, Hangul Korean. Chinese characters alone go by the
 * learner's language where that is an East Asian one, else they are taken for Japanese.
 *
 * @param native a language tag such as `zh` or `zh-CN`
 */
export function eastAsianScript(text: string, native?: string | null): 'korean' | 'japanese' | 'chinese' {
  if (KANA.test(text)) return 'japanese';
  if (HANGUL.test(text)) return 'korean';
  const byLanguage = HAN_BY_LANGUAGE[native?.split(/[-_]/)[0]?.toLowerCase() ?? ''];
  return byLanguage === 'chinese' || byLanguage === 'korean' ? byLanguage : 'japanese';
}

/**
 * Splits a text by the font that draws it, in order, nothing lost. Blanks, ASCII punctuation and combining marks
 * stay with what stands before them.
 *
 * @param options.native decides about Chinese characters ({@link eastAsianScript}).
 * @param options.covers whether the font of a script has a character; where that of the character's own script has
 * not, one that has draws it.
 */
export function fontRuns(
  text: string,
  options: {
    native?: string | null | undefined;
    covers?: (script: CaptionScript, character: string) => boolean;
  } = {},
): FontRun[] {
  const { native, covers = () => true } = options;
  const eastAsian = eastAsianScript(text, native);
  const wideQuotes = KANA.test(text) || (eastAsian === 'chinese' && HAN.test(text));
  const runs: FontRun[] = [];
  let at = 0;
  for (const character of text) {
    const last = runs.at(-1);
    // The apostrophe of "don't" stays narrow among the letters that it joins.
    const apostrophe = character === '’' && /^[a-z]’[a-z]/iu.test(text.slice(Math.max(0, at - 1), at + 2));
    at += character.length;
    const own =
      wideQuotes && AMBIGUOUS.test(character) && !apostrophe
        ? eastAsian
        : scriptOf(character, eastAsian, last?.script ?? 'latin');
    const script = covers(own, character) ? own : (SCRIPTS.find((other) => covers(other, character)) ?? own);
    if (last?.script === script) last.text += character;
    else runs.push({ text: character, script });
  }
  return runs;
}

function scriptOf(character: string, eastAsian: CaptionScript, before: CaptionScript): CaptionScript {
  if (character <= '\u007e') return /[\p{L}\p{N}]/u.test(character) ? 'latin' : before;
  if (HANGUL.test(character)) return 'korean';
  if (KANA.test(character)) return 'japanese';
  if (ARABIC.test(character)) return 'arabic';
  if (HEBREW.test(character)) return 'hebrew';
  if (HAN.test(character) || WIDE.test(character)) return eastAsian;
  if (/\p{Script=Inherited}/u.test(character)) return before;
  return 'latin';
}
