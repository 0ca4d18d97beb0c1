import { decodeHTMLStrict } from 'entities';

/** Markup that SubRip files carry; other words in angle brackets are left as text. */
const SRT_TAG =
  /<\/?(?:i|b|u|s|em|strong|font|span|p|div|big|small|sub|sup|ruby|c|v|lang)(?:[\s.=][^<>\n]{0,300})?\/?>/gi;
const BREAK_TAG = /<br ?\/?>/gi;
/** Any tag of WebVTT, timestamps of karaoke too. A lone `<3` or `a < b` is none. */
const VTT_TAG = /<\/?(?:[a-z][^<>]{0,300}|\d[\d:.]{1,20})>/gi;
/** What is written above or beside characters as an aid for reading them. */
const RUBY_ANNOTATION = /<rt>[^<]{0,200}(?:<\/rt>)?/gi;
/** `{\an8}`, `{\i1}`, and MicroDVD's `{y:i}`. */
const OVERRIDE = /\{(?:\\[^{}\n]{0,300}|[ycfsp]:[^{}\n]{1,40})\}/gi;

/** Marks by which text could turn the direction of what stands around it. */
const DIRECTION_OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/g;
const DIRECTION_MARKS = /[\u200e\u200f\u061c]/g;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
/** Controls but tab and newline, marks without width, private use, halves of surrogate pairs, noncharacters. */
const UNSEEN =
  /[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff\p{Co}\p{Cs}]/gu;
/** Marks on one letter beyond these are no writing, and would be drawn over half the picture. Burmese has seven. */
const PILED_MARKS = /(\p{M}{8})\p{M}+/gu;
const NEW_LINES = /\r\n?|[\x0b\x0c\x85\u2028\u2029]/g;
const BLANKS = /[ \t\u00a0\u2000-\u200a\u202f\u205f]+/g;

/**
 * A cue's text as people read it: markup stripped, entities decoded, invisible and direction-turning
 * characters removed, composed (NFC), blanks collapsed, blank lines dropped, line breaks kept as `\n`.
 * Notes for the hearing-impaired and speaker labels stay: see {@link spokenRanges}.
 */
export function plainText(raw: string, format: 'srt' | 'vtt'): string {
  const tag = format === 'vtt' ? VTT_TAG : SRT_TAG;
  const unmarked = raw
    .replace(BREAK_TAG, '\n')
    .replace(RUBY_ANNOTATION, '')
    .replace(tag, '')
    .replace(OVERRIDE, '')
    .replace(/\\N/g, '\n')
    .replace(/\\h/g, ' ');
  return cleanText(decodeHTMLStrict(unmarked));
}

/** Removes what cannot or must not be drawn, and lays blanks and line breaks straight. */
export function cleanText(text: string): string {
  const seen = text.replace(NEW_LINES, '\n').replace(UNSEEN, '').replace(DIRECTION_OVERRIDES, '');
  const marked = RIGHT_TO_LEFT.test(seen) ? seen : seen.replace(DIRECTION_MARKS, '');
  return marked
    .normalize('NFC')
    .replace(PILED_MARKS, '$1')
    .split('\n')
    .map((line) => line.replace(BLANKS, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
