import { type Font, openSync } from 'fontkit';
import { LangflixError } from '../../shared/errors.js';
import { eastAsianScript, textDirection } from '../../subtitles/index.js';
import { drawable } from './drawable.js';
import { FONT_FAMILIES, type FontFamily, loadFonts } from './families.js';

const faces = new Map<string, Font>();

function face(family: FontFamily, bold: boolean): Font {
  const key = `${family}/${bold}`;
  const known = faces.get(key);
  if (known !== undefined) return known;
  const file = loadFonts().find((font) => font.family === family && font.bold === bold);
  const font = file && openSync(file.path);
  if (!font || !('unitsPerEm' in font))
    throw new LangflixError('Internal', `${family} is not a single font file`);
  faces.set(key, font);
  return font;
}

function isFamily(name: string): name is FontFamily {
  return (FONT_FAMILIES as readonly string[]).includes(name);
}

/** The families in the order in which a text's characters are looked for, its own script's first. */
export function fontStack(family: string): FontFamily[] {
  const first = isFamily(family) ? family : FONT_FAMILIES[0];
  return [first, ...FONT_FAMILIES.filter((other) => other !== first)];
}

/**
 * The family that should draw a text: by its script, since Korean, Japanese and Chinese fonts draw the same Chinese
 * characters differently. Chinese characters alone go by the learner's language, else they are taken for Japanese.
 *
 * @param native a language tag such as `zh` or `zh-CN`
 */
export function familyFor(text: string, native?: string | null): FontFamily {
  if (/[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text))
    return EAST_ASIAN[eastAsianScript(text, native)];
  if (textDirection(text) === 'ltr') return 'Noto Sans';
  return countOf(text, /\p{Script=Hebrew}/gu) > countOf(text, /\p{Script=Arabic}/gu)
    ? 'Noto Sans Hebrew'
    : 'Noto Sans Arabic';
}

const EAST_ASIAN = { korean: 'Noto Sans KR', japanese: 'Noto Sans JP', chinese: 'Noto Sans SC' } as const;

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** White space, joiners, variation selectors and the like: they have no picture of their own. */
const UNSEEN = /[\s\p{Default_Ignorable_Code_Point}\p{Cc}]/u;

function coveringFamily(sign: string, stack: readonly FontFamily[]): FontFamily | undefined {
  const code = sign.codePointAt(0) ?? 0;
  return stack.find((family) => face(family, false).hasGlyphForCodePoint(code));
}

/** Whether a family's files have a character (its first, if there are several), or it needs none. */
export function hasGlyph(family: FontFamily, character: string): boolean {
  return UNSEEN.test(character) || coveringFamily(character, [family]) !== undefined;
}

/** What must be known of a character or an Arabic or Hebrew word to set it: in ems. */
interface Metrics {
  advance: number;
  /** How far the ink reaches above the baseline; null where there is none. */
  top: number | null;
}

/** By character and font. Some ten thousand characters at most, a few hundred in practice. */
const metrics = new Map<string, Metrics>();

/** The Korean fonts set a space before a Hangul syllable this much wider (GPOS kerning), which Pango follows. */
const KOREAN_SPACE = 0.056;

function metricsOf(sign: string, family: string, bold: boolean): Metrics {
  const key = `${family}/${bold}/${sign}`;
  const known = metrics.get(key);
  if (known !== undefined) return known;
  const stack = fontStack(family);
  const covering = coveringFamily(sign, stack) ?? FONT_FAMILIES[0];
  const font = face(covering, bold);
  const glyph = font.glyphForCodePoint(sign.codePointAt(0) ?? 0);
  const em = font.unitsPerEm;
  if (SHAPED.test(sign)) {
    const word = shaped(sign, font);
    metrics.set(key, word);
    return word;
  }
  const unseen = UNSEEN.test(sign);
  const kerned = sign === ' ' && covering === 'Noto Sans KR' ? KOREAN_SPACE : 0;
  const found: Metrics = {
    advance: unseen && !/\s/u.test(sign) ? 0 : glyph.advanceWidth / em + kerned,
    top: unseen ? null : glyph.bbox.maxY / em,
  };
  metrics.set(key, found);
  return found;
}

const SHAPED = /^[\p{Script=Arabic}\p{Script=Hebrew}]/u;
/**
 * What is measured as one: Arabic letters change their form and width by their neighbours, and Hebrew and Arabic
 * points stand on letters, so their words are; of words without an end 32 letters. All else goes by characters.
 */
const MEASURED =
  /[\p{Script=Arabic}\p{Script=Hebrew}][\p{Script=Arabic}\p{Script=Hebrew}\p{Mn}\u200c\u200d]{0,31}|[\s\S]/gu;

/** fontkit's shaping of one word: about a millisecond, the first time. */
function shaped(word: string, font: Font): Metrics {
  const { glyphs, positions, advanceWidth } = font.layout(word);
  const tops = glyphs
    .map(({ bbox }, i) => bbox.maxY + (positions[i]?.yOffset ?? 0))
    .filter((top) => Number.isFinite(top));
  return {
    advance: advanceWidth / font.unitsPerEm,
    top: tops.length === 0 ? null : Math.max(...tops) / font.unitsPerEm,
  };
}

/**
 * Width of one line of text in pixels: the sum of the characters' advances, unhinted. Kerning is left out, since it
 * nearly always brings letters closer (Latin by 1 to 2 %, measured); shaping by fontkit would take 13 to 30 ms a
 * line. Arabic and Hebrew words are shaped. Characters that `font.family` lacks are measured in the other families. `font.px` is the height of the em.
 */
export function measureText(text: string, font: { family: string; bold: boolean; px: number }): number {
  let ems = 0;
  for (const sign of text.normalize('NFC').match(MEASURED) ?? [])
    ems += metricsOf(sign, font.family, font.bold).advance;
  return ems * font.px;
}

/** How far the ink of a line reaches above its baseline, in ems. */
export function inkTop(runs: readonly { text: string; family: string; bold: boolean }[]): number {
  const tops = runs
    .flatMap(({ text, family, bold }) =>
      (text.normalize('NFC').match(MEASURED) ?? []).map((sign) => metricsOf(sign, family, bold).top),
    )
    .filter((top) => top !== null);
  return tops.length === 0 ? 0 : Math.max(...tops);
}

/** The characters of a text that no font has, each once, in order. Emoji do not count: {@link drawable}. */
export function missingGlyphs(text: string): string[] {
  const missing = new Set<string>();
  for (const sign of drawable(text)) {
    if (!UNSEEN.test(sign) && coveringFamily(sign, FONT_FAMILIES) === undefined) missing.add(sign);
  }
  return [...missing];
}

/**
 * Refuses a text that would be drawn with empty boxes.
 *
 * @param where what the text is, for the message: "the translation of “pick up”".
 * @throws LangflixError `MissingGlyph`, naming the characters.
 */
export function assertDrawable(text: string, where: string): void {
  const missing = missingGlyphs(text);
  if (missing.length === 0) return;
  const named = missing.slice(0, 5).map((sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `U+${code} ${/[\p{M}\p{C}]/u.test(sign) ? '' : sign}`.trim();
  });
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  throw new LangflixError(
    'MissingGlyph',
    `No font can draw ${named.join(', ')}${more}, in ${where}: “${[...drawable(text)].slice(0, 80).join('')}”.`,
    {
      hint: 'Use a translation in a script that langflix has fonts for: Latin, Greek, Cyrillic, Korean, Japanese, Chinese, Arabic or Hebrew.',
    },
  );
}
