/** A place where a line may end: before the UTF-16 offset `at`; `cost` 0 is perfect, 1 is bad. */
export interface BreakPlace {
  at: number;
  cost: number;
}

/** English words that belong to what follows: a line does not end with them. */
const LEANING = new Set(
  `a an the this that these those my your his her its our their of to in on at by for with from into about
  over under as than and but or nor so if because when while although that who which i you he she it we they
  is are was were be been am do does did don't have has had will would can could should must may might not
  no very too some any every each mr mrs ms dr i'm you're it's i've i'll as`.split(/\s+/),
);
/** English words that open a phrase: a line may well begin with them. */
const OPENING = new Set(
  `and but or so because when while although if that who which where why how than as of to in on at by for with from into about before after until like`.split(
    /\s+/,
  ),
);

/** Characters that must not begin a line (Japanese kinsoku shori, JIS X 4051, the usual subset). */
const NOT_FIRST =
  /^[、。，．・：；？！!?,.:;)\]}」』）】〉》〕｝”’…‥ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％%]/u;
/** Characters that must not end a line. */
const NOT_LAST = /[「『（【〈《〔｛“‘([{]$/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const HIRAGANA = /^\p{Script=Hiragana}+$/u;

const WORDS = new Intl.Segmenter('ja', { granularity: 'word' });
const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Where a one-line text may be broken, in order: at blanks (Korean too), and in Japanese and Chinese
 * between any characters that the rules of those scripts let apart, best between words.
 */
export function breakPlaces(text: string): BreakPlace[] {
  const places: BreakPlace[] = [];
  for (const match of text.matchAll(/ +/g)) {
    if (match.index === 0) continue;
    places.push({ at: match.index + match[0].length, cost: blankCost(text, match.index) });
  }
  if (UNSPACED.test(text)) places.push(...unspacedPlaces(text));
  return places.sort((a, b) => a.at - b.at);
}

/** For a word wider than a line, such as an address: between any two characters with their marks. */
export function anyPlaces(text: string): BreakPlace[] {
  return [...GRAPHEMES.segment(text)].slice(1).map(({ index }) => ({ at: index, cost: 1 }));
}

function blankCost(text: string, blank: number): number {
  const before = text.slice(Math.max(0, blank - 40), blank);
  const after = text.slice(blank + 1, blank + 41);
  if (/[.!?…。！？؟]["”’』」)]*$/u.test(before)) return 0;
  if (/[,;:、，—–،؛]["”’』」)]*$/u.test(before)) return 0.1;
  const last = word(/\S+$/u.exec(before)?.[0]);
  const first = word(/^\S+/u.exec(after)?.[0]);
  if (LEANING.has(last)) return 1;
  if (OPENING.has(first)) return 0.2;
  return 0.4;
}

function word(token: string | undefined): string {
  return (token ?? '')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

function unspacedPlaces(text: string): BreakPlace[] {
  const wordStarts = new Map([...WORDS.segment(text)].map(({ index, segment }) => [index, segment]));
  const places: BreakPlace[] = [];
  for (const { index: at } of GRAPHEMES.segment(text)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at, at + 2);
    if (at === 0 || / $/.test(before) || /^ /.test(after)) continue;
    if (!UNSPACED.test(before) && !UNSPACED.test(after) && !/[、。！？…」』）]$/u.test(before)) continue;
    if (NOT_FIRST.test(after) || NOT_LAST.test(before)) continue;
    const next = wordStarts.get(at);
    // A short word in hiragana is mostly a particle or an ending, which belongs to what stands before it.
    const leans = next === undefined || (HIRAGANA.test(next) && next.length < 3);
    const cost = /[。！？…]$/u.test(before) ? 0 : /[、」』）]$/u.test(before) ? 0.1 : leans ? 1 : 0.5;
    places.push({ at, cost });
  }
  return places;
}
