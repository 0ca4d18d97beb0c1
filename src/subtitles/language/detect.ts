import type { Cue } from '../../shared/cue.js';
import { spokenText } from '../spoken.js';
import { chunks, classify } from './classifier.js';

export interface DetectedLanguage {
  /** ISO 639-1; null when there is nothing to go by. */
  language: string | null;
  /** 0 to 1. Below 0.6 nothing should be refused because of it. */
  confidence: number;
}

/** So much text is looked at; a whole film's is about 60,000 characters. */
const MAX_CHARACTERS = 200_000;
/** So many letters of an alphabet shared by many languages settle the matter; fewer weigh in proportion. */
const ENOUGH_LETTERS = 60;
/** The same for a script that names its language. */
const ENOUGH_SIGNS = 10;
/** Lead over the runner-up that settles it. Spanish over Portuguese is 0.09 to 0.13 in real subtitles. */
const CLEAR_LEAD = 0.08;

/** Scripts that are (for subtitles) the writing of one language. */
const OWN_SCRIPTS: [RegExp, string][] = [
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Tamil}/gu, 'ta'],
  [/\p{Script=Telugu}/gu, 'te'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Gujarati}/gu, 'gu'],
  [/\p{Script=Gurmukhi}/gu, 'pa'],
  [/\p{Script=Kannada}/gu, 'kn'],
  [/\p{Script=Malayalam}/gu, 'ml'],
  [/\p{Script=Georgian}/gu, 'ka'],
  [/\p{Script=Armenian}/gu, 'hy'],
  [/\p{Script=Khmer}/gu, 'km'],
  [/\p{Script=Lao}/gu, 'lo'],
  [/\p{Script=Myanmar}/gu, 'my'],
];

/** Scripts of several languages: which of them, the classifier says; else the one that is most written. */
const SHARED_SCRIPTS: { pattern: RegExp; languages: string[] }[] = [
  { pattern: /\p{Script=Cyrillic}/gu, languages: ['ru', 'uk', 'be', 'bg', 'sr'] },
  { pattern: /\p{Script=Arabic}/gu, languages: ['ar', 'fa', 'ur', 'ku'] },
  { pattern: /\p{Script=Devanagari}/gu, languages: ['hi', 'mr'] },
];

/** Letters that one language has and its neighbours in the script have not, in every few lines. */
const OWN_LETTERS: [RegExp, string][] = [
  [/[їєґ]/giu, 'uk'],
  [/ў/giu, 'be'],
  [/[љњћђј]/giu, 'sr'],
  [/[ыэё]/giu, 'ru'],
  [/[ٹڈڑے]/gu, 'ur'],
  [/[پچژگ]/gu, 'fa'],
];

/**
 * The language of a track: by its script where that is enough, else by n-grams over pieces of the whole
 * track. Notes such as `[music]` and speaker labels do not count unless there is nothing else.
 */
export function detectLanguage(cues: Cue[]): DetectedLanguage {
  const text = wordsOf(cues);
  const letters = countOf(text, /\p{L}/gu);
  if (letters === 0) return { language: null, confidence: 0 };

  const kana = countOf(text, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const han = countOf(text, /\p{Script=Han}/gu);
  const byScript: ScriptVote[] = OWN_SCRIPTS.map(([pattern, language]) =>
    scriptVote(language, countOf(text, pattern), letters),
  );
  // Japanese is never without kana for long, Chinese has none. Han among Hangul is Korean.
  if (kana * 10 > han) byScript.push(scriptVote('ja', kana + han, letters));
  else if (byScript[0]?.confidence === 0) byScript.push(scriptVote('zh', han, letters));
  const signs = best(byScript);

  for (const { pattern, languages } of SHARED_SCRIPTS) {
    const share = countOf(text, pattern) / letters;
    if (share <= 0.5) continue;
    const telling = byOwnLetters(text);
    if (telling) return { language: telling, confidence: Math.min(1, letters / ENOUGH_SIGNS) * share };
    return among(text, letters, languages, share);
  }
  // A script that holds a third of the letters says more than names and brands in Latin around it.
  if (signs.share > 1 / 3) return { language: signs.language, confidence: signs.confidence };
  return among(text, letters, null, 1);
}

function wordsOf(cues: Cue[]): string {
  const collect = (of: (text: string) => string): string => {
    let all = '';
    for (const cue of cues) {
      all += `${of(cue.text).replaceAll('\n', ' ')} `;
      if (all.length > MAX_CHARACTERS) break;
    }
    return all.trim();
  };
  const spoken = collect(spokenText);
  return spoken === '' ? collect((text) => text) : spoken;
}

/** `share`: how much of all letters the script holds. */
type ScriptVote = DetectedLanguage & { share: number };

function scriptVote(language: string, signs: number, letters: number): ScriptVote {
  const share = signs / letters;
  return { language, share, confidence: Math.min(1, signs / ENOUGH_SIGNS) * Math.min(1, share * 1.5) };
}

function best(votes: ScriptVote[]): ScriptVote {
  return votes.reduce((a, b) => (b.confidence > a.confidence ? b : a));
}

/** The language whose own letters a text has; none if it has those of several. */
function byOwnLetters(text: string): string | null {
  const found = OWN_LETTERS.filter(([pattern]) => countOf(text, pattern) > text.length / 500).map(
    ([, name]) => name,
  );
  // Belarusian has the Russian letters and Urdu the Persian ones besides its own.
  if (found.includes('be')) return 'be';
  if (found.includes('ur')) return 'ur';
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The classifier's word, over pieces of the text; `languages` limits it to those of a script. */
function among(text: string, letters: number, languages: string[] | null, share: number): DetectedLanguage {
  const totals = new Map<string, number>();
  const wins = new Map<string, number>();
  const pieces = chunks(text);
  for (const piece of pieces) {
    const scores = classify(piece).filter(({ language }) => languages?.includes(language) ?? true);
    for (const { language, score } of scores) totals.set(language, (totals.get(language) ?? 0) + score);
    const first = scores[0]?.language;
    if (first !== undefined) wins.set(first, (wins.get(first) ?? 0) + 1);
  }
  const [first, second] = [...totals].sort((a, b) => b[1] - a[1]);
  if (!first) return { language: languages?.[0] ?? null, confidence: languages ? 0.5 * share : 0 };
  const [language, total] = first;
  const lead = (total - (second?.[1] ?? 0)) / pieces.length;
  const evidence = Math.min(1, letters / ENOUGH_LETTERS);
  const agreement = (wins.get(language) ?? 0) / pieces.length;
  return { language, confidence: evidence * Math.min(1, lead / CLEAR_LEAD) * agreement * share };
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
