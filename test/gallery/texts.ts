import type { Range } from '../../src/lesson/plan-types.js';

/**
 * What one language brings into the pictures: an expression's gloss and the translation of its line. A lesson in
 * English alone has none.
 */
export interface LanguageSample {
  native: string | null;
  gloss: string | null;
  longGloss: string | null;
  lineTranslation: string | null;
  longLineTranslation: string | null;
  title: string;
}

/** Each with marks, digits and Latin words where they are most likely to go wrong. */
export const LANGUAGES: Record<'en' | 'ko' | 'ja' | 'zh' | 'ar' | 'he', LanguageSample> = {
  en: {
    native: null,
    gloss: null,
    longGloss: null,
    lineTranslation: null,
    longLineTranslation: null,
    title: 'The Lighthouse Keeper',
  },
  ko: {
    native: 'ko',
    gloss: '한번 해 보다',
    longGloss: '실패할지도 모르지만 전에 한 번도 해 보지 않은 일을 시도해 보다',
    lineTranslation: '자, 그냥 한번 해 봐.',
    longLineTranslation: '자, 그러지 말고 그냥 한번 해 봐. 최악이라도 재미있는 얘깃거리가 되겠지, 안 그래?',
    title: '등대지기 2화',
  },
  ja: {
    native: 'ja',
    gloss: '一度やってみる',
    longGloss: '失敗するかもしれないけれど、今までやったことのないことに挑戦してみる',
    lineTranslation: 'さあ、とにかく一度やってみなよ。',
    longLineTranslation:
      'さあ、とにかく一度やってみなよ。「失敗したらどうしよう」なんて、考えても仕方がないじゃないか。',
    title: '灯台守「第2話」',
  },
  zh: {
    native: 'zh',
    gloss: '试一试',
    longGloss: '虽然有可能失败，但还是去尝试以前从来没有做过的事情',
    lineTranslation: '来吧，就试一试。',
    longLineTranslation: '来吧，就试一试嘛，最坏的结果也不过是多了一个“好故事”可以讲给大家听。',
    title: '灯塔守护人 第2集',
  },
  ar: {
    native: 'ar',
    gloss: 'يجرّب شيئًا جديدًا',
    longGloss: 'أن يحاول المرء القيام بشيء لم يسبق له أن فعله، حتى لو كان من المحتمل أن يفشل فيه',
    lineTranslation: 'هيا، جرّبها فحسب.',
    longLineTranslation: 'هيا، جرّبها فحسب، فأسوأ ما قد يحدث خلال 3 أيام مع Netflix هو قصة جيدة ترويها!',
    title: 'حارس المنارة: الحلقة 2',
  },
  he: {
    native: 'he',
    gloss: 'לתת לזה צ׳אנס',
    longGloss: 'לנסות לעשות משהו שאף פעם לא עשית קודם, גם אם יש סיכוי שלא תצליח בו',
    lineTranslation: 'קדימה, פשוט תן לזה צ׳אנס.',
    longLineTranslation: 'קדימה, תן לזה צ׳אנס, במקרה הכי גרוע ב־3 ימים עם Netflix יצא לנו סיפור טוב!',
    title: 'שומר המגדלור: פרק 2',
  },
};

export type Language = keyof typeof LANGUAGES;

/** What is out of the ordinary in a picture. */
export const STRESSES = ['plain', 'long-headword', 'long-meaning', 'long-line', 'emoji'] as const;
export type Stress = (typeof STRESSES)[number];

export interface EnglishSample {
  headword: string;
  meaning: string;
  line: string;
  lit: Range[];
}

function sample(headword: string, meaning: string, line: string, words: string): EnglishSample {
  const start = line.indexOf(words);
  return { headword, meaning, line, lit: [{ start, end: start + words.length }] };
}

const plain = sample('give it a shot', 'to try something', 'Come on, just give it a shot.', 'give it a shot');

export const ENGLISH: Record<Stress, EnglishSample> = {
  plain,
  'long-headword': sample(
    'a leopard cannot change its spots no matter how hard it tries',
    'people do not change',
    'A leopard cannot change its spots.',
    'leopard cannot change its spots',
  ),
  'long-meaning': {
    ...plain,
    meaning:
      'to make an attempt at doing something that you have never done before, although it may well not work out in the end',
  },
  // Forty words.
  'long-line': sample(
    'wait until the cows come home',
    'to wait for a very long time',
    'I told you a hundred times that people like him never really change, and you can wait until the cows come ' +
      'home, but believe me when I say that not one of them is ever going to call',
    'wait until the cows come home',
  ),
  emoji: sample(
    'give it a shot 🎯',
    'to try something ✨ new 👩🏽‍🚀',
    '♪ Come on, just give it a shot! 🎉 ♪',
    'give it a shot',
  ),
};
