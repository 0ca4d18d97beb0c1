import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { LangflixError } from '../../src/shared/errors.js';
import { spokenRanges } from '../../src/subtitles/index.js';
import { MAX_SUBTITLE_BYTES, readSubtitles } from '../../src/subtitles/read/index.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => readSubtitles(bytes(text), { name: 'film.srt' });
const shape = (text: string) => read(text).cues.map(({ startMs, endMs, text }) => [startMs, endMs, text]);
const refusal = (data: Uint8Array, options = {}): LangflixError => {
  try {
    readSubtitles(data, { name: 'film.srt', ...options });
  } catch (error) {
    if (error instanceof LangflixError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

const TWO = [
  [1000, 2000, 'One'],
  [3000, 4500, 'Two\nlines'],
];

describe('SubRip as it is found', () => {
  test.each([
    [
      'as it should be',
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,500\nTwo\nlines\n',
    ],
    [
      'CRLF',
      '1\r\n00:00:01,000 --> 00:00:02,000\r\nOne\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,500\r\nTwo\r\nlines',
    ],
    ['CR only', '1\r00:00:01,000 --> 00:00:02,000\rOne\r\r2\r00:00:03,000 --> 00:00:04,500\rTwo\rlines\r'],
    ['no index lines', '00:00:01,000 --> 00:00:02,000\nOne\n\n00:00:03,000 --> 00:00:04,500\nTwo\nlines'],
    [
      'blank line within a cue',
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,500\nTwo\n\nlines',
    ],
    [
      'no blank between cues',
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:03,000 --> 00:00:04,500\nTwo\nlines',
    ],
    ['dots, spaces, no hours', '1\n00: 00: 01.000 -->00:02.0\nOne\n\n2\n0:0:3 --> 00:00:04:500\nTwo\nlines'],
    ['mangled arrows', '1\n00:00:01,000 -> 00:00:02,000\nOne\n\n2\n00:00:03,000 —> 00:00:04,500\nTwo\nlines'],
    [
      'coordinates',
      '1\n00:00:01,000 --> 00:00:02,000 X1:1 X2:2\nOne\n\n2\n00:00:03,000 --> 00:00:04,500\nTwo\nlines',
    ],
    [
      'out of order',
      '2\n00:00:03,000 --> 00:00:04,500\nTwo\nlines\n\n1\n00:00:01,000 --> 00:00:02,000\nOne\n',
    ],
    [
      'markup',
      '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>One</i>\n\n2\n00:00:03,000 --> 00:00:04,500\n<font color="#fff">Two</font>\\Nlines',
    ],
    [
      'many blank lines first',
      '\n\n\n1\n00:00:01,000 --> 00:00:02,000\n\n\nOne\n\n\n\n2\n00:00:03,000 --> 00:00:04,500\nTwo  \nlines \n\n',
    ],
  ])('%s', (_, text) => {
    expect(shape(text)).toEqual(TWO);
  });

  test('no milliseconds', () => {
    expect(shape('1\n00:00:01 --> 00:00:02\nOne')).toEqual([[1000, 2000, 'One']]);
  });

  test('one bad cue is reported by line and costs only itself', () => {
    const track = read(
      '1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\nxx:00:03,000 --> 00:00:04,000\nLost\n\n3\n-00:00:01,000 --> 00:00:01,000\nClamped\n\n4\n00:00:09,000 --> 00:00:08,000\nBackwards\n\n5\ngarbage --> garbage\nLost too\n\n6\n00:00:11,000 --> oops\nNo end',
    );
    expect(track.cues.map(({ text }) => text)).toEqual(['Clamped', 'One', 'Backwards', 'No end']);
    expect(track.problems.map(({ line }) => line)).toEqual([6, 10, 14, 18, 22]);
    expect(track.cues.every(({ startMs, endMs }) => startMs >= 0 && endMs > startMs)).toBe(true);
    expect(track.cues.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });

  test('numbers and arrows that people speak stay text', () => {
    expect(
      shape(
        '1\n00:00:01,000 --> 00:00:02,000\nHow many?\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nturn --> here',
      ),
    ).toEqual([
      [1000, 2000, 'How many?\n42'],
      [3000, 4000, 'turn --> here'],
    ]);
    expect(shape('00:00:01,000 --> 00:00:02,000\n42\n00:00:03,000 --> 00:00:04,000\n43')).toEqual([
      [1000, 2000, '42'],
      [3000, 4000, '43'],
    ]);
  });

  test('a mended end never runs into the next cue', () => {
    expect(
      shape(
        '1\n00:00:01,000 --> 00:00:00,500\nA long text to be read by all\n\n2\n00:00:01,400 --> 00:00:02,000\nB',
      )[0],
    ).toEqual([1000, 1400, 'A long text to be read by all']);
  });

  test('empty and repeated cues are dropped and counted', () => {
    const cue = '1\n00:00:01,000 --> 00:00:02,000\nOne\n\n';
    const track = read(`${cue}${cue}2\n00:00:03,000 --> 00:00:04,000\n<i> </i>\n\n`);
    expect(track.cues).toHaveLength(1);
    expect(track.notes).toEqual(['1 empty cue dropped', '1 cue standing twice dropped']);
  });

  test('what can do harm or cannot be seen is removed, what is text stays', () => {
    const [cue] = read(
      '1\n00:00:01,000 --> 00:00:02,000\n\u202eevil\u202c a\u0007b\u200bc I <3 you &amp; 2 < 3 &lt;i&gt; cafe\u0301',
    ).cues;
    expect(cue?.text).toBe('evil abc I <3 you & 2 < 3 <i> café');
  });
});

describe('WebVTT', () => {
  const file = `WEBVTT - a title
Kind: captions

NOTE a comment
of two lines

STYLE
::cue { color: red }

REGION
id:fred

named
00:01.000 --> 00:02.500 align:start line:0
<v Roger Bingham>We are in <i.x>New</i> York &amp; <00:00:01.500>ok</v>

00:00:03,000 --> 00:00:04.000
one
00:00:05.000 --> 00:00:06.000
<ruby>漢<rt>かん</rt></ruby>字

bad --> 00:00:09.000
lost

stray words
`;
  test('blocks, ids, settings, voices, entities', () => {
    const track = read(file);
    expect(track.format).toBe('vtt');
    expect(track.cues.map(({ startMs, endMs, text }) => [startMs, endMs, text])).toEqual([
      [1000, 2500, 'We are in New York & ok'],
      [3000, 4000, 'one'],
      [5000, 6000, '漢字'],
    ]);
    expect(track.problems.map(({ line }) => line)).toEqual([22, 25]);
  });

  test('is told by content, not by name', () => {
    expect(readSubtitles(bytes(`\ufeff${file}`), { name: 'x.srt' }).format).toBe('vtt');
    expect(readSubtitles(bytes('1\n00:00:01,000 --> 00:00:02,000\nOne'), { name: 'x.vtt' }).format).toBe(
      'srt',
    );
  });
});

describe('encodings', () => {
  const srt = (line: string): string =>
    `1\n00:00:01,000 --> 00:00:02,000\n${line}\n\n2\n00:00:03,000 --> 00:00:04,000\n${line}\n`;
  test.each([
    ['utf-16le', 'Hello there', undefined],
    ['utf-16be', '左に見えるのは何ですか', undefined],
    ['shift_jis', '左に見えるのは何ですか', undefined],
    ['euc-jp', '左に見えるのは何ですか', undefined],
    ['euc-kr', '안녕하세요 반갑습니다', undefined],
    ['gb18030', '你好，我们现在就走吧，他们不会等我们的', undefined],
    ['big5', '你好，我們現在就走吧，他們不會等我們的', undefined],
    ['windows-1251', 'Слева мы видим огромную машину, всё в порядке', undefined],
    ['koi8-r', 'Слева мы видим огромную машину, всё в порядке', 'ru'],
    ['windows-1252', 'Don’t go to the café, “my friend”, à bientôt', undefined],
    ['windows-1250', 'Cześć, jak się masz? Wszystko będzie źle', 'pl'],
    ['windows-1256', 'كل شيئ آمن كلية', 'ar'],
    ['windows-1254', 'Şimdi gidelim, ağabey, çok geç oldu', 'tr'],
    ['windows-1253', 'Καλημέρα, τι κάνεις σήμερα', 'el'],
    ['windows-1251', 'Слева мы видим огромную машину, всё в порядке', 'en'],
  ])('%s: %s (declared: %s)', (encoding, line, language) => {
    const track = readSubtitles(iconv.encode(srt(line), encoding), {
      name: 'x.srt',
      ...(language === undefined ? {} : { language }),
    });
    expect(track.cues.map(({ text }) => text)).toEqual([line, line]);
    expect(track.encoding).toBe(encoding);
    expect(track.encodingGuessed).toBe(true);
    expect(track.notes).toContain(`encoding guessed: ${encoding}`);
  });

  test('a byte order mark and valid UTF-8 are no guess', () => {
    const utf16 = iconv.encode(srt('Hé'), 'utf-16le', { addBOM: true });
    expect(readSubtitles(utf16, { name: 'x' })).toMatchObject({
      encoding: 'utf-16le',
      encodingGuessed: false,
    });
    expect(readSubtitles(bytes(srt('안녕')), { name: 'x' })).toMatchObject({
      encoding: 'utf-8',
      encodingGuessed: false,
    });
  });

  test("the user's word counts, and a wrong name is refused", () => {
    const data = iconv.encode(srt('Hallå där'), 'macroman');
    expect(readSubtitles(data, { name: 'x', encoding: 'macroman' }).cues[0]?.text).toBe('Hallå där');
    expect(refusal(data, { encoding: 'klingon-8' }).kind).toBe('InvalidInput');
  });

  test('a few damaged bytes do not turn UTF-8 into something else', () => {
    const text = bytes(srt('안녕하세요 반갑습니다 여러분 모두'));
    const damaged = Uint8Array.from([...text, 0xff, 0x0a]);
    const track = readSubtitles(damaged, { name: 'x' });
    expect(track.encoding).toBe('utf-8');
    expect(track.notes.join()).toContain('1 damaged character');
  });
});

describe('what is refused, with the file and a mend', () => {
  test.each([
    ['empty', new Uint8Array(), /empty/],
    ['blank', bytes('\n \n'), /empty/],
    ['a ZIP', bytes('PK\x03\x04 and so on'), /ZIP/],
    ['gzip', gzipSync('1\n00:00:01,000 --> 00:00:02,000\nOne'), /gzip/],
    ['binary', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919 + (i >> 3)) & 0xff), /binary|no cue/],
    ['prose', bytes('Once upon a time\nthere was a film.\n'), /no cue/],
    ['only bad cues', bytes('1\nxx --> 00:00:02,000\nOne\n'), /line 2/],
    ['too big', new Uint8Array(MAX_SUBTITLE_BYTES + 1), /too big/],
    ['too many cues', bytes('00:00:01,000 --> 00:00:02,000\na\n'.repeat(50_001)), /more than 50000 cues/],
  ])('%s', (_, data, message) => {
    const error = refusal(data);
    expect(error.kind).toBe('UnusableSubtitles');
    expect(error.message).toMatch(/^film\.srt: /);
    expect(error.message).toMatch(message);
    expect(error.hint).toBeTruthy();
  });

  test('ASS, MicroDVD, SAMI: how to convert them', () => {
    const ass = '[Script Info]\nTitle: x\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,One\n';
    expect(refusal(bytes(ass), { name: 'x.ass' }).hint).toContain('ffmpeg -i x.ass');
    expect(refusal(bytes('{25}{50}One|Two\n{60}{80}Three\n')).message).toContain('MicroDVD');
    expect(refusal(bytes('<SAMI><BODY><SYNC Start=100>One</BODY></SAMI>')).message).toContain('SAMI');
  });
});

test.each([
  ['[sighs] JOHN: No. (beat) Yes!', ['No.', 'Yes!']],
  ['- Hi.\n- MAN 2: Hello', ['Hi.', 'Hello']],
  ['♪ la la ♪', []],
  ['(SIGHS)', []],
  ['[door\nslams] Who is\nthere?', ['Who is\nthere?']],
  ['Remember: go', ['Remember: go']],
  ['>> We are live.', ['We are live.']],
])('spoken: %s', (text, spoken) => {
  expect(spokenRanges(text).map(({ start, end }) => text.slice(start, end))).toEqual(spoken);
});
