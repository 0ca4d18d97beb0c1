import { open } from 'node:fs/promises';
import { LangflixError } from '../../shared/errors.js';

/**
 * Reads a file that a person named, or that somebody else has given to that person: never more than `maxBytes` of it,
 * whatever it is. Pipes are read too (`--known <(sort words.txt)`).
 *
 * @param hint what to do where it cannot be read
 * @throws LangflixError `InvalidInput`, naming the file
 */
export async function readSmallFile(path: string, maxBytes: number, hint: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      return await readUpTo(file.createReadStream({ autoClose: false }), maxBytes);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : message;
    throw new LangflixError('InvalidInput', `${path}: ${reason}`, { hint, cause });
  }
}

async function readUpTo(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    length += part.length;
    if (length > maxBytes) throw new Error(`is larger than ${maxBytes.toLocaleString('en')} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
