#!/usr/bin/env node
// Makes oddities with ffmpeg, puts each through langflix as a small lesson, looks at what came out, and writes the table
// docs/inputs.md. Real oddities are tried too where there is a folder of them: LANGFLIX_ODD_MEDIA.
// Usage: npm run table:inputs [-- NAME ...]     (with names: only those, and nothing is written)
// Exits with 1 when a lesson is wrong, or when a refusal is not one that a person can act on. Needs a build.
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fromDist } from './av/from-dist.mjs';
import { makeLesson } from './av/make-lesson.mjs';
import { judgeLesson } from './inputs/judge.mjs';
import { GENERATED, REAL } from './inputs/oddities.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const ODD_MEDIA = resolve(process.env.LANGFLIX_ODD_MEDIA ?? join(root, '..', 'shared', 'media', 'odd'));

/** Said at these shares of an input's length, which may be a few seconds. */
const LINES = [
  [0.06, 'Are you sure about this plan of yours?'],
  [0.36, 'No, but I think we should give it a shot.'],
  [0.68, 'All right, then I will be here with you.'],
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const wanted = process.argv.slice(2);
  const rows = [];
  for (const { oddity, generated } of await oddities(wanted)) {
    const row = await tryInput(oddity, generated);
    rows.push(row);
    console.log(`${row.ok ? 'ok ' : 'BAD'} ${row.file}: ${row.outcome}`);
  }
  if (wanted.length === 0) await writeFile(join(root, 'docs', 'inputs.md'), document(rows));
  if (rows.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function oddities(wanted) {
  const real = existsSync(ODD_MEDIA) ? (await readdir(ODD_MEDIA)).sort() : [];
  const all = [
    ...GENERATED.map((oddity) => ({ oddity, generated: true })),
    ...real.map((file) => ({
      oddity: { what: 'a file from the world', ...REAL[file], file },
      generated: false,
    })),
  ];
  return wanted.length === 0 ? all : all.filter(({ oddity }) => wanted.includes(oddity.file));
}

/** Puts one input through langflix and looks at the lesson. */
export async function tryInput(oddity, generated) {
  const folder = await mkdtemp(join(tmpdir(), 'langflix-input-'));
  const { file, what, options = {} } = oddity;
  const base = { file, what, generated };
  try {
    const video = join(folder, file);
    if (generated) await oddity.make(video);
    else await copyFile(join(ODD_MEDIA, file), video);
    const subtitles = join(folder, 'lines.srt');
    await writeFile(subtitles, await linesFor(video));
    await mkdir(join(folder, 'home'));
    const { plan, outputDir } = await makeLesson({
      home: join(folder, 'home'),
      request: {
        videoPath: video,
        subtitles,
        outputDir: join(folder, 'pack'),
        options: { quality: 'draft', maxExpressions: 1, ...options },
      },
    });
    const faults = await judgeLesson(join(outputDir, 'lesson.mp4'), plan, oddity, { generated });
    if (oddity.refused) faults.push('a lesson where a refusal was due');
    return {
      ...base,
      ok: faults.length === 0,
      outcome: faults.length === 0 ? lessonText(plan) : faults.join('; '),
    };
  } catch (error) {
    const { isErrorKind } = await fromDist('shared/errors.js');
    const kind = error.type ?? error.kind;
    const isClear = isErrorKind(kind) && kind !== 'Internal' && kind !== 'Transient';
    const message = String(error.message).replaceAll(`${folder}/`, '');
    return { ...base, ok: isClear && oddity.refused === true, outcome: `refused: ${message}`, kind };
  } finally {
    if (process.env.LANGFLIX_KEEP === undefined) await rm(folder, { recursive: true, force: true });
  }
}

function lessonText({ format, segments, notes }) {
  const { num, den } = format.frameRate;
  const gain = segments.find(({ kind }) => kind === 'scene').sound.gainDb;
  const sound = gain === undefined ? 'silent' : `sound ${gain >= 0 ? '+' : '−'}${Math.abs(gain)} dB`;
  const rate = den === 1 ? num : `${num}/${den}`;
  const told = notes
    .filter((note) => !/translation|subtitles/.test(note))
    .map((note) => note.replace(/\.$/, ''));
  return [`lesson of ${format.width}x${format.height} at ${rate}, ${sound}`, ...told].join('. ');
}

async function linesFor(video) {
  const { findMediaTools, probeEpisode } = await fromDist('media/index.js');
  const probe = await probeEpisode(video, { tools: await findMediaTools({}) }).catch(() => null);
  const seconds = Math.min(12, (probe?.durationMs ?? 12_000) / 1000);
  const clock = (at) => new Date(Math.round(at * 1000)).toISOString().slice(11, 23).replace('.', ',');
  return LINES.map(
    ([share, text], i) =>
      `${i + 1}\n${clock(share * seconds)} --> ${clock((share + 0.24) * seconds)}\n${text}\n`,
  ).join('\n');
}

function document(rows) {
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const table = (part) => {
    const cells = [
      ['input', 'what it is', 'what comes of it'],
      ...part.map(({ file, what, outcome, ok }) => [
        `\`${file}\``,
        cell(what),
        `${ok ? '' : '**wrong:** '}${cell(outcome)}`,
      ]),
    ];
    const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
    const lines = cells.map((row) => `| ${row.map((text, i) => text.padEnd(widths[i])).join(' | ')} |`);
    return [lines[0], `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...lines.slice(1)];
  };
  const real = rows.filter(({ generated }) => !generated);
  return [
    '# What langflix takes',
    '',
    'Every input gives a right lesson or is refused with a reason. `npm run table:inputs` makes this page: it makes each of',
    'these oddities with ffmpeg, puts it through langflix as a small lesson (`--quality draft`), decodes the lesson and',
    'looks at it: as many frames and samples as planned, upright, in the right shape and colours, moving, never black, its',
    'sound at -16 LUFS (±1) with true peaks of at most -1.5 dBTP, from the right track.',
    '',
    ...table(rows.filter(({ generated }) => generated)),
    ...(real.length === 0
      ? []
      : [
          '',
          '## Files from the world',
          '',
          'Lengths, movement and sound are looked at; what they should look like, nobody wrote down.',
          '',
          ...table(real),
        ]),
    '',
  ].join('\n');
}
