import type {
  EndContent,
  PauseContent,
  SlideContent,
  StillContent,
  TitleContent,
} from '../../src/lesson/plan-types.js';

const line = 'Come on, just give it a shot. The worst that can happen is a good story.';

export const slide: SlideContent = {
  kind: 'slide',
  headword: 'give it a shot',
  expressionKind: 'idiom',
  level: 'B1',
  meaning: 'to try something new',
  translation: '한번 해 보다',
  line: 'Come on, just give it a shot.',
  lineTranslation: '자, 그냥 한번 해 봐.',
  lit: [{ start: 14, end: 28 }],
  similar: ['give it a try', 'have a go'],
  lineTranslationLit: [],
  origin: 'The Lighthouse Keeper',
};

export const bareSlide: SlideContent = {
  kind: 'slide',
  headword: 'by and large',
  expressionKind: null,
  level: null,
  meaning: null,
  translation: null,
  line: null,
  lineTranslation: null,
  lit: [],
  similar: [],
  lineTranslationLit: [],
  origin: null,
};

/** Forty words. */
export const longLine =
  'I told you a hundred times that people like him never really change and you can wait for it until the cows ' +
  'come home, but believe me when I say that a leopard cannot change its spots, not even';

function litIn(line: string, words: string) {
  const start = line.indexOf(words);
  return { start, end: start + words.length };
}

const japanese: SlideContent = {
  ...slide,
  headword: 'pick up',
  expressionKind: 'phrasal verb',
  meaning: 'to go and collect someone',
  translation: '迎えに行く',
  line: 'Can you pick the kids up on your way home?',
  lit: [
    { start: 8, end: 12 },
    { start: 22, end: 24 },
  ],
  lineTranslation: '帰りに子供たちを迎えに行ってくれる？疲れているのは分かっているけれど、お願いします。',
};

const headwords = [
  'give it a shot',
  'as long as I can remember',
  'call it a day',
  'under the weather',
  'break the ice',
  'out of the blue',
  'look forward to',
  'piece of cake',
  'hit the road',
  'spill the beans',
  'once in a blue moon',
  'the early bird catches the worm',
];
const items = headwords.map((headword, i) => ({
  headword,
  gloss:
    i % 2 === 0 ? '한번 해 보다' : 'to make people who meet for the first time feel at ease with each other',
}));

const title: TitleContent = { kind: 'title', title: 'The Lighthouse Keeper', level: 'B1', headwords };
const pause: PauseContent = { kind: 'pause', line };
const end: EndContent = { kind: 'end', page: { number: 1, of: 1 }, items };

const arabic: SlideContent = {
  ...slide,
  translation: 'يجرّب شيئًا جديدًا لم يسبق له أن فعله',
  lineTranslation: 'هيا، جرّبها فحسب، فأسوأ ما قد يحدث خلال 3 أيام مع Netflix هو قصة جيدة ترويها!',
  origin: 'حارس المنارة: الحلقة 2',
};

/** Every kind of still, with little text, much text and awkward text. */
export const stills = {
  slide,
  bareSlide,
  japanese,
  arabic,
  longSlide: {
    ...slide,
    headword: 'a leopard cannot change its spots no matter how hard it tries',
    meaning:
      'people do not change their basic character; what somebody has always been like, they will go on being',
    translation: '제 버릇 개 못 준다는 말처럼 사람의 본성은 쉽게 바뀌지 않는다는 뜻',
    line: longLine,
    lit: [litIn(longLine, 'leopard cannot change its spots')],
    lineTranslation: '내가 백 번은 말했잖아, 그런 사람은 절대로 안 변한다고. 아무리 기다려 봐도 소용없어.',
  },
  unspacedSlide: {
    ...slide,
    headword: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.repeat(2),
  },
  unspacedLine: {
    ...slide,
    line: 'a'.repeat(300),
    meaning: 'W'.repeat(200),
    translation: '가'.repeat(120),
    lit: [],
  },
  title,
  shortTitle: { ...title, title: 'Sintel', headwords: headwords.slice(0, 3) },
  emptyTitle: { ...title, headwords: [] },
  fileTitle: {
    ...title,
    title: 'The.Extraordinarily.Long.Show.S01E01.Where.Everything.Goes.Wrong.1080p.WEB',
  },
  manyTitle: { ...title, headwords: [...headwords, ...headwords, ...headwords, ...headwords] },
  pause,
  longPause: { ...pause, line: longLine },
  unspacedPause: { ...pause, line: 'x'.repeat(400) },
  japanesePause: { ...pause, line: japanese.lineTranslation ?? '' },
  end,
  hebrewEnd: {
    ...end,
    items: items.slice(0, 5).map(({ headword }) => ({ headword, gloss: 'לתת לזה צ׳אנס, לנסות משהו חדש' })),
  },
  shortEnd: { ...end, items: items.slice(0, 3) },
  manyEnd: { ...end, items: [...items, ...items, ...items, ...items] },
} satisfies Record<string, StillContent>;
