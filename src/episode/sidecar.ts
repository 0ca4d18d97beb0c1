import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

/** Where English subtitles are looked for beside a video, best first. */
export function sidecarNames(videoPath: string): string[] {
  const stem = join(dirname(videoPath), basename(videoPath, extname(videoPath)));
  return ['.en.srt', '.en.vtt', '.srt', '.vtt'].map((ending) => stem + ending);
}

/** The first of {@link sidecarNames} that is a file, or null. */
export async function findSidecar(videoPath: string): Promise<string | null> {
  for (const name of sidecarNames(videoPath)) {
    const found = await stat(name).catch(() => null);
    if (found?.isFile()) return name;
  }
  return null;
}
