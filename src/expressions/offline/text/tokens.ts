import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { dictionaryKeys } from './inflection.js';
import type { Piece } from './scan.js';

/** Universal part-of-speech tags, as wink-nlp gives them. */
export type PartOfSpeech =
  | 'ADJ'
  | 'ADP'
  | 'ADV'
  | 'AUX'
  | 'CCONJ'
  | 'DET'
  | 'INTJ'
  | 'NOUN'
  | 'NUM'
  | 'PART'
  | 'PRON'
  | 'PROPN'
  | 'PUNCT'
  | 'SCONJ'
  | 'SPACE'
  | 'SYM'
  | 'VERB'
  | 'X';

/** A word (or half a contraction), with its place in the cue's own text. */
export interface Token {
  kind: Piece['kind'];
  /** In small letters. */
  form: string;
  lemma: string;
  /** What it may be called in a dictionary; see {@link dictionaryKeys}. */
  keys: string[];
  pos: PartOfSpeech;
  cue: number;
  start: number;
  end: number;
  /** A capital that the start of a sentence does not explain. */
  nameLike: boolean;
  /** Dots of hesitation stand before it. */
  afterPause: boolean;
}

/** The part of wink-nlp that is used here; its own types leave the results of `out` open. */
interface Tagger {
  readDoc(text: string): { tokens(): { each(visit: (token: TaggedToken) => void): void } };
  its: { lemma: unknown; pos: unknown; precedingSpaces: unknown };
}
interface TaggedToken {
  out(its?: unknown): string;
}

let tagger: Tagger | undefined;

/** The tagger with its English model; loading takes some 50 ms, once in a process. */
export function loadTagger(): Tagger {
  const open = winkNLP as unknown as (model: unknown, pipe: string[]) => Tagger;
  tagger ??= open(model, ['sbd', 'pos']);
  return tagger;
}

/** Analyses the pieces of one utterance: lemmas, parts of speech, contractions split, places kept. */
export function tokenize(pieces: readonly Piece[]): Token[] {
  const { readDoc, its } = loadTagger();
  const starts: number[] = [];
  let text = '';
  for (const piece of pieces) {
    if (text !== '') text += ' ';
    starts.push(text.length);
    text += piece.clean;
  }
  const tokens: Token[] = [];
  let at = 0;
  let current = 0;
  let sentenceStart = true;
  readDoc(text)
    .tokens()
    .each((tagged) => {
      const word = tagged.out();
      at += tagged.out(its.precedingSpaces).length;
      while (current + 1 < starts.length && starts[current + 1]! <= at) current += 1;
      const piece = pieces[current];
      if (piece !== undefined) {
        const added = splitClitic(word, tagged.out(its.lemma), tagged.out(its.pos) as PartOfSpeech);
        let offset = at - starts[current]!;
        for (const part of added) {
          tokens.push(placed(part, piece, offset, sentenceStart));
          offset += part.word.length;
          sentenceStart = piece.kind === 'barrier';
        }
      }
      at += word.length;
    });
  return tokens;
}

interface Part {
  word: string;
  lemma: string;
  pos: PartOfSpeech;
}

const CLITIC = /^(.+?)('(?:m|s|re|ve|ll|d)|n't)$/iu;

/** The tagger leaves "I'm" and "here's" whole. */
function splitClitic(word: string, lemma: string, pos: PartOfSpeech): Part[] {
  const split = CLITIC.exec(word);
  if (split === null) return [{ word, lemma, pos }];
  const [, stem = '', clitic = ''] = split;
  return [
    { word: stem, lemma: stem.toLowerCase(), pos: pos === 'PROPN' && /^i$/iu.test(stem) ? 'PRON' : pos },
    { word: clitic, lemma: clitic === "n't" ? 'not' : 'be', pos: clitic === "n't" ? 'PART' : 'AUX' },
  ];
}

function placed(part: Part, piece: Piece, offset: number, sentenceStart: boolean): Token {
  const form = part.word.toLowerCase();
  // Where the analysed spelling has another length than the written one, every part covers the written word.
  const exact = piece.clean.length === piece.end - piece.start;
  const start = exact ? piece.start + offset : piece.start;
  return {
    kind: piece.kind,
    form,
    lemma: part.lemma,
    keys: piece.kind === 'word' ? dictionaryKeys(form, part.lemma) : [],
    pos: part.pos,
    cue: piece.cue,
    start,
    end: exact ? start + part.word.length : piece.end,
    nameLike: piece.capital && offset === 0 && !sentenceStart && !/^i(?:'|$)/u.test(form),
    afterPause: piece.afterPause && offset === 0,
  };
}

/** Splits the words of a dictionary form as {@link tokenize} splits those of a line. */
export function splitHeadword(words: string): string[] {
  if (/^[a-z]+$/u.test(words)) return [words];
  return words
    .toLowerCase()
    .replace(/[’ʼ]/gu, "'")
    .split(/[\s-]+/u)
    .filter((word) => word !== '')
    .flatMap((word) => {
      const split = CLITIC.exec(word);
      // "a hornets' nest": the apostrophe of a plural is passed over in a line.
      return split === null ? [word.replace(/s'$/u, 's')] : [split[1]!, split[2]!];
    });
}
