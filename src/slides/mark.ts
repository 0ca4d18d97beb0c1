import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A PNG ends in this chunk, which has no data: four bytes each for length, type and checksum. */
const END_BYTES = 12;
/** `langflix`, a zero byte and a SHA-256 in hex. */
const MARK_BYTES = 12 + 'langflix'.length + 1 + 64;

/**
 * A PNG with a mark that langflix made it: a text chunk that holds the hash of all before it. So a later run knows the
 * file for langflix's own, and for unchanged, by its bytes alone: nothing has to be kept beside it.
 *
 * @param png whole, as an encoder wrote it
 */
export function marked(png: Buffer): Buffer {
  const body = png.subarray(0, -END_BYTES);
  return Buffer.concat([body, markOf(body), png.subarray(-END_BYTES)]);
}

/** Whether langflix made a picture and nobody has changed it since. */
export function isMarked(bytes: Buffer): boolean {
  if (bytes.length < MARK_BYTES + END_BYTES) return false;
  const body = bytes.subarray(0, -(MARK_BYTES + END_BYTES));
  return bytes.subarray(body.length, body.length + MARK_BYTES).equals(markOf(body));
}

/** A `tEXt` chunk (PNG specification, 11.3.3): keyword, zero byte, text. */
function markOf(body: Buffer): Buffer {
  const typed = Buffer.from(`tEXtlangflix\0${createHash('sha256').update(body).digest('hex')}`, 'latin1');
  const chunk = Buffer.alloc(typed.length + 8);
  chunk.writeUInt32BE(typed.length - 4, 0);
  typed.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(typed), typed.length + 4);
  return chunk;
}
