import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cue } from '../../src/shared/cue.js';
import { readSubtitles } from '../../src/subtitles/read/index.js';

/** Real captions that a clone may not have; tests that need them skip without. */
export const MEDIA = join(import.meta.dirname, '../../../shared/media');
export const hasMedia = existsSync(MEDIA);

export function mediaCues(path: string): Cue[] {
  return readSubtitles(readFileSync(join(MEDIA, path)), { name: path }).cues;
}

/** Cues of two seconds, one after the other. */
export function cuesOf(...texts: string[]): Cue[] {
  return texts.map((text, index) => ({ index, startMs: index * 2000, endMs: index * 2000 + 1900, text }));
}

/** A cue of given times in milliseconds. */
export function cue(startMs: number, endMs: number, text: string): Cue {
  return { index: 0, startMs, endMs, text };
}
