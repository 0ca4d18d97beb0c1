import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { LangflixError } from '../shared/errors.js';
import type { ProcessVideoRequest } from '../shared/inputs.js';
import { PIPELINE_VERSION } from '../shared/names.js';
import { findSidecar } from './sidecar.js';

const MiB = 1024 * 1024;

export interface RequestIdentity {
  /** Of the video alone: SHA-256 of its size and its first, middle and last MiB, in hex. */
  video: string;
  /** Of all that shapes the study pack, in hex. */
  request: string;
}

/**
 * Tells two requests apart by what shapes their study packs: the video (its size and three samples, so that a film of
 * many gigabytes takes milliseconds), both subtitle files' bytes, the options, whether a person reviews it, the
 * pipeline's version and the folder that the pack goes to. Limits, concurrency and flags of output do not count.
 *
 * @throws LangflixError `UnusableVideo` or `UnusableSubtitles` where a file cannot be read
 */
export async function identifyRequest(request: ProcessVideoRequest): Promise<RequestIdentity> {
  const video = await videoDigest(request.videoPath);
  const subtitlesPath = request.subtitles ?? (await findSidecar(request.videoPath));
  const subtitles = subtitlesPath === null ? 'embedded' : await fileDigest(subtitlesPath);
  const translation = request.translation === null ? null : await fileDigest(request.translation);
  const shape = JSON.stringify([
    PIPELINE_VERSION,
    video,
    subtitles,
    translation,
    request.options.native,
    request.options.level,
    request.options.maxExpressions,
    request.options.shorts,
    request.options.quality,
    request.options.audioTrack,
    request.outputDir,
    ...(request.options.model === null ? [] : ['model', request.options.model, request.options.maxLlmTokens]),
    ...(request.review === null ? [] : ['review']),
    ...(request.options.known.length === 0 ? [] : [request.options.known]),
  ]);
  return { video, request: createHash('sha256').update(shape).digest('hex') };
}

/** The workflow id under which langflix's own client starts a request. */
export function workflowIdOf(identity: RequestIdentity): string {
  return `lesson-${identity.request.slice(0, 16)}`;
}

async function videoDigest(path: string): Promise<string> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw new LangflixError('UnusableVideo', `${path}: cannot be opened`, { hint: 'Check the path.', cause });
  }
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256').update(String(size));
    const buffer = Buffer.alloc(MiB);
    for (const position of [0, Math.floor(size / 2), Math.max(0, size - MiB)]) {
      const { bytesRead } = await file.read(buffer, 0, MiB, position);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return hash.digest('hex');
  } catch (cause) {
    throw new LangflixError('UnusableVideo', `${path}: cannot be read`, { hint: 'Is it a file?', cause });
  } finally {
    await file.close();
  }
}

async function fileDigest(path: string): Promise<string> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch (cause) {
    throw new LangflixError('UnusableSubtitles', `${path}: cannot be read`, {
      hint: 'Check the path of the subtitle file.',
      cause,
    });
  }
}
