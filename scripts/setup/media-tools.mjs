import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages } from './installer.mjs';
import { StepError } from './step-error.mjs';

const STEP = 'ffmpeg and ffprobe';

const HOW_TO_INSTALL = [
  'install ffmpeg 5 or later, with libx264 and libass, then run the same command again:',
  '  macOS            brew install ffmpeg',
  '  Debian, Ubuntu   sudo apt-get install ffmpeg',
  '  Windows          winget install Gyan.FFmpeg   (then open a new terminal)',
].join('\n');

/**
 * Makes sure that ffmpeg and ffprobe are there, new enough and with all encoders and filters that langflix uses,
 * by the same checks as `langflix doctor`.
 *
 * @param {string} root the clone, built
 * @param {any} config of `readConfig`
 * @param {(line: string) => void} announce
 * @returns {Promise<string[]>} what was found, a line each
 * @throws {StepError} when they are not there and may not be installed, or are too old even so
 */
export async function ensureMediaTools(root, config, announce) {
  const { checkMediaTools } = await import(pathToFileURL(join(root, 'dist', 'media', 'index.js')).href);
  // A package would not mend a program that the person chose by name.
  const chosen = config.ffmpegPath !== 'ffmpeg' || config.ffprobePath !== 'ffprobe';
  const check = () =>
    checkMediaTools(chosen ? { ffmpeg: config.ffmpegPath, ffprobe: config.ffprobePath } : {});

  let checks = await check();
  if (checks.some(isBad)) {
    const message = describeBad(checks);
    const next = chosen ? 'correct LANGFLIX_FFMPEG and LANGFLIX_FFPROBE, or unset them' : HOW_TO_INSTALL;
    const installed =
      !chosen &&
      (await installPackages(STEP, ['ffmpeg'], { why: 'which langflix renders with', next, announce }));
    if (!installed) throw new StepError(STEP, { message, next });
    checks = await check();
    if (checks.some(isBad)) {
      throw new StepError(STEP, {
        message: `${describeBad(checks)}, also after apt-get installed ffmpeg`,
        next: 'this system’s own package is too old or too small: take a build from https://ffmpeg.org/download.html',
      });
    }
  }
  return summary(checks);
}

/**
 * The checks in a line or two for a person: the programs, and what is worth knowing besides.
 *
 * @param {{ name: string, ok: boolean, found: string, mend: string | null }[]} checks all of them good
 */
export function summary(checks) {
  const programs = checks.filter(({ name }) => name === 'ffmpeg' || name === 'ffprobe');
  const notes = checks.filter(({ mend }) => mend !== null);
  return [
    programs.map(({ name, found }) => `${name} ${found}`).join(', '),
    ...notes.map(({ name, found, mend }) => `${name}: ${found} (${mend})`),
  ];
}

const isBad = ({ ok }) => !ok;

function describeBad(checks) {
  return checks
    .filter(isBad)
    .map(({ name, found }) => `${name}: ${found}`)
    .join('; ');
}
