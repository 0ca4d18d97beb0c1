import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { LangflixError } from '../shared/errors.js';

/** A container that langflix reads, named as ffmpeg's demuxer is. */
export interface Container {
  container: string;
  /** The value for ffmpeg's `-format_whitelist`: this demuxer and no other. */
  formatWhitelist: string;
}

const HEAD_BYTES = 4096;
const FORMATS = 'MP4, MOV, MKV, WebM, MPEG-TS, MPEG-PS, AVI, FLV, Ogg or WMV';
const HINT = `give a video file: ${FORMATS}`;

/**
 * Decides by its first bytes, never by its name, what container a file is. Playlists (DASH, HLS, ffconcat)
 * are refused: ffmpeg would open whatever they name, on the network too.
 *
 * @param path absolute; a symbolic link to a regular file is followed.
 * @throws `UnusableVideo` for a missing, empty, unreadable or special file, a folder, text, and anything
 *   that is not one of the known containers.
 */
export async function sniffContainer(path: string): Promise<Container> {
  const head = await readHead(path);
  const container = containerOf(head);
  if (container !== null) return { container, formatWhitelist: container };
  throw refuse(path, describe(head));
}

/** The demuxer for a file that begins with these bytes; null when it is none of the known containers. */
export function containerOf(head: Uint8Array): string | null {
  const at = (offset: number, ...bytes: number[]) => bytes.every((byte, i) => head[offset + i] === byte);
  const text = (offset: number, value: string) => at(offset, ...Buffer.from(value, 'latin1'));
  const atoms = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];
  if (atoms.some((atom) => text(4, atom))) return 'mov';
  if (at(0, 0x1a, 0x45, 0xdf, 0xa3)) return 'matroska';
  if (text(0, 'RIFF') && text(8, 'AVI ')) return 'avi';
  if (text(0, 'OggS')) return 'ogg';
  if (text(0, 'FLV\x01')) return 'flv';
  if (at(0, 0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11)) return 'asf';
  if (at(0, 0, 0, 1, 0xba)) return 'mpeg';
  // Packets of 188 bytes, each beginning with 0x47; Blu-ray's .m2ts puts four bytes before each.
  if ([0, 188, 376].every((offset) => at(offset, 0x47))) return 'mpegts';
  if ([4, 196, 388].every((offset) => at(offset, 0x47))) return 'mpegts';
  return null;
}

async function readHead(path: string): Promise<Uint8Array> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for its writer for ever.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw refuse(path, openFailure(error), error);
  }
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw refuse(path, 'it is a folder');
    if (!stat.isFile()) throw refuse(path, 'it is not a regular file');
    if (stat.size === 0) throw refuse(path, 'it is empty (0 bytes)');
    const head = new Uint8Array(Math.min(HEAD_BYTES, stat.size));
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function openFailure(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read (permission denied)';
  if (code === 'ELOOP') return 'its symbolic links lead in a circle';
  if (code === 'ENXIO') return 'it is not a regular file';
  return `it cannot be opened (${code ?? String(error)})`;
}

/** What a refused file is, as far as its first bytes tell. */
function describe(head: Uint8Array): string {
  const start = Buffer.from(head)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (/^#EXTM3U/.test(start)) return 'it is an HLS playlist, not a video';
  if (/^ffconcat/.test(start)) return 'it is an ffconcat playlist, not a video';
  if (/<MPD[\s>]/.test(start)) return 'it is a DASH manifest, not a video';
  if (/^<\?xml/.test(start)) return 'it is an XML file, not a video';
  if (/^(ID3|fLaC|\xff[\xfb\xf3\xf2])/.test(start) || /^RIFF....WAVE/s.test(start)) {
    return 'it holds sound only, no picture';
  }
  if (!head.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return 'it is a text file, not a video';
  return 'it is no container that langflix knows';
}

function refuse(path: string, reason: string, cause?: unknown): LangflixError {
  return new LangflixError('UnusableVideo', `Cannot use the video ${path}: ${reason}`, { hint: HINT, cause });
}
