import iconv from 'iconv-lite';
import { chardet } from 'jschardet';
import { LangflixError } from '../../shared/errors.js';
import { languageScore } from '../language/classifier.js';
import { pagesOf, SINGLE_BYTE_PAGES } from './single-byte-pages.js';

export interface Decoded {
  text: string;
  /** As iconv-lite and the WHATWG name it, lower case: `utf-8`, `utf-16le`, `shift_jis`, `windows-1251`. */
  encoding: string;
  /** True when nothing in the file says which encoding it is and it is no valid UTF-8. */
  guessed: boolean;
  notes: string[];
}

/** Enough for any detector; the rest of a long file says nothing new. */
const SAMPLE_BYTES = 64 * 1024;

const BOMS: { encoding: string; bytes: number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-32le', bytes: [0xff, 0xfe, 0, 0] },
  { encoding: 'utf-32be', bytes: [0, 0, 0xfe, 0xff] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/**
 * Subtitle bytes to text. In this order, the first that fits: the user's word, a byte order mark, UTF-16 by
 * its NUL bytes, strict UTF-8 (with a few damaged bytes too), the East Asian encodings by detector, a
 * single-byte page of the declared language, the single-byte page whose text reads most like a language.
 * Detectors fail on single-byte pages of short files full of digits, hence the last two.
 *
 * @param options.language ISO 639-1, only a hint. @param options.encoding what the user says it is; final.
 * @throws LangflixError `InvalidInput` for an unknown `encoding`.
 */
export function decodeSubtitles(
  bytes: Uint8Array,
  options: { language?: string; encoding?: string },
): Decoded {
  const found = (text: string, encoding: string, guessed: boolean, notes: string[] = []): Decoded => ({
    text: text.startsWith('\ufeff') ? text.slice(1) : text,
    encoding,
    guessed,
    notes,
  });

  if (options.encoding !== undefined) {
    const encoding = options.encoding.trim().toLowerCase();
    if (encoding === '' || !isKnown(encoding)) {
      throw new LangflixError('InvalidInput', `unknown encoding "${options.encoding}"`, {
        hint: 'Name one such as utf-8, windows-1252, shift_jis, euc-kr, gb18030 or big5.',
      });
    }
    return found(decodeAs(bytes, encoding), encoding, false);
  }

  const bom = BOMS.find((mark) => mark.bytes.every((byte, i) => bytes[i] === byte));
  if (bom) return found(decodeAs(bytes, bom.encoding), bom.encoding, false);

  const wide = wideByNuls(bytes);
  if (wide) return found(decodeAs(bytes, wide), wide, true);

  if (hasIso2022Escape(bytes)) return found(decodeAs(bytes, 'iso-2022-jp'), 'iso-2022-jp', true);

  const utf8 = new TextDecoder('utf-8').decode(bytes);
  const damaged = count(utf8, '\ufffd') - countEncodedReplacements(bytes);
  if (damaged <= 0) return found(utf8, 'utf-8', false);
  if (damaged * 10 <= wholeMultibyte(utf8)) {
    return found(utf8, 'utf-8', true, [
      `${damaged} damaged character${damaged === 1 ? '' : 's'} in UTF-8 text`,
    ]);
  }

  const sample = textSample(bytes);
  const eastAsian = detectEastAsian(sample);
  if (eastAsian) return found(decodeAs(bytes, eastAsian), eastAsian, true);

  const page = singleBytePage(sample, options.language);
  return found(decodeAs(bytes, page), page, true);
}

function isKnown(encoding: string): boolean {
  return encoding === 'iso-2022-jp' || iconv.encodingExists(encoding);
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  // The one common encoding that iconv-lite lacks; it is in the WHATWG's list, so Node knows it.
  if (encoding === 'iso-2022-jp') return new TextDecoder(encoding).decode(bytes);
  return iconv.decode(bytes, encoding);
}

/** ASCII (times, at least) in UTF-16 has a NUL in each second byte; other text has none. */
function wideByNuls(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length & ~1, SAMPLE_BYTES);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.2 && even < pairs * 0.01) return 'utf-16le';
  if (even > pairs * 0.2 && odd < pairs * 0.01) return 'utf-16be';
  return null;
}

/** `ESC $ B`, `ESC $ @`: ISO-2022-JP is seven-bit, so that it passes for UTF-8. */
function hasIso2022Escape(bytes: Uint8Array): boolean {
  for (let i = bytes.indexOf(0x1b); i !== -1; i = bytes.indexOf(0x1b, i + 1)) {
    if (bytes[i + 1] === 0x24 && (bytes[i + 2] === 0x42 || bytes[i + 2] === 0x40)) return true;
  }
  return false;
}

function count(text: string, character: string): number {
  let n = 0;
  for (let i = text.indexOf(character); i !== -1; i = text.indexOf(character, i + 1)) n++;
  return n;
}

/** U+FFFD that the file itself holds (somebody else's damage): no sign of another encoding. */
function countEncodedReplacements(bytes: Uint8Array): number {
  let n = 0;
  for (let i = bytes.indexOf(0xef); i !== -1; i = bytes.indexOf(0xef, i + 1)) {
    if (bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd) n++;
  }
  return n;
}

function wholeMultibyte(utf8: string): number {
  let n = 0;
  for (let i = 0; i < utf8.length; i++) if (utf8.charCodeAt(i) > 0x7f && utf8[i] !== '\ufffd') n++;
  return n;
}

/** Only the lines that have bytes above ASCII: times and indexes drown a detector. */
function textSample(bytes: Uint8Array): Uint8Array {
  const sample = new Uint8Array(Math.min(bytes.length, SAMPLE_BYTES));
  let used = 0;
  let start = 0;
  for (let i = 0; i <= bytes.length && used < sample.length; i++) {
    const byte = bytes[i];
    if (byte !== undefined && byte !== 0x0a && byte !== 0x0d) continue;
    const line = bytes.subarray(start, Math.min(i + 1, start + sample.length - used));
    if (line.some((b) => b > 0x7f)) {
      sample.set(line, used);
      used += line.length;
    }
    start = i + 1;
  }
  return sample.subarray(0, used);
}

const EAST_ASIAN: Record<string, string> = {
  cp932: 'shift_jis',
  shift_jis: 'shift_jis',
  shift_jisx0213: 'shift_jis',
  'shift-jis-2004': 'shift_jis',
  'euc-jp': 'euc-jp',
  'euc-jis-2004': 'euc-jp',
  cp949: 'euc-kr',
  'euc-kr': 'euc-kr',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
  big5: 'big5',
  'big5-hkscs': 'big5',
  big5hkscs: 'big5',
  cp950: 'big5',
};

/** The detector's word, if the sample is valid in it and most of its letters come out East Asian. */
function detectEastAsian(sample: Uint8Array): string | null {
  const name = chardet.detect(sample, { maxBytes: SAMPLE_BYTES }).encoding?.toLowerCase() ?? '';
  const encoding = EAST_ASIAN[name];
  if (encoding === undefined) return null;
  const text = decodeAs(sample, encoding);
  if (count(text, '\ufffd') > text.length * 0.02) return null;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const asian =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  return asian > letters * 0.3 ? encoding : null;
}

function singleBytePage(sample: Uint8Array, language: string | undefined): string {
  const letters = sample.filter((b) => b > 0x7f || (b | 0x20) >= 0x61);
  const high = letters.filter((b) => b > 0x7f).length / Math.max(1, letters.length);
  const pages = language === undefined ? undefined : pagesOf(language);
  // Latin text has a few letters above ASCII, text in another script has hardly any within it. A declared
  // language that does not explain the text is not its language.
  const isLatin = high < 0.3;
  const explains = pages !== undefined && pages.latin === isLatin;
  const candidates = explains
    ? pages.encodings
    : SINGLE_BYTE_PAGES.filter(({ latin }) => latin === isLatin).flatMap(({ encodings }) => encodings);
  let best = candidates[0] ?? 'windows-1252';
  if (candidates.length === 1) return best;
  let bestScore = -1;
  for (const encoding of new Set(candidates)) {
    const text = decodeAs(sample.subarray(0, 8192), encoding);
    // C1 controls and holes are in no real text: a page that gives them is not the one.
    const holes = text.match(/[\u0080-\u009f\ufffd]/g)?.length ?? 0;
    const score =
      languageScore(text, explains ? language : undefined) - (holes / Math.max(1, text.length)) * 20;
    // A later page must read clearly better than the usual one.
    if (score > bestScore + 0.005) {
      best = encoding;
      bestScore = score;
    }
  }
  return best;
}
