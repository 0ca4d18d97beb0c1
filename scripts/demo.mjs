#!/usr/bin/env node
// Makes an episode of its own, and from it a study pack, by the same command that everybody uses.
// Usage: npm run demo [-- options of `langflix process`, e.g. --again]
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { EPISODE_FILES, makeEpisode } from './demo/make-episode.mjs';
import { canSpeak } from './demo/speech.mjs';
import { fingerprint } from './setup/fingerprint.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'langflix-demo');
const pack = join(folder, 'study-pack');
const command = join(root, 'dist', 'client', 'cli', 'main.js');
const { readConfig } = await import(pathToFileURL(join(root, 'dist', 'config', 'index.js')).href);
const config = readConfig(process.env);

process.exitCode = await demo();

async function demo() {
  await ensureEpisode();
  const before = packTime();
  const code = await langflix([
    'process',
    join(folder, EPISODE_FILES.video),
    ...['--subtitles', join(folder, EPISODE_FILES.subtitles)],
    ...['--translation', join(folder, EPISODE_FILES.translation)],
    ...['--native', 'ko', '--out', pack],
    ...process.argv.slice(2),
  ]);
  if (code !== 0) return code;
  if (!existsSync(join(pack, 'manifest.json'))) return 0;
  await tell(before !== undefined && before === packTime());
  return 0;
}

/** Makes the episode unless it is there from the same script, ffmpeg and voices. */
async function ensureEpisode() {
  const stampPath = join(folder, '.episode-made-from');
  const version = execFileSync(config.ffmpegPath, ['-version'], { encoding: 'utf8' }).split('\n')[0];
  const made = createHash('sha256')
    .update(`${fingerprint(root, ['scripts/demo'])}\n${version}\n${canSpeak()}`)
    .digest('hex');
  const files = Object.values(EPISODE_FILES).map((name) => join(folder, name));
  const there =
    existsSync(stampPath) && readFileSync(stampPath, 'utf8').trim() === made && files.every(existsSync);
  if (there) {
    console.log(`Episode: ${shown(files[0])} (there already)`);
    return;
  }
  console.log('Drawing and speaking an episode of our own (about half a minute) …');
  let shownPercent = 0;
  const { seconds, lines, spoken } = await makeEpisode(folder, {
    ffmpeg: config.ffmpegPath,
    onProgress: (percent) => {
      if (percent - shownPercent < 20) return;
      shownPercent = percent;
      console.log(`  ${percent} %`);
    },
  });
  writeFileSync(stampPath, `${made}\n`);
  const voices = spoken
    ? 'spoken by espeak-ng'
    : 'with tones in place of voices (espeak-ng is not installed)';
  console.log(`Episode: ${shown(files[0])}, ${Math.round(seconds)} s, ${lines} lines, ${voices}`);
}

/** Runs langflix in this terminal and gives its exit code. Ctrl-C is langflix's to handle, not ours. */
function langflix(args) {
  console.log(`$ npx langflix ${args.map((arg) => (arg.startsWith(root) ? shown(arg) : arg)).join(' ')}\n`);
  const leaveToLangflix = () => {};
  process.on('SIGINT', leaveToLangflix);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', leaveToLangflix);
      resolve(code ?? 1);
    });
  });
}

/** Says what was made and where to look. */
async function tell(wasThere) {
  const manifest = readJson(join(pack, 'manifest.json'));
  const files = manifest.files ?? [];
  const count = (start, end) =>
    files.filter(({ path }) => path.startsWith(start) && path.endsWith(end)).length;
  const { expressions = [] } = expressionsOf(pack);
  console.log(
    [
      '',
      wasThere
        ? 'The study pack was there already, so nothing had to be made (npm run demo -- --again makes it anew):'
        : 'A study pack was made:',
      `  lesson       ${shown(join(pack, 'lesson.mp4'))}`,
      `  clips        ${shown(join(pack, 'clips'))}  (${count('clips/', '.mp4')})`,
      `  slides       ${shown(join(pack, 'slides'))}  (${count('slides/', '.png')})`,
      `  data         ${shown(join(pack, 'expressions.json'))}, ${shown(join(pack, 'manifest.json'))}`,
      ...(expressions.length > 0
        ? [`  expressions  ${expressions.map(({ headword }) => headword).join(', ')}`]
        : []),
      ...webUi(manifest),
      '',
      'Now one of your own:  npx langflix process VIDEO --subtitles ENGLISH.srt --translation YOURS.srt',
    ].join('\n'),
  );
}

/** Where the run can be looked at: the service of this home says where its Web UI is, as long as it runs. */
function webUi(manifest) {
  const service = join(config.home, 'service.json');
  if (!manifest.workflowId || !existsSync(service)) return [];
  const { uiUrl, namespace } = readJson(service);
  const run = [manifest.workflowId, manifest.runId].filter(Boolean).map(encodeURIComponent).join('/');
  return [
    `  Web UI       ${uiUrl}/namespaces/${namespace}/workflows/${run}${manifest.runId ? '/history' : ''}`,
    `               (until the background service ends, ${config.idleMinutes} minutes from now; npx langflix up keeps it)`,
  ];
}

/** expressions.json holds the list itself, or an object with the list in it. */
function expressionsOf(folder) {
  const path = join(folder, 'expressions.json');
  if (!existsSync(path)) return {};
  const read = readJson(path);
  return Array.isArray(read) ? { expressions: read } : read;
}

function packTime() {
  return statSync(join(pack, 'manifest.json'), { throwIfNoEntry: false })?.mtimeMs;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** A path as a person in this terminal would type it. */
function shown(path) {
  return relative(process.cwd(), path) || '.';
}
