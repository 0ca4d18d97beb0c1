// The old way: a chain of re-encodes, as lessons of this kind are commonly made. Each step reads a video and writes a
// new one, with the encoder settings of langflix's own lessons but all of the machine's threads; one after the other.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runBare } from './floor.mjs';

const TRANSITION_SECONDS = 1.2;

/** One step: what it does, for a person, and ffmpeg's arguments without encoder and output. */
const encodeStep = (text, args) => ({ text, args });

/**
 * The steps for one expression. `scene` and `line` are stretches of the episode in seconds, `slide` a picture.
 */
function stepsOf({ video, scene, line, slide, slideSeconds, size, rate, ass, path }) {
  const cut = (from, { start, seconds }) => ['-ss', start.toFixed(3), '-t', seconds.toFixed(3), '-i', from];
  const still = (picture, seconds) => [
    '-loop',
    '1',
    '-framerate',
    rate,
    '-t',
    seconds.toFixed(3),
    '-i',
    picture,
  ];
  const silence = (seconds) => ['-f', 'lavfi', '-t', seconds.toFixed(3), '-i', 'anullsrc=r=48000:cl=stereo'];
  const fit = `scale=${size.width}:${size.height},setsar=1,fps=${rate},format=yuv420p`;
  const joined = (...files) => {
    const each = files.map((_, i) => `[${i}:v]${fit}[v${i}];[${i}:a]aresample=48000[a${i}]`).join(';');
    const pads = files.map((_, i) => `[v${i}][a${i}]`).join('');
    return [
      ...files.flatMap((file) => ['-i', path(file)]),
      ...[
        '-filter_complex',
        `${each};${pads}concat=n=${files.length}:v=1:a=1[v][a]`,
        '-map',
        '[v]',
        '-map',
        '[a]',
      ],
    ];
  };
  const within = { start: Math.max(0, line.start - scene.start), seconds: line.seconds };
  return [
    { file: 'context', ...encodeStep('cut the scene', [...cut(video, scene), '-vf', fit]) },
    {
      file: 'burned',
      ...encodeStep('burn its two subtitle lines', ['-i', path('context'), '-vf', `ass=${ass}`]),
    },
    {
      file: 'transition',
      ...encodeStep('make the transition', [
        ...[...still(slide, TRANSITION_SECONDS), ...silence(TRANSITION_SECONDS), '-vf', fit],
      ]),
    },
    { file: 'line', ...encodeStep('cut the line out of it', [...cut(path('burned'), within), '-vf', fit]) },
    { file: 'twice', ...encodeStep('repeat the line', joined('line', 'line')) },
    { file: 'opened', ...encodeStep('join scene and transition', joined('burned', 'transition')) },
    { file: 'long', ...encodeStep('join the line', joined('opened', 'twice')) },
    {
      file: 'still',
      ...encodeStep('make a video of the slide', [
        ...[...still(slide, slideSeconds), ...silence(slideSeconds), '-vf', fit],
      ]),
    },
    {
      file: 'slide',
      ...encodeStep('give it the line’s sound, twice', [
        ...['-i', path('still'), '-i', path('twice'), '-map', '0:v', '-map', '1:a'],
        ...['-af', 'apad', '-t', slideSeconds.toFixed(3)],
      ]),
    },
    { file: 'with-slide', ...encodeStep('join the slide', joined('long', 'slide')) },
    {
      file: 'loud',
      ...encodeStep('even the loudness', [
        '-i',
        path('with-slide'),
        '-af',
        'loudnorm=I=-16:TP=-1.5,aresample=48000',
      ]),
    },
  ];
}

/**
 * Makes so many expressions of a planned lesson in the old way, and joins them with one more encode.
 *
 * @returns wall time and the seconds of video that it delivered, and how many encodes there were
 */
export async function runOldWay({ ffmpeg, plan, video, profile, stillOf, folder, count }) {
  await mkdir(folder, { recursive: true });
  const { frameRate, width, height } = plan.format;
  const rate = `${frameRate.num}/${frameRate.den}`;
  const seconds = (frames) => (frames * frameRate.den) / frameRate.num;
  const encoder = [
    ...['-c:v', 'libx264', '-preset', profile.preset, '-crf', String(profile.crf), '-pix_fmt', 'yuv420p'],
    ...[
      '-g',
      String(Math.round((profile.keyframeSeconds * frameRate.num) / frameRate.den)),
      '-bf',
      String(profile.bFrames),
    ],
    ...['-r', rate, '-c:a', 'aac', '-b:a', String(profile.audioBitrate), '-ar', '48000', '-ac', '2'],
  ];
  await writeFile(join(folder, 'subtitles.ass'), subtitles(width, height));
  const chosen = evenly(plan.expressions.length, count);
  const startedAt = performance.now();
  let encodes = 0;
  let delivered = 0;
  const parts = [];
  const texts = [];
  for (const position of chosen) {
    const of = (kind) =>
      plan.segments.find((segment) => segment.kind === kind && segment.expressions.includes(position));
    const stretch = (segment) => ({ start: segment.picture.startUs / 1e6, seconds: seconds(segment.frames) });
    const path = (file) => join(folder, `${position}-${file}.mp4`);
    const slide = of('slide');
    const steps = stepsOf({
      ...{ video, path, rate, size: { width, height }, ass: 'subtitles.ass' },
      scene: stretch(of('scene')),
      line: stretch(of('focus')),
      slide: stillOf(slide.picture.still),
      slideSeconds: seconds(slide.frames),
    });
    for (const { file, args } of steps) {
      await runBare(ffmpeg, ['-v', 'error', '-y', ...args, ...encoder, path(file)], folder);
      encodes += 1;
    }
    parts.push(path('loud'));
    texts.splice(0, texts.length, ...steps.map(({ text }) => text));
    delivered += seconds(of('scene').frames + 2 * of('focus').frames + slide.frames) + TRANSITION_SECONDS;
  }
  const each = parts.map((_, i) => `[${i}:v][${i}:a]`).join('');
  await runBare(
    ffmpeg,
    [
      ...['-v', 'error', '-y', ...parts.flatMap((part) => ['-i', part])],
      ...['-filter_complex', `${each}concat=n=${parts.length}:v=1:a=1[v][a]`, '-map', '[v]', '-map', '[a]'],
      ...[...encoder, '-movflags', '+faststart', join(folder, 'lesson.mp4')],
    ],
    folder,
  );
  encodes += 1;
  return {
    seconds: (performance.now() - startedAt) / 1000,
    delivered,
    encodes,
    expressions: chosen.length,
    steps: [...texts, 'join all expressions'],
  };
}

/** So many of the positions below `total`, spread over all of them. */
function evenly(total, count) {
  const taken = Math.min(total, count);
  return Array.from({ length: taken }, (_, i) => Math.floor(((i + 0.5) * total) / taken));
}

function subtitles(width, height) {
  const style = (name, colour, margin) =>
    `Style: ${name},sans-serif,${Math.round(height / 18)},${colour},&H00000000,&H00000000,1,2,1,2,20,20,${margin},1`;
  return [
    '[Script Info]',
    `PlayResX: ${width}`,
    `PlayResY: ${height}`,
    '[V4+ Styles]',
    'Format: Name,Fontname,Fontsize,PrimaryColour,OutlineColour,BackColour,BorderStyle,Outline,Shadow,Alignment,MarginL,MarginR,MarginV,Encoding',
    style('source', '&H00FFFFFF', Math.round(height / 8)),
    style('target', '&H0000FFFF', Math.round(height / 20)),
    '[Events]',
    'Format: Layer,Start,End,Style,Text',
    'Dialogue: 0,0:00:00.00,0:10:00.00,source,What is said in this scene, line by line',
    'Dialogue: 0,0:00:00.00,0:10:00.00,target,What it means in the language of the learner',
    '',
  ].join('\n');
}
