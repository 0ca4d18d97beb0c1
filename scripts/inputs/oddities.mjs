import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const SECONDS = 12;

/** Whether a word is heard at a time: about three in two seconds, and never twice the same distance. */
const isSpoken = (t) => `lt(mod(${t}+0.3*sin(${t}*1.7)\\,0.66)\\,0.45)`;

/**
 * The picture: four quarters of known colours, so that turning, stretching and wrong colours are seen, a square that
 * moves, and one at the top that is there while a word is heard.
 */
function quarters({ width = 320, height = 180, rate = '25' } = {}) {
  const quarter = (name) => `color=c=${name}:s=${width}x${height}:r=${rate}:d=${SECONDS}`;
  const half = `crop=${Math.floor(width / 2)}:${Math.floor(height / 2)}:0:0`;
  return [
    `${quarter('0x404040')},format=rgb24[base]`,
    ...['red', 'green', 'blue'].map((name) => `${quarter(name)},format=rgb24,${half}[${name}]`),
    `color=c=white:s=${Math.floor(width / 10)}x${Math.floor(height / 10)}:r=${rate}:d=${SECONDS},format=rgb24[square]`,
    '[base][red]overlay=0:0:format=gbrp[a]',
    '[a][green]overlay=W/2:0:format=gbrp[b]',
    '[b][blue]overlay=0:H/2:format=gbrp[c]',
    '[square]split[moving][mouth]',
    `[c][moving]overlay=x='mod(t*${Math.round(width / 3)}\\,W)':y=H*0.45:format=gbrp[d]`,
    `[d][mouth]overlay=x=W*0.45:y=H*0.1:format=gbrp:enable='${isSpoken('t')}'`,
  ].join(';');
}

/** Words are bursts of a tone, `late` seconds later than the white square flashes to them. */
const words = (hertz = 300, seconds = SECONDS, late = 0) =>
  `aevalsrc='0.1*sin(2*PI*${hertz}*t)*${isSpoken(`(t+${late})`)}':s=48000:d=${seconds}`;
const lavfi = (graph) => ['-f', 'lavfi', '-i', graph];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50'];
const TAGGED = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'];
const AAC = ['-c:a', 'aac', '-b:a', '128k'];
/** The quarters with the lesson's own colours and sound. */
const plain = (options) => [
  ...lavfi(`${quarters(options)},scale=out_color_matrix=bt709,format=yuv444p`),
  ...lavfi(words()),
];
const simple = (file, what, options, more = []) => ({
  file,
  what,
  make: (out) => ffmpeg([...plain(options), ...H264, ...TAGGED, ...AAC, '-ac', '2', ...more, out]),
});

async function ffmpeg(args) {
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], { maxBuffer: 64 << 20 });
}

/** To linear light and into another transfer curve, as a camera or a grading suite would; graphics white at 203 cd/m2. */
const toHdr = (transfer) =>
  `${quarters()},scale=out_color_matrix=bt709:out_range=tv,format=yuv444p,` +
  'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,' +
  'zscale=transfer=linear:npl=203,format=gbrpf32le,' +
  `zscale=primaries=2020:transfer=${transfer}:matrix=2020_ncl:range=limited:npl=203,format=yuv420p10le`;
const hdr = (file, what, transfer) => ({
  file,
  what,
  isHdr: true,
  make: (out) =>
    ffmpeg([
      ...lavfi(toHdr(transfer)),
      ...lavfi(words()),
      ...['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error'],
      ...['-color_primaries', 'bt2020', '-color_trc', transfer, '-colorspace', 'bt2020nc', ...AAC, out],
    ]),
});

/** Turned so that it stands upright only when the player turns it back by `degrees` clockwise. */
const turned = (degrees, filter, size) => ({
  file: `rotated-${degrees}.mp4`,
  what: `to be turned by ${degrees}° clockwise`,
  size,
  async make(out) {
    const flat = `${out}.flat.mp4`;
    const graph = `${quarters()},scale=out_color_matrix=bt709,format=yuv444p,${filter}`;
    await ffmpeg([...lavfi(graph), ...lavfi(words()), ...H264, ...TAGGED, ...AAC, flat]);
    // From ffmpeg 6 on an option of the input, before that a tag of the stream.
    const option = ['-display_rotation:v:0', String(-degrees), '-i', flat, '-c', 'copy', out];
    const tag = ['-i', flat, '-c', 'copy', '-metadata:s:v:0', `rotate=${360 - degrees}`, out];
    await ffmpeg(option).catch(() => ffmpeg(tag));
  },
});

const surround = (file, what, layout, centre) => ({
  file,
  what,
  make: (out) =>
    ffmpeg([
      ...lavfi(`${quarters()},scale=out_color_matrix=bt709,format=yuv444p`),
      ...lavfi(words()),
      ...['-af', `pan=${layout}|${centre}=c0`, ...H264, ...TAGGED, ...AAC, out],
    ]),
});

/** Oddities that langflix makes itself, so that they are there on every machine. */
export const GENERATED = [
  ...['24000/1001', '25', '30000/1001', '30', '50', '60000/1001', '60'].map((rate) =>
    simple(`rate-${rate.replace('/', '-')}.mp4`, `${rate} frames a second`, { rate }),
  ),
  {
    file: 'variable-rate.mp4',
    what: 'a frame rate that varies between 8 and 60',
    make: (out) =>
      ffmpeg([
        ...lavfi(`${quarters({ rate: '60' })},scale=out_color_matrix=bt709,format=yuv444p`),
        ...lavfi(words()),
        ...['-vf', 'select=lt(mod(n*37\\,101)\\,45)', '-fps_mode', 'vfr', ...H264, ...TAGGED, ...AAC, out],
      ]),
  },
  {
    ...simple('anamorphic.mp4', '720x576, pixels of 64:45 (16:9)', { width: 720, height: 576 }, [
      '-vf',
      'setsar=64/45',
    ]),
    size: '1024x576',
  },
  turned(90, 'transpose=2', '320x180'),
  turned(180, 'hflip,vflip', '320x180'),
  turned(270, 'transpose=1', '320x180'),
  {
    file: 'interlaced-tff.mp4',
    what: '25 pictures in 50 fields, top first (H.264)',
    make: (out) =>
      ffmpeg([
        ...lavfi(
          `${quarters({ rate: '50', width: 352, height: 288 })},scale=out_color_matrix=bt709,format=yuv420p,tinterlace=mode=interleave_top`,
        ),
        ...lavfi(words()),
        ...[...H264, ...TAGGED, '-flags', '+ilme+ildct', '-x264-params', 'tff=1', ...AAC, out],
      ]),
  },
  {
    file: 'interlaced-bff.ts',
    what: '25 pictures in 50 fields, bottom first (MPEG-2)',
    make: (out) =>
      ffmpeg([
        ...lavfi(
          `${quarters({ rate: '50', width: 352, height: 288 })},scale=out_color_matrix=bt709,format=yuv420p,tinterlace=mode=interleave_bottom`,
        ),
        ...lavfi(words()),
        ...[
          '-c:v',
          'mpeg2video',
          '-q:v',
          '3',
          '-g',
          '25',
          ...TAGGED,
          '-flags',
          '+ilme+ildct',
          '-field_order',
          'bb',
          ...AAC,
          out,
        ],
      ]),
  },
  simple('h264-10-bit.mp4', 'H.264 with 10 bits', {}, ['-pix_fmt', 'yuv420p10le']),
  {
    file: 'hevc-10-bit.mkv',
    what: 'HEVC with 10 bits',
    make: (out) =>
      ffmpeg([
        ...plain(),
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-x265-params',
        'log-level=error',
        '-pix_fmt',
        'yuv420p10le',
        ...TAGGED,
        ...AAC,
        out,
      ]),
  },
  hdr('hdr10.mp4', 'HDR10 (PQ, BT.2020)', 'smpte2084'),
  hdr('hlg.mp4', 'HLG (BT.2020)', 'arib-std-b67'),
  {
    ...simple('853x479.mkv', 'odd numbers of pixels', { width: 853, height: 479 }, ['-pix_fmt', 'yuv444p']),
    size: '852x478',
  },
  {
    ...simple('3840x1608.mp4', 'a wide 4K picture', { width: 3840, height: 1608, rate: '12' }),
    size: '1280x536',
  },
  {
    file: 'full-range.mp4',
    what: 'full range (0 to 255), as phones record it',
    make: (out) =>
      ffmpeg([
        ...lavfi(`${quarters()},scale=out_color_matrix=bt709:out_range=full,format=yuvj420p`),
        ...lavfi(words()),
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-color_range', 'pc', ...TAGGED, ...AAC, out],
      ]),
  },
  {
    file: 'no-sound.mp4',
    what: 'no audio track',
    sound: 'silent',
    make: (out) =>
      ffmpeg([
        ...lavfi(`${quarters()},scale=out_color_matrix=bt709,format=yuv444p`),
        ...H264,
        ...TAGGED,
        out,
      ]),
  },
  simple('mono.mp4', 'mono', {}, ['-ac', '1']),
  surround('5.1.mp4', '5.1, speech in the centre alone', '5.1', 'FC'),
  surround('7.1.mkv', '7.1, speech in the centre alone', '7.1', 'FC'),
  {
    file: 'sound-shorter.mp4',
    what: 'sound that ends after 8 of 12 seconds',
    make: (out) =>
      ffmpeg([
        ...lavfi(`${quarters()},scale=out_color_matrix=bt709,format=yuv444p`),
        ...lavfi(words(300, 8)),
        ...H264,
        ...TAGGED,
        ...AAC,
        out,
      ]),
  },
  {
    file: 'sound-longer.mp4',
    what: 'sound of 20 seconds to a picture of 12',
    make: (out) =>
      ffmpeg([
        ...lavfi(`${quarters()},scale=out_color_matrix=bt709,format=yuv444p`),
        ...lavfi(words(300, 20)),
        ...H264,
        ...TAGGED,
        ...AAC,
        out,
      ]),
  },
  {
    file: 'sound-late.mp4',
    what: 'sound that begins 2 seconds late',
    make: (out) =>
      ffmpeg([
        ...lavfi(`${quarters()},scale=out_color_matrix=bt709,format=yuv444p`),
        ...['-itsoffset', '2', ...lavfi(words(300, 10, 2)), ...H264, ...TAGGED, ...AAC, out],
      ]),
  },
  {
    file: 'wrong-duration.mp4',
    what: 'a header that says 36 seconds where there are 12',
    async make(out) {
      await ffmpeg([...plain(), ...H264, ...TAGGED, ...AAC, out]);
      await writeFile(out, longer(await readFile(out), 3));
    },
  },
  {
    file: 'broken-off.mkv',
    what: 'a recording of which the last third is missing',
    async make(out) {
      await ffmpeg([...plain(), ...H264, ...TAGGED, ...AAC, '-reserve_index_space', '4096', out]);
      const whole = await readFile(out);
      await writeFile(out, whole.subarray(0, Math.floor((whole.length * 2) / 3)));
    },
  },
  {
    file: 'edit-list.mp4',
    what: 'an edit list: cut at 1.3 s without encoding',
    async make(out) {
      const whole = `${out}.whole.mp4`;
      await ffmpeg([...plain(), ...H264, ...TAGGED, ...AAC, whole]);
      await ffmpeg(['-ss', '1.3', '-i', whole, '-c', 'copy', out]);
    },
  },
  {
    file: 'two-pictures.mkv',
    what: 'two video tracks, the second is the default',
    make: (out) =>
      ffmpeg([
        ...lavfi(`color=c=black:s=160x90:r=25:d=${SECONDS}`),
        ...plain(),
        ...['-map', '0', '-map', '1', '-map', '2', ...H264, ...TAGGED, ...AAC],
        ...['-disposition:v:0', '0', '-disposition:v:1', 'default', out],
      ]),
  },
  {
    file: 'two-languages.mkv',
    what: 'two audio tracks: Spanish (default), English',
    hertz: 300,
    make: (out) => ffmpeg([...twoLanguages(), out]),
  },
  {
    file: 'two-languages.mkv',
    what: 'the same, with `--audio-track es`',
    hertz: 900,
    options: { audioTrack: 'es' },
    make: (out) => ffmpeg([...twoLanguages(), out]),
  },
  {
    file: 'two-languages.mkv',
    what: 'the same, with `--audio-track ja`',
    refused: true,
    options: { audioTrack: 'ja' },
    make: (out) => ffmpeg([...twoLanguages(), out]),
  },
  {
    file: 'vp9-opus.webm',
    what: 'VP9 and Opus',
    make: (out) =>
      ffmpeg([
        ...plain(),
        '-c:v',
        'libvpx-vp9',
        '-deadline',
        'realtime',
        '-cpu-used',
        '8',
        '-pix_fmt',
        'yuv420p',
        ...TAGGED,
        '-c:a',
        'libopus',
        '-ac',
        '2',
        out,
      ]),
  },
  {
    file: 'xvid.avi',
    what: 'MPEG-4 and MP3',
    make: (out) =>
      ffmpeg([
        // An AVI cannot say its colours: players take those of its size for granted, here BT.601.
        ...lavfi(`${quarters()},scale=out_color_matrix=bt601,format=yuv420p`),
        ...lavfi(words()),
        ...['-c:v', 'mpeg4', '-q:v', '3', '-c:a', 'libmp3lame', '-ac', '2', out],
      ]),
  },
  {
    file: 'sound-only.m4a',
    what: 'no picture',
    refused: true,
    make: (out) => ffmpeg([...lavfi(words()), ...AAC, out]),
  },
  {
    file: 'text.mp4',
    what: 'a text file by the name of a video',
    refused: true,
    make: (out) => writeFile(out, 'Hello.\n'),
  },
  {
    file: 'playlist.mp4',
    what: 'a DASH manifest by the name of a video',
    refused: true,
    make: (out) =>
      writeFile(out, '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>\n'),
  },
  {
    file: 'half-copied.mp4',
    what: 'an MP4 whose second half, with its index, is missing',
    refused: true,
    async make(out) {
      await ffmpeg([...plain(), ...H264, ...AAC, out]);
      const whole = await readFile(out);
      await writeFile(out, whole.subarray(0, whole.length / 2));
    },
  },
];

function twoLanguages() {
  return [
    ...plain(),
    ...lavfi(words(900)),
    ...['-map', '0:v', '-map', '2:a', '-map', '1:a', ...H264, ...TAGGED, ...AAC],
    ...['-metadata:s:a:0', 'language=spa', '-metadata:s:a:1', 'language=eng'],
    ...['-disposition:a:0', 'default', '-disposition:a:1', '0'],
  ];
}

/** An MP4 whose movie, tracks and media say that they last `times` as long. */
function longer(bytes, times) {
  for (const [box, at] of [
    ['mvhd', 20],
    ['mdhd', 20],
    ['tkhd', 24],
  ]) {
    for (let i = bytes.indexOf(box); i >= 0; i = bytes.indexOf(box, i + 4)) {
      bytes.writeUInt32BE(bytes.readUInt32BE(i + at) * times, i + at);
    }
  }
  return bytes;
}

/** What is known of the files in a folder of real oddities. */
export const REAL = {
  'annex-b.mp4': { what: 'H.264 in the wrong packing, broken off', refused: true },
  'cursed-vfr.mp4': { what: 'a screen recording whose frame rate varies wildly, no sound', sound: 'silent' },
  'eac3.mkv': { what: 'E-AC-3 sound, no picture', refused: true },
  'edts.mp4': { what: 'an edit list; a black picture', isBlack: true },
  'frames.webm': { what: 'a square VP9 picture, no sound', sound: 'silent' },
  'multiple-aac-tracks.mp4': { what: 'two 5.1 audio tracks, no picture', refused: true },
  'no-initial-keyframe.ts': { what: 'a broadcast that begins between keyframes' },
  'rotate-buck-bunny.mp4': { what: 'an upright phone video, nearly silent', size: '720x1280' },
  'sar_2x1.mp4': { what: 'pixels twice as wide as high, no sound', sound: 'silent' },
  'truncated-sintel.webm': { what: 'a download that broke off' },
  'video-h265.mp4': { what: 'HEVC' },
};

/** @returns {string} where an oddity is, or is to be made */
export const placeOf = (folder, { file }) => join(folder, file);
