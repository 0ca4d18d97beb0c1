import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve, sep } from 'node:path';
import {
  findMediaTools,
  type MediaTools,
  pictureCommand,
  runFfmpeg,
  sniffContainer,
} from '../../../media/index.js';
import { LangflixError } from '../../../shared/errors.js';
import { isStoryboard, type StoryboardPicture, storyboard } from '../../../slides/index.js';
import { openRegularFile, readPack, readRegularFile, writeFileAtomic } from '../../../storage/index.js';
import { type ListedSegment, type Manifest, manifestSchema } from '../../../study/index.js';
import type { CommandEnvironment } from '../context.js';
import { EXIT } from '../exit-codes.js';

/** Scene, line, pause, line with meaning, slide: an expression's pieces are a row. */
const COLUMNS = 5;
/** In pixels. */
const CELL_WIDTH = 288;
/** Far more than a sheet of a lesson of 50 expressions has. */
const MAX_SHEET_BYTES = 256 * 1024 * 1024;

/** Draws the sheet in this process. */
export async function drawStoryboard(
  { config, terminal }: CommandEnvironment,
  pack: string,
  out?: string,
): Promise<number> {
  const folder = resolve(pack);
  const target = resolve(out ?? `${basename(folder)}-storyboard.png`);
  const { manifest, segments } = await lessonOf(folder);
  await checkTarget(target, folder);
  const lesson = join(folder, 'lesson.mp4');
  await checkLesson(lesson);
  const tools = await findMediaTools({ ffmpeg: config.ffmpegPath, ffprobe: config.ffprobePath });
  const pictures = await takePictures(lesson, segments, tools);
  const length = clock(segments.at(-1)?.endMs ?? 0);
  const title = `${manifest.episode.name}  ·  ${length}`;
  await writeFileAtomic(
    target,
    await storyboard(pictures, { columns: COLUMNS, cellWidth: CELL_WIDTH, title }),
  ).catch((cause: NodeJS.ErrnoException) => {
    throw new LangflixError('UnusableOutput', `${target}: cannot be written (${cause.message})`, {
      hint: 'Choose another place with --out.',
      cause,
    });
  });
  terminal.answer({ file: target, pictures: pictures.length });
  if (!terminal.json) {
    terminal.say(`${pictures.length} pictures of a lesson of ${length}:`);
    terminal.path(target);
  }
  return EXIT.done;
}

/** @throws LangflixError `InvalidInput` where the folder holds no study pack with a lesson that is as it was made */
async function lessonOf(folder: string): Promise<{ manifest: Manifest; segments: ListedSegment[] }> {
  const parsed = manifestSchema.safeParse((await readPack(folder))?.manifest);
  if (!parsed.success) {
    throw new LangflixError(
      'InvalidInput',
      `${folder}: is no study pack (it has no manifest.json of langflix)`,
      {
        hint: 'Name the folder that `langflix process` has made.',
      },
    );
  }
  const manifest = parsed.data;
  if (manifest.segments === undefined || manifest.segments.length === 0) {
    throw new LangflixError(
      'InvalidInput',
      `${folder}: was made by a langflix that did not list its pieces`,
      {
        hint: 'Make it anew: langflix process VIDEO --again',
      },
    );
  }
  return { manifest, segments: manifest.segments };
}

/**
 * A pack may come from anybody: what stands in the lesson's place need be no video of langflix's.
 *
 * @throws LangflixError `InvalidInput`
 */
async function checkLesson(path: string): Promise<void> {
  const file = await openRegularFile(path, { followLinks: false }).catch(() => null);
  await file?.close();
  const found = file === null ? null : await sniffContainer(path).catch(() => null);
  if (found?.container === 'mov') return;
  throw new LangflixError('InvalidInput', `${path}: is missing, or is no lesson that langflix has made`, {
    hint: 'Make it anew: langflix process VIDEO --again',
  });
}

/** Nothing but an earlier storyboard is written over, and nothing is put into a study pack: it would count as changed. */
async function checkTarget(target: string, folder: string): Promise<void> {
  if (target.startsWith(`${folder}${sep}`)) {
    throw new LangflixError(
      'UnusableOutput',
      `${target}: is within the study pack, which must stay as it is`,
      {
        hint: 'Choose a place outside of it with --out.',
      },
    );
  }
  const mayBeWritten = await isOwnStoryboard(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return true;
    throw new LangflixError('UnusableOutput', `${target}: cannot be used (${error.message})`, {
      hint: 'Choose another place with --out.',
      cause: error,
    });
  });
  if (!mayBeWritten) {
    throw new LangflixError('UnusableOutput', `${target}: there is something already that is no storyboard`, {
      hint: 'Choose another place with --out.',
    });
  }
}

/** A pipe or a device is none, and is not read either: that need not come to an end. */
async function isOwnStoryboard(path: string): Promise<boolean> {
  const bytes = await readRegularFile(path, MAX_SHEET_BYTES);
  return bytes !== null && (await isStoryboard(bytes));
}

async function takePictures(
  lesson: string,
  segments: readonly ListedSegment[],
  tools: MediaTools,
): Promise<StoryboardPicture[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'langflix-storyboard-'));
  try {
    const pictures: StoryboardPicture[] = [];
    for (const [i, { label, startMs, pictureMs, chapter }] of segments.entries()) {
      const output = join(cwd, `${i}.png`);
      const command = pictureCommand({ path: lesson, atMs: pictureMs, width: CELL_WIDTH, output });
      await runFfmpeg(command, { tools, cwd, pidFolder: cwd });
      pictures.push({
        label: `${label}  ${clock(startMs)}`,
        png: await readFile(output),
        ...(chapter === segments[i - 1]?.chapter ? {} : { heading: chapter }),
      });
    }
    return pictures;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** `M:SS`, hours in minutes. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
