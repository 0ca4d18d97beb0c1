import type { Cue } from '../../shared/cue.js';
import { spokenText } from '../spoken.js';
import { type DetectedLanguage, detectLanguage } from './detect.js';

export interface TrackProblem {
  kind: 'not-english' | 'swapped' | 'translation-is-english';
  /** ISO 639-1 of the first track; null when it is unknown. */
  language: string | null;
  /** For a person; names the files. */
  message: string;
}

/** Surer than this, a track may be refused. */
const SURE = 0.6;

/** Small words that hardly any other language of the Latin script has, as spoken. */
const ENGLISH_WORDS = new Set(
  `the you and to of is it's that what this i'm don't you're we're they've i've i'll we'll he's she's that's
  what's there's can't won't didn't doesn't isn't wasn't have has had was were are they she his her your their
  our with from for not but know think want would could should will about been being there here when where why
  who how which just like right yeah yes okay get got go going gonna come look let's tell said see make`.split(
    /\s+/,
  ),
);
/** Share of such words in English dialogue is 0.35 to 0.6; in German, Spanish or French under 0.05. */
const ENGLISH_SHARE = 0.2;
/** Letters of another script that cannot be a name or two. */
const ENOUGH_LETTERS = 12;

/**
 * langflix teaches English: whether the first track is in English and the second, if there is one, is not.
 * Null: all is well, or too little text to be sure of anything.
 */
export function checkTracks(
  source: { name: string; cues: Cue[] },
  translation: { name: string; cues: Cue[] } | null,
): TrackProblem | null {
  const first = detectLanguage(source.cues);
  const second = translation === null ? null : detectLanguage(translation.cues);
  const foreign = first.language !== 'en' && isForeign(first, source.cues);
  const secondIsEnglish = second !== null && isSurelyEnglish(second);

  if (foreign && translation !== null && secondIsEnglish) {
    return {
      kind: 'swapped',
      language: first.language,
      message: `The two subtitle files look swapped: ${source.name} is in ${languageName(first.language)}, ${translation.name} is in English.`,
    };
  }
  if (foreign) {
    return {
      kind: 'not-english',
      language: first.language,
      message: `${source.name} is in ${languageName(first.language)}, not in English.`,
    };
  }
  if (translation !== null && secondIsEnglish && isSurelyEnglish(first)) {
    return {
      kind: 'translation-is-english',
      language: 'en',
      message: `${translation.name}, given as the translation, is in English too.`,
    };
  }
  return null;
}

function isSurelyEnglish({ language, confidence }: DetectedLanguage): boolean {
  return language === 'en' && confidence >= SURE;
}

/**
 * Whether a track that was not taken for English surely is not. Before it is refused, words give a second
 * opinion besides n-grams, which names and dialect mislead. Text in another script is not English, whichever
 * of the script's languages it is.
 */
function isForeign({ confidence }: DetectedLanguage, cues: Cue[]): boolean {
  let letters = 0;
  const words: string[] = [];
  let latin = 0;
  for (const cue of cues) {
    for (const [word] of spokenText(cue.text).matchAll(/\p{L}[\p{L}\p{M}'’]{0,40}/gu)) {
      words.push(word.toLowerCase().replaceAll('’', "'"));
      letters += word.length;
      if (/\p{Script=Latin}/u.test(word)) latin += word.length;
    }
    if (words.length > 5000) break;
  }
  if (letters >= ENOUGH_LETTERS && latin < letters * 0.3) return true;
  const latinWords = words.filter((word) => /\p{Script=Latin}/u.test(word));
  const english = latinWords.filter((word) => ENGLISH_WORDS.has(word)).length;
  return confidence >= SURE && english < latinWords.length * ENGLISH_SHARE;
}

/** "Spanish" for `es`; the code itself when it has no name. */
export function languageName(code: string | null): string {
  if (code === null) return 'an unknown language';
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
}
