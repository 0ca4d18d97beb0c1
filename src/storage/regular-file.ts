import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { hasCode } from './errors.js';

export interface OpenOptions {
  /** Whether a symbolic link leads to what it points to; yes unless told. */
  followLinks?: boolean;
}

/**
 * Opens a file for reading, at once. Opening a named pipe waits for its writer, for ever and on one of the four
 * threads on which Node does all work with files: four of them would stop a whole service.
 *
 * @returns null where the path is no regular file: a folder, a pipe, a device, a socket, a link that is not followed
 * @throws the system's error where there is nothing, or no right to read
 */
export async function openRegularFile(path: string, options: OpenOptions = {}): Promise<FileHandle | null> {
  // Windows has neither of the two.
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const flags = O_RDONLY | O_NONBLOCK | (options.followLinks === false ? O_NOFOLLOW : 0);
  let file: FileHandle;
  try {
    file = await open(path, flags);
  } catch (error) {
    // EMLINK is what FreeBSD says of a link; ENXIO is said of sockets.
    const isLink = options.followLinks === false && hasCode(error, 'ELOOP', 'EMLINK');
    if (isLink || hasCode(error, 'EISDIR', 'ENXIO')) return null;
    throw error;
  }
  const found = await file.stat().catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  if (found.isFile()) return file;
  await file.close();
  return null;
}

/**
 * Reads a whole file that somebody else has made.
 *
 * @param maxBytes nothing more is read, however much the file grows meanwhile
 * @returns null where it is no regular file, or larger
 * @throws the system's error where there is nothing, or no right to read
 */
export async function readRegularFile(
  path: string,
  maxBytes: number,
  options: OpenOptions = {},
): Promise<Buffer | null> {
  const file = await openRegularFile(path, options);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    if (size > maxBytes) return null;
    const bytes = Buffer.alloc(size);
    let length = 0;
    while (length < size) {
      const { bytesRead } = await file.read(bytes, length, size - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}
