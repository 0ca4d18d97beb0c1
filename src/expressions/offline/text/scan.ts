import type { Cue } from '../../../shared/cue.js';

/**
 * A stretch of a cue as it is read: a word in its full spelling, a comma, a dash between words, or a place no expression
 * reaches over.
 */
export interface Piece {
  kind: 'word' | 'comma' | 'dash' | 'barrier';
  /** What is analysed: straight apostrophes, "gonna" written out. */
  clean: string;
  /** Position of the cue in the list of cues. */
  cue: number;
  /** UTF-16 offsets `[start, end)` into the cue's own text. */
  start: number;
  end: number;
  /** Written with a capital first letter in a cue that also has small ones. */
  capital: boolean;
  /** Dots of hesitation stand before it. */
  afterPause: boolean;
}

/** Spoken spellings and the words they stand for. */
const SPOKEN_FORMS: ReadonlyMap<string, string> = new Map([
  ['gonna', 'going to'],
  ['wanna', 'want to'],
  ['gotta', 'got to'],
  ['hafta', 'have to'],
  ['oughta', 'ought to'],
  ['kinda', 'kind of'],
  ['sorta', 'sort of'],
  ['outta', 'out of'],
  ['lotta', 'lot of'],
  ['lemme', 'let me'],
  ['gimme', 'give me'],
  ['dunno', "don't know"],
  ["c'mon", 'come on'],
  ['cmon', 'come on'],
  ["'em", 'them'],
  ["'cause", 'because'],
  ['cuz', 'because'],
  ["'til", 'until'],
  ["'bout", 'about'],
  ['ya', 'you'],
  ["y'all", 'you all'],
  ["d'you", 'do you'],
  ['coulda', 'could have'],
  ['shoulda', 'should have'],
  ['woulda', 'would have'],
  ['whatcha', 'what are you'],
  ['gotcha', 'got you'],
  ['letcha', 'let you'],
  ['betcha', 'bet you'],
  ['dontcha', "don't you"],
  ['wouldja', 'would you'],
  ['mighta', 'might have'],
  ['musta', 'must have'],
  ['needa', 'need to'],
  ['tryna', 'trying to'],
  ['finna', 'going to'],
  ["'fore", 'before'],
  ["'round", 'around'],
  ["s'pose", 'suppose'],
  ['supposeta', 'supposed to'],
  ['useta', 'used to'],
  ['cuppa', 'cup of'],
  ['alotta', 'a lot of'],
  ['alot', 'a lot'],
  ['aint', "isn't"],
  ["o'", 'of'],
  ['thru', 'through'],
  ['tho', 'though'],
  ['nothin', 'nothing'],
  ['somethin', 'something'],
  ['okay', 'ok'],
]);

/** Tried in this order. Repetitions are bounded, so that no text, however odd, takes more than linear time. */
const RULES = [
  // Sounds, speakers and lyrics signs are not speech.
  { kind: 'barrier', pattern: /\[[^\]]{0,300}\]|\([^)]{0,300}\)|[♪♫#]+/uy },
  {
    kind: 'barrier',
    pattern:
      /(?:https?:\/\/|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,64}\.\S+|@\w+|[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:com|org|net|io|tv|gov|edu)\b\S*/uy,
  },
  // A dash that opens a cue or a line is another speaker.
  { kind: 'barrier', pattern: /\n[^\S\n]*[-‐-―]/uy },
  // "hit - and - miss", "give it – all of it – back".
  { kind: 'dash', pattern: /(?<=[\p{L}\p{N}’'])[^\S\n]{0,3}[-‐-―][^\S\n]{1,3}(?=\p{L})/uy },
  { kind: 'dash', pattern: /(?<=[\p{L}\p{N}])[–—](?=\p{L})/uy },
  { kind: 'barrier', pattern: /[\p{L}\p{N}\p{M}]{0,64}_[\p{L}\p{N}\p{M}_]*/uy },
  { kind: 'word', pattern: /['’](?:em|cause|til|bout|fore|round)(?![\p{L}\p{N}])/iuy },
  // "Emo 's", as some programs write it.
  { kind: 'word', pattern: /(?<=\p{L}[^\S\n])['’](?:s|m|re|ve|ll|d)(?![\p{L}\p{N}])/iuy },
  { kind: 'word', pattern: /o['’](?=\s)/iuy },
  { kind: 'word', pattern: /[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Cf}]*(?:['’ʼ][\p{L}]+)*/uy },
  { kind: 'comma', pattern: /,/uy },
  // Hesitation inside a sentence: "give it... a shot", "to answer the...\n...phone".
  { kind: 'skip', pattern: /(?:\.{2,6}|…)(?=[\s.…"“'’]{0,12}(?:\p{Ll}|$))/uy },
  // A hyphen inside a word, quotation marks, spaces and marks without width.
  { kind: 'skip', pattern: /(?<=[\p{L}\p{N}])[-‐‑](?=[\p{L}\p{N}])|["“”„‘’'«»]|\s|\p{Cf}/uy },
  { kind: 'barrier', pattern: /[\s\S]/uy },
] as const;

/** Shortest line that can be a title, and the share of its words with a capital, from which capitals say nothing. */
const TITLE = { words: 4, capitals: 0.75 };

/** "The Best Place In Town": its capitals do not make names. */
function isTitle(text: string): boolean {
  const words = text.match(/[\p{L}][\p{L}'’]*/gu) ?? [];
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return words.length >= TITLE.words && capitals >= TITLE.capitals * words.length;
}

/** Anything longer is garbage, in UTF-16 units. */
const LONGEST_WORD = 64;

/** A dash that opens a cue is another speaker; dots take up an unfinished sentence. */
const OPENING = /^\s*(?:[-‐-―]|\.{2,}|…)\s*/u;

/**
 * Reads one cue's text into pieces. Hyphens inside words, line breaks and quotation marks are passed over, so
 * `piece-of-cake` and `piece\nof cake` read alike; web addresses, sound descriptions and everything unknown are
 * barriers.
 *
 * @param position of the cue in the list that the spans refer to
 */
export function scanCue(cue: Cue, position: number): Piece[] {
  const { text } = cue;
  const shouted = !/\p{Ll}/u.test(text) || isTitle(text);
  const pieces: Piece[] = [];
  const opening = OPENING.exec(text)?.[0] ?? '';
  let at = opening.length;
  let afterPause = /[.…]/u.test(opening);
  if (/[-‐-―]/u.test(opening)) add('barrier', 0, at);
  while (at < text.length) {
    const { kind, length } = readOne(text, at);
    if (kind === 'skip') afterPause ||= /[.…]/u.test(text.slice(at, at + length));
    else {
      add(kind, at, at + length);
      afterPause = false;
    }
    at += length;
  }
  return pieces;

  function add(kind: Piece['kind'], start: number, end: number): void {
    const raw = text.slice(start, end);
    const capital =
      !shouted && /^\p{Lu}/u.test(raw) && !OPENING_QUOTE.test(text.slice(Math.max(0, start - 3), start));
    const clean = kind === 'word' ? spelledOut(raw, shouted, text[end]) : MARKS[kind];
    pieces.push({ kind, clean, cue: position, start, end, capital, afterPause });
  }
}

/** What is said inside quotation marks begins a sentence. */
const OPENING_QUOTE = /(?:^|[\s(])["“„‘'«] ?$/u;

/** What the tagger reads in their place. */
const MARKS = { comma: ',', dash: '-', barrier: '.' } as const;

function readOne(text: string, at: number): { kind: Piece['kind'] | 'skip'; length: number } {
  for (const { kind, pattern } of RULES) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    const length = found?.[0].length ?? 0;
    if (length > 0) return { kind: kind === 'word' && length > LONGEST_WORD ? 'barrier' : kind, length };
  }
  return { kind: 'skip', length: 1 };
}

function spelledOut(raw: string, shouted: boolean, next: string | undefined): string {
  const plain = raw
    .normalize('NFKC')
    .replace(/[’ʼ]/gu, "'")
    .replace(/\p{Cf}/gu, '');
  const lower = plain.toLowerCase();
  const full = SPOKEN_FORMS.get(lower);
  if (full !== undefined) return full;
  // "lookin' good"
  if ((next === "'" || next === '’') && /[a-z]{2,}in$/u.test(lower)) return `${plain}g`;
  if (shouted) return /^i(?:'|$)/u.test(lower) ? `I${lower.slice(1)}` : lower;
  return plain;
}
