import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LangflixError } from '../shared/errors.js';
import { makeFolders } from './durable.js';
import { errorCode, hasCode } from './errors.js';
import { type Marker, readMarker, writeMarker } from './marker.js';
import { makePrivate } from './private.js';
import { tryWriting } from './try-writing.js';

/** One person's or machine's langflix: absolute paths of everything it keeps. */
export interface Home {
  root: string;
  /** `work/<run>`: goes with its run, or by age. */
  work: string;
  cache: string;
  /** `cache/segments/<hash>`: rendered pieces, used again by any run. */
  segments: string;
  /** `cache/answers/<hash>.json`: what language models have answered, used again by any run. */
  answers: string;
  /** `cache/sounds/<hash>.json`: how loud stretches of episodes are, used again by any run. */
  sounds: string;
  logs: string;
  /** Slide decks that were asked for without an output folder. They stay. */
  slides: string;
  /** One small file per running child process, so that those whose parent died are found and ended. */
  processes: string;
  /** The embedded Temporal server's. */
  database: string;
  /** What the running service says of itself. */
  serviceFile: string;
  /** Held by the running service. */
  lockFile: string;
}

/** Where everything is in a home. Touches no disk; see {@link prepareHome}. */
export function homeLayout(root: string): Home {
  const at = resolve(root);
  const cache = join(at, 'cache');
  return {
    root: at,
    work: join(at, 'work'),
    cache,
    segments: join(cache, 'segments'),
    answers: join(cache, 'answers'),
    sounds: join(cache, 'sounds'),
    logs: join(at, 'logs'),
    slides: join(at, 'slides'),
    processes: join(at, 'processes'),
    database: join(at, 'temporal.db'),
    serviceFile: join(at, 'service.json'),
    lockFile: join(at, 'service.lock'),
  };
}

/** The embedded server's database: SQLite keeps up to three files beside it. */
export function databaseFiles({ database }: Pick<Home, 'database'>): string[] {
  return ['', '-wal', '-shm', '-journal'].map((ending) => `${database}${ending}`);
}

/** Where things wait for their deletion. On the same file system as what is deleted, so that a rename gets them there. */
export function trashOf(folder: string): string {
  return join(folder, '.trash');
}

const HINT = 'Set LANGFLIX_HOME to a folder that langflix may have for itself.';

/**
 * Makes the home's folders, for its owner alone (mode 0700), each with a marker. Calling it again is cheap and mends
 * what is missing or open to others; a root that holds anything but langflix's own keeps its mode.
 *
 * @throws LangflixError `InvalidInput` where the root is a file, cannot be written, or holds a folder of the same
 *   name that langflix did not make; `DiskFull`
 */
export async function prepareHome(home: Home): Promise<void> {
  const folders: [string, Marker['kind']][] = [
    [home.work, 'work'],
    [trashOf(home.work), 'trash'],
    [home.cache, 'cache'],
    [home.segments, 'segments'],
    [trashOf(home.segments), 'trash'],
    [home.answers, 'answers'],
    [trashOf(home.answers), 'trash'],
    [home.sounds, 'sounds'],
    [trashOf(home.sounds), 'trash'],
    [home.logs, 'logs'],
    [home.processes, 'processes'],
    // Last but for what is in it, so that a folder which turns out to be somebody else's is left as it was.
    [home.root, 'home'],
  ];
  for (const [path, kind] of folders) await makeFolder(path, kind);
  for (const file of databaseFiles(home)) await makePrivate(file);
  await tryWriting(home.root).catch((cause: unknown) => {
    throw unusableHome(home.root, cause);
  });
}

async function makeFolder(path: string, kind: Marker['kind']): Promise<void> {
  try {
    await makeFolders(path, 0o700);
    // The root may be a link that its owner has set; below it, a link could lead deletion out of the home.
    const found = kind === 'home' ? await stat(path) : await lstat(path);
    if (!found.isDirectory()) throw refusal(path, 'is not a folder');
    if ((await readMarker(path))?.kind !== kind) {
      if (kind !== 'home' && (await holdsStrangersFiles(path, kind))) {
        throw refusal(path, 'holds files that langflix did not make');
      }
      await writeMarker(path, { kind });
    }
    if (kind !== 'home' || (await holdsOnlyOurs(path))) await makePrivate(await realpath(path));
  } catch (cause) {
    throw unusableHome(path, cause);
  }
}

/** Names that langflix and its server give to what they keep at the top of a home; `service.json` also half written. */
const OUR_NAMES =
  /^(work|cache|logs|slides|processes|temporal\.db(-\w+)?|service\.(json|lock)\S*|server\.json|last-command|\..*)$/;

async function holdsOnlyOurs(root: string): Promise<boolean> {
  return (await readdir(root)).every((name) => OUR_NAMES.test(name));
}

async function holdsStrangersFiles(path: string, kind: Marker['kind']): Promise<boolean> {
  const names = await readdir(path);
  if (names.every((name) => name.startsWith('.'))) return false;
  // Two commands may prepare one home at once: the other one may have marked and used the folder just now.
  return (await readMarker(path))?.kind !== kind;
}

function refusal(path: string, why: string): LangflixError {
  return new LangflixError('InvalidInput', `${path}: langflix’s home cannot be here, this ${why}`, {
    hint: HINT,
  });
}

function unusableHome(path: string, cause: unknown): unknown {
  if (cause instanceof LangflixError) return cause;
  if (hasCode(cause, 'ENOSPC', 'EDQUOT')) {
    return new LangflixError('DiskFull', `${path}: no space is left for langflix’s home`, {
      hint: HINT,
      cause,
    });
  }
  if (hasCode(cause, 'EEXIST', 'ENOTDIR')) {
    return new LangflixError(
      'InvalidInput',
      `${path}: langflix’s home cannot be here, a file is in the way`,
      {
        hint: HINT,
        cause,
      },
    );
  }
  const code = errorCode(cause);
  if (code === null) return cause;
  return new LangflixError(
    'InvalidInput',
    `${path}: langflix’s home cannot be made or written here (${code})`,
    {
      hint: HINT,
      cause,
    },
  );
}
