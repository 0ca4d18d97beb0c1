import { LangflixError } from '../../shared/errors.js';

/** Starts of files that are no text. */
const MAGIC: { name: string; bytes: number[]; at?: number }[] = [
  { name: 'a ZIP archive', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'a RAR archive', bytes: [0x52, 0x61, 0x72, 0x21] },
  { name: 'a 7z archive', bytes: [0x37, 0x7a, 0xbc, 0xaf] },
  { name: 'a gzip file', bytes: [0x1f, 0x8b] },
  { name: 'a PDF', bytes: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a video (MP4)', bytes: [0x66, 0x74, 0x79, 0x70], at: 4 },
  { name: 'a video (Matroska or WebM)', bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { name: 'a picture (PNG)', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a picture (JPEG)', bytes: [0xff, 0xd8, 0xff] },
  { name: 'bitmap subtitles (VobSub)', bytes: [0x00, 0x00, 0x01, 0xba] },
];

/** Text formats that langflix does not read itself; `convert` is the ending under which ffmpeg reads them. */
const OTHERS: { name: string; test: RegExp; convert: string | null }[] = [
  { name: 'ASS/SSA subtitles', test: /^\s*\[Script Info\]|^(?:Dialogue|Format): ?[^\n]*,/im, convert: 'ass' },
  { name: 'MicroDVD subtitles', test: /^\{\d{1,9}\}\{\d{0,9}\}/m, convert: 'sub' },
  { name: 'MPL2 subtitles', test: /^\[\d{1,9}\]\[\d{0,9}\]/m, convert: 'mpl' },
  { name: 'SAMI subtitles', test: /^\s*<SAMI/i, convert: 'smi' },
  { name: 'TTML subtitles', test: /<(?:\w{1,20}:)?tt[\s>]/i, convert: null },
  { name: 'SubViewer subtitles', test: /^\d\d:\d\d:\d\d\.\d\d,\d\d:\d\d:\d\d\.\d\d\s*$/m, convert: 'sub' },
  { name: 'lyrics (LRC)', test: /^\[\d\d:\d\d[.:]\d\d\]/m, convert: 'lrc' },
  { name: 'a web page', test: /^\s*<(?:!DOCTYPE\s+html|html[\s>])/i, convert: null },
  { name: 'VobSub index of bitmap subtitles', test: /^# VobSub index file/i, convert: null },
];

/** Refuses bytes that are no text at all. @throws LangflixError `UnusableSubtitles`. */
export function refuseBinary(bytes: Uint8Array, name: string): void {
  const magic = MAGIC.find(({ bytes: start, at = 0 }) => start.every((byte, i) => bytes[at + i] === byte));
  if (magic) throw notSubtitles(name, `this is ${magic.name}, not a subtitle file`);
}

/** Decoded text of which more than one character in fifty is a control is no text either. */
export function refuseGarbage(text: string, name: string): void {
  const sample = text.slice(0, 65_536);
  const controls = sample.match(/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/g)?.length ?? 0;
  if (controls * 50 > sample.length) throw notSubtitles(name, 'this is binary data, not a subtitle file');
}

/**
 * SRT or VTT, told by content: endings lie.
 * @throws LangflixError `UnusableSubtitles` for formats that are not read, saying how to convert them.
 */
export function recogniseFormat(text: string, name: string): 'srt' | 'vtt' {
  if (/^\s{0,100}WEBVTT(?:[ \t\r\n]|$)/.test(text)) return 'vtt';
  const head = text.slice(0, 20_000);
  // An arrow between times decides before anything else: a cue may well quote another format.
  if (/\d[ \t]*--+ ?>/.test(head) || />[ \t]*\d\d?:\d\d/.test(head)) return 'srt';
  const other = OTHERS.find(({ test }) => test.test(head));
  if (!other) return 'srt';
  if (other.convert === null) throw notSubtitles(name, `${other.name}: langflix reads SRT and WebVTT`);
  throw new LangflixError('UnusableSubtitles', `${name}: ${other.name}; langflix reads SRT and WebVTT.`, {
    hint: `Convert it first: ffmpeg -i ${shellWord(name, other.convert)} subtitles.srt`,
  });
}

function notSubtitles(name: string, what: string): LangflixError {
  return new LangflixError('UnusableSubtitles', `${name}: ${what}.`, {
    hint: 'Give an SRT or WebVTT file with --subtitles FILE.',
  });
}

function shellWord(name: string, ending: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) && !name.startsWith('-') ? name : `FILE.${ending}`;
}
