import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { LangflixError } from '../shared/errors.js';
import { capture } from './child-process.js';
import {
  REQUIRED_ENCODERS,
  REQUIRED_FILTERS,
  readNames,
  readVersion,
  TONE_MAP_FILTERS,
} from './tool-needs.js';

/** The programs that this room runs, found and checked once. */
export interface MediaTools {
  /** Absolute paths. */
  ffmpeg: string;
  ffprobe: string;
  /** As ffmpeg calls itself: `5.1.9-0+deb12u1`. */
  version: string;
  /** Short hash of all that `ffmpeg -version` prints: what a cached segment's bytes depend on. */
  build: string;
  /** util-linux's `setpriv`, by which children die with their parent; null outside Linux. */
  setpriv: string | null;
  /** Whether HDR pictures can be brought to the lesson's standard range (filters `zscale`, `tonemap`). */
  toneMapping: boolean;
}

export interface ToolOptions {
  /** Name or path; else `ffmpeg` in the search path. */
  ffmpeg?: string | null | undefined;
  /** Name or path; else `ffprobe` in the search path. */
  ffprobe?: string | null | undefined;
}

/** One line of `langflix doctor`. */
export interface ToolCheck {
  name: string;
  ok: boolean;
  /** What was found, for a person. */
  found: string;
  /** What to do about it; null when nothing need be done. */
  mend: string | null;
}

const INSTALL = {
  linux: 'install ffmpeg 5 or newer, on Debian and Ubuntu: sudo apt-get install ffmpeg',
  darwin: 'install ffmpeg 5 or newer: brew install ffmpeg',
  win32: 'install ffmpeg 5 or newer: winget install --id Gyan.FFmpeg',
} as const;

/** How to get a whole ffmpeg on this platform. */
export function installHint(platform: NodeJS.Platform = process.platform): string {
  return platform === 'darwin' || platform === 'win32' ? INSTALL[platform] : INSTALL.linux;
}

/**
 * Finds ffmpeg and ffprobe and checks that they have all that langflix uses.
 *
 * @throws `ToolMissing`, naming everything that is missing, with a hint for this platform.
 */
export async function findMediaTools(options: ToolOptions): Promise<MediaTools> {
  const { checks, tools } = await inspect(options);
  const broken = checks.filter((check) => !check.ok);
  if (broken.length === 0 && tools !== null) return tools;
  throw new LangflixError('ToolMissing', broken.map((check) => `${check.name}: ${check.found}`).join('; '), {
    hint: broken[0]?.mend ?? installHint(),
  });
}

/** The same checks as {@link findMediaTools}, as a list that never throws. */
export async function checkMediaTools(options: ToolOptions): Promise<ToolCheck[]> {
  return (await inspect(options)).checks;
}

async function inspect(options: ToolOptions): Promise<{ checks: ToolCheck[]; tools: MediaTools | null }> {
  const [ffmpeg, ffprobe, setpriv] = await Promise.all([
    locate(options.ffmpeg ?? 'ffmpeg'),
    locate(options.ffprobe ?? 'ffprobe'),
    process.platform === 'linux' ? locate('setpriv') : null,
  ]);
  const [ffmpegVersion, ffprobeVersion, filterList, encoderList] = await Promise.all([
    ffmpeg === null ? null : ask(ffmpeg, ['-version']),
    ffprobe === null ? null : ask(ffprobe, ['-version']),
    ffmpeg === null ? null : ask(ffmpeg, ['-hide_banner', '-filters']),
    ffmpeg === null ? null : ask(ffmpeg, ['-hide_banner', '-encoders']),
  ]);
  const filters = readNames(filterList ?? '');
  const encoders = readNames(encoderList ?? '');
  const toneMapping = TONE_MAP_FILTERS.every((name) => filters.has(name));
  const checks = [
    programCheck('ffmpeg', options.ffmpeg, ffmpeg, ffmpegVersion),
    programCheck('ffprobe', options.ffprobe, ffprobe, ffprobeVersion),
  ];
  if (ffmpegVersion !== null) {
    checks.push(
      partsCheck('ffmpeg encoders', REQUIRED_ENCODERS, encoders),
      partsCheck('ffmpeg filters', REQUIRED_FILTERS, filters),
      {
        name: 'HDR pictures',
        ok: true,
        found: toneMapping
          ? 'brought to standard range (zscale, tonemap)'
          : 'shown pale: this ffmpeg has no zscale',
        mend: toneMapping ? null : 'only for HDR episodes: use an ffmpeg that is built with libzimg',
      },
    );
  }
  checks.push({
    name: 'clean-up after a crash',
    ok: true,
    found: setpriv ?? 'no setpriv: an ffmpeg left behind by a crash is ended by the next worker',
    mend: null,
  });
  if (ffmpeg === null || ffprobe === null || ffmpegVersion === null) return { checks, tools: null };
  const build = createHash('sha256').update(ffmpegVersion).digest('hex').slice(0, 12);
  const version = readVersion(ffmpegVersion)?.version ?? 'unknown';
  return { checks, tools: { ffmpeg, ffprobe, version, build, setpriv, toneMapping } };
}

function programCheck(
  name: string,
  asked: string | null | undefined,
  path: string | null,
  answer: string | null,
): ToolCheck {
  const mend = installHint();
  if (path === null) {
    const found = asked == null ? 'not found in the search path' : `not found: ${asked}`;
    return { name, ok: false, found, mend };
  }
  const read = answer === null ? null : readVersion(answer);
  if (read === null)
    return { name, ok: false, found: `${path} does not answer to -version as ${name} does`, mend };
  if (!read.isNewEnough)
    return { name, ok: false, found: `${path} is version ${read.version}, 5 is needed`, mend };
  return { name, ok: true, found: `${read.version} (${path})`, mend: null };
}

function partsCheck(name: string, needed: readonly string[], present: ReadonlySet<string>): ToolCheck {
  const missing = needed.filter((part) => !present.has(part));
  if (missing.length === 0) return { name, ok: true, found: `all ${needed.length} there`, mend: null };
  return {
    name,
    ok: false,
    found: `this ffmpeg is built without ${missing.join(', ')}`,
    mend: `use a build of ffmpeg that has them (with libx264 and libass); ${installHint()}`,
  };
}

/** Absolute path of a program, by the system's own search; null when there is none. */
async function locate(program: string): Promise<string | null> {
  if (basename(program) !== program) {
    const path = resolve(program);
    return (await ask(path, ['-version'])) === null ? null : path;
  }
  const output =
    process.platform === 'win32'
      ? await ask('where.exe', [program])
      : await ask('/bin/sh', ['-c', 'command -v -- "$1"', 'sh', program]);
  const line = output?.split(/\r?\n/)[0]?.trim();
  return line ? resolve(line) : null;
}

/** What a program prints; null when it cannot be run, fails or does not answer within ten seconds. */
async function ask(program: string, args: string[]): Promise<string | null> {
  try {
    const answer = await capture(program, args, { setpriv: null, timeoutMs: 10_000, maxBytes: 4 << 20 });
    return answer.exitCode === 0 ? answer.stdout.toString('utf8') : null;
  } catch {
    return null;
  }
}
