import { describe, expect, test } from 'vitest';
import { checkTracks, detectLanguage } from '../../src/subtitles/read/index.js';
import { cuesOf, hasMedia, mediaCues } from './cues.js';

const ENGLISH = cuesOf(
  'What brings you here?',
  "I'm looking for someone.",
  'You should not have come alone.',
  'Run!',
);
const SPANISH = cuesOf(
  '¿Qué te trae por aquí?',
  'Estoy buscando a alguien.',
  'No deberías haber venido solo.',
  '¡Corre!',
);

describe.skipIf(!hasMedia)('real captions (skipped where ../shared/media is not)', () => {
  const tracks: [string, string][] = [
    ['films/sintel/trailer.en.vtt', 'en'],
    ['films/sintel/trailer.es.vtt', 'es'],
    ['subtitles/blocks4all/en.vtt', 'en'],
    ['subtitles/blocks4all/es.vtt', 'es'],
    ['subtitles/blocks4all/ko.vtt', 'ko'],
    ['subtitles/elephants-dream/ar.vtt', 'ar'],
    ['subtitles/elephants-dream/de.vtt', 'de'],
    ['subtitles/elephants-dream/en.vtt', 'en'],
    ['subtitles/elephants-dream/ja.vtt', 'ja'],
    ['subtitles/elephants-dream/ru.vtt', 'ru'],
  ];

  test.each(tracks)('%s is %s, whole and by its first four cues', (path, language) => {
    const cues = mediaCues(path);
    for (const part of [cues, cues.slice(0, 4)]) {
      expect(detectLanguage(part)).toMatchObject({ language });
      expect(detectLanguage(part).confidence).toBeGreaterThan(0.6);
    }
  });

  test.each(tracks)('%s as the first track', (path, language) => {
    const english = { name: 'film.en.srt', cues: mediaCues('films/sintel/trailer.en.vtt') };
    const track = { name: path, cues: mediaCues(path) };
    const own = language === 'en';
    expect(checkTracks(track, null)?.kind ?? null).toBe(own ? null : 'not-english');
    expect(checkTracks(track, english)?.kind).toBe(own ? 'translation-is-english' : 'swapped');
    expect(checkTracks(english, track)?.kind ?? null).toBe(own ? 'translation-is-english' : null);
  });
});

test('swapped tracks are named with their languages', () => {
  expect(checkTracks({ name: 'a.srt', cues: SPANISH }, { name: 'b.srt', cues: ENGLISH })).toEqual({
    kind: 'swapped',
    language: 'es',
    message: 'The two subtitle files look swapped: a.srt is in Spanish, b.srt is in English.',
  });
  expect(checkTracks({ name: 'b.srt', cues: ENGLISH }, { name: 'a.srt', cues: SPANISH })).toBeNull();
});

test.each([
  ['names only', ['Emo?', 'Proog!', 'Giovanni Martinelli.', 'Fernando...']],
  ['a word', ['No.', 'No!', 'OK.']],
  ['notes only', ['[music]', '♪ la la la ♪']],
  [
    'English with foreign lines',
    ['What does he want?', 'Je ne sais pas.', 'I have no idea what he is saying.', 'Non!'],
  ],
  [
    'English and Korean in one track',
    ['I have no idea.\n전혀 모르겠어요.', 'What is this?\n이게 뭐예요?', 'You are late.\n늦었네요.'],
  ],
  [
    'dialect',
    ["Ain't nobody got no time fer that.", 'Ye cannae dae that, laddie.', 'Gimme ma money, y’all.'],
  ],
  ['numbers', ['3', '2', '1']],
])('nothing is refused when unsure: %s', (_, texts) => {
  expect(checkTracks({ name: 'a.srt', cues: cuesOf(...texts) }, null)).toBeNull();
});

test.each([
  ['uk', ['Я не знаю, що це таке.', 'Ми їдемо додому.']],
  ['fr', ['Je ne sais pas ce que vous voulez.', "On y va, c'est trop tard pour lui."]],
  ['pt', ['Eu não sei o que você quer.', 'Vamos embora, já é muito tarde para ele.']],
  ['zh', ['我们现在就走吧。', '他们不会等我们的。']],
  ['he', ['אני לא יודע מה זה.', 'בוא נלך הביתה.']],
])('%s', (language, texts) => {
  expect(detectLanguage(cuesOf(...texts)).language).toBe(language);
  expect(checkTracks({ name: 'a.srt', cues: cuesOf(...texts) }, null)?.kind).toBe('not-english');
});

test('nothing to go by', () => {
  expect(detectLanguage([])).toEqual({ language: null, confidence: 0 });
  expect(detectLanguage(cuesOf('...', '123'))).toEqual({ language: null, confidence: 0 });
});
