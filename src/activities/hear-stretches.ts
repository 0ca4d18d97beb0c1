import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type HeardStretch, isHeard, type LessonPlan, stretchesToHear } from '../lesson/index.js';
import {
  type EpisodeProbe,
  hearStretch,
  LEVEL_STEP_MS,
  lessonAudio,
  type MediaTools,
} from '../media/index.js';
import { LangflixError } from '../shared/errors.js';
import { PIPELINE_VERSION } from '../shared/names.js';
import { valueCache } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { hasRunFile, readRunFile, writeRunFile } from './run-folder.js';
import type { Step } from './step.js';

/** Stretches that are read side by side: decoding sound is light, and the file is opened for each anew. */
const AT_ONCE = 2;

/**
 * Hears the sound around every line of a draft that this run, or any other one of the same episode, has not heard yet.
 *
 * @returns all that is known of the episode's sound, in order of time
 */
export async function hearStretches(
  deps: ActivityDependencies,
  { runId, signal, log, progress }: Step,
  draft: LessonPlan,
): Promise<HeardStretch[]> {
  const { request, fingerprint } = await readRunFile(deps.home, runId, 'request.json');
  const { probe } = await readRunFile(deps.home, runId, 'probe.json');
  const known = (await hasRunFile(deps.home, runId, 'sound.json'))
    ? (await readRunFile(deps.home, runId, 'sound.json')).stretches
    : [];
  const wanted = stretchesToHear(draft, probe.durationMs).filter((extent) => !isHeard(extent, known));
  if (wanted.length === 0) return known;

  const cache = valueCache(deps.home, 'sound');
  const heard: HeardStretch[] = [];
  const queue = [...wanted];
  const hearNext = async (): Promise<void> => {
    for (let extent = queue.shift(); extent !== undefined; extent = queue.shift()) {
      const { startMs, endMs } = extent;
      progress(heard.length, wanted.length, 'Listening');
      try {
        const lengthMs = endMs - startMs;
        const { tools } = deps;
        const hash = stretchHash({ episode: fingerprint, probe, tools, startMs, lengthMs });
        let levels = await cache.lookup(hash, z.array(z.number()));
        if (levels === null) {
          levels = await hearStretch({ path: request.videoPath, probe, startMs, lengthMs, tools, signal });
          await cache.store(hash, levels);
        }
        heard.push({ startMs, stepMs: LEVEL_STEP_MS, levels });
      } catch (error) {
        if (!(error instanceof LangflixError) || error.kind !== 'RenderFailed') throw error;
        // A part that cannot be decoded is named when its segment is rendered, and only its expressions are left out.
        log.warn({ err: error }, 'not heard');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hearNext));
  const stretches = [...known, ...heard].sort((a, b) => a.startMs - b.startMs);
  await writeRunFile(deps.home, runId, 'sound.json', { stretches });
  return stretches;
}

/** A SHA-256 in hex of all that the levels of a stretch depend on. */
function stretchHash(input: {
  episode: string;
  probe: EpisodeProbe;
  tools: MediaTools;
  startMs: number;
  lengthMs: number;
}): string {
  const { episode, probe, tools, startMs, lengthMs } = input;
  const audioStream = lessonAudio(probe)?.index ?? null;
  const ingredients = {
    ...{ pipeline: PIPELINE_VERSION, ffmpeg: tools.build, stepMs: LEVEL_STEP_MS },
    ...{ episode, audioStream, startMs, lengthMs },
  };
  return createHash('sha256').update(JSON.stringify(ingredients)).digest('hex');
}
