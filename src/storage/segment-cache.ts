import { lstat, mkdir, readFile, rename, unlink, utimes } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { LangflixError } from '../shared/errors.js';
import { fileSha256 } from './digest.js';
import {
  linkOrCopy,
  move,
  removeTree,
  syncFile,
  syncFolder,
  uniqueSuffix,
  writeFileAtomic,
} from './durable.js';
import { hasCode, storageError } from './errors.js';
import { type Home, prepareHome, trashOf } from './home.js';

/** Stands in each cached segment's folder: its marker, and what its bytes must be to be served. */
export const SEGMENT_FILE = 'segment.json';
/** Begins the names of segments that are being stored. */
export const NEW_SEGMENT_PREFIX = '.new-';

const sidecarSchema = z.object({
  product: z.literal('langflix'),
  kind: z.literal('segment'),
  hash: z.string(),
  /** Beside the sidecar. */
  file: z.string().regex(/^segment(\.[A-Za-z0-9]{1,8})?$/),
  bytes: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  frames: z.int().min(0).optional(),
  samples: z.int().min(0).optional(),
});
type Sidecar = z.infer<typeof sidecarSchema>;

/** Decoded length of a segment, in frames of its lesson and in samples. */
export interface SegmentLength {
  frames: number;
  samples: number;
}

/** Rendered segments by the hash of all that determines their bytes. Safe for many processes at once. */
export interface SegmentCache {
  /** Absolute path of a whole segment, noted as used now; null where there is none, or only a damaged one. */
  lookup(hash: string): Promise<string | null>;
  /** What was said of a segment when it was stored; null where it is not there or nothing was said. */
  lengthOf(hash: string): Promise<SegmentLength | null>;
  /**
   * Moves a rendered file (not empty) into the cache and gives its path there. Where two store the same hash, one
   * wins and both are served the same.
   *
   * @throws LangflixError `DiskFull`, `Transient`
   */
  store(hash: string, file: string, length?: SegmentLength): Promise<string>;
  /**
   * Gives a run its own name for a segment, `path` (in a folder that exists; replaced if there), so that it stays
   * when the cache lets go of it. Answers `path`, or null where the cache has no whole one.
   */
  linkInto(hash: string, path: string): Promise<string | null>;
}

/** The segment cache of a home that was prepared. */
export function segmentCache(home: Home): SegmentCache {
  const folderOf = (hash: string) => join(home.segments, checkHash(hash));

  async function lookup(hash: string): Promise<string | null> {
    const folder = folderOf(hash);
    const sidecar = await readSidecar(folder);
    if (sidecar === null || sidecar.hash !== hash) return null;
    const path = join(folder, sidecar.file);
    try {
      const found = await lstat(path);
      // Every byte is read: a damaged segment would end up in somebody's lesson.
      if (!found.isFile() || found.size !== sidecar.bytes) return null;
      if ((await fileSha256(path)) !== sidecar.sha256) return null;
      const now = new Date();
      await utimes(join(folder, SEGMENT_FILE), now, now);
      return path;
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
      throw storageError(error, path);
    }
  }

  async function lengthOf(hash: string): Promise<SegmentLength | null> {
    const { frames, samples } = (await readSidecar(folderOf(hash))) ?? {};
    return frames === undefined || samples === undefined ? null : { frames, samples };
  }

  async function store(hash: string, file: string, length?: SegmentLength): Promise<string> {
    const folder = folderOf(hash);
    const fresh = join(home.segments, `${NEW_SEGMENT_PREFIX}${hash}-${uniqueSuffix()}`);
    const name = `segment${/^\.[A-Za-z0-9]{1,8}$/.test(extname(file)) ? extname(file) : ''}`;
    try {
      await syncFile(file);
      const { size } = await lstat(file);
      const sidecar: Sidecar = {
        product: 'langflix',
        kind: 'segment',
        hash,
        file: name,
        bytes: size,
        sha256: await fileSha256(file),
        ...length,
      };
      if (!sidecarSchema.safeParse(sidecar).success) {
        throw new LangflixError('Internal', `${file}: is empty and cannot be a segment`);
      }
      await mkdir(fresh, { mode: 0o700 }).catch(async (error: unknown) => {
        if (!hasCode(error, 'ENOENT')) throw error;
        // The cache was deleted, as caches may be, since the worker started.
        await prepareHome(home);
        await mkdir(fresh, { mode: 0o700 });
      });
      await writeFileAtomic(join(fresh, SEGMENT_FILE), `${JSON.stringify(sidecar)}\n`);
      await move(file, join(fresh, name));
      await syncFolder(fresh);
      return await settle(hash, folder, fresh, name);
    } catch (error) {
      throw storageError(error, file);
    } finally {
      await removeTree(fresh);
    }
  }

  /** Gives the fresh folder its name. Whoever is there first wins, unless what he has is damaged. */
  async function settle(hash: string, folder: string, fresh: string, name: string): Promise<string> {
    for (;;) {
      try {
        await rename(fresh, folder);
        await syncFolder(home.segments);
        return join(folder, name);
      } catch (error) {
        if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOTDIR')) throw error;
      }
      const winner = await lookup(hash);
      if (winner !== null) return winner;
      const trash = join(trashOf(home.segments), `${hash}-${uniqueSuffix()}`);
      await rename(folder, trash).catch((error: unknown) => {
        if (!hasCode(error, 'ENOENT')) throw error;
      });
      await removeTree(trash);
    }
  }

  async function linkInto(hash: string, path: string): Promise<string | null> {
    const cached = await lookup(hash);
    if (cached === null) return null;
    const fresh = `${path}.${uniqueSuffix()}`;
    try {
      await linkOrCopy(cached, fresh);
      // Over what an earlier attempt may have left; when both are names of the same file, rename does nothing.
      await rename(fresh, path);
      await unlink(fresh).catch(unlessGone);
      return path;
    } catch (error) {
      await unlink(fresh).catch(unlessGone);
      // Let go of by the cache in this very moment.
      if (hasCode(error, 'ENOENT') && (await lookup(hash)) === null) return null;
      throw storageError(error, path);
    }
  }

  return { lookup, lengthOf, store, linkInto };
}

/** A segment folder's sidecar, or null where it is not one. */
export async function readSidecar(folder: string): Promise<Sidecar | null> {
  try {
    return sidecarSchema.parse(JSON.parse(await readFile(join(folder, SEGMENT_FILE), 'utf8')));
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return null;
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return null;
    throw storageError(error, folder);
  }
}

function checkHash(hash: string): string {
  if (/^[0-9a-f]{16,128}$/.test(hash)) return hash;
  throw new LangflixError('Internal', `${JSON.stringify(hash)} is not a segment’s hash`);
}

function unlessGone(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error;
}
