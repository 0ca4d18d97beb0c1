import { chooseAudio, probeEpisode as probe } from '../media/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile, writeRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** Reads what the video is made of. */
export function probeEpisode(deps: ActivityDependencies) {
  return (input: StepInput): Promise<{ summary: string }> =>
    runStep(deps, 'probe', input, async ({ runId, signal, log }) => {
      const { request } = await readRunFile(deps.home, runId, 'request.json');
      const found = chooseAudio(
        request.videoPath,
        await probe(request.videoPath, { tools: deps.tools, signal }),
        request.options.audioTrack,
      );
      log.info({ probe: found }, 'probed');
      await writeRunFile(deps.home, runId, 'probe.json', { probe: found });
      const { width, height, frameRate } = found.video;
      const fps = Math.round((1000 * frameRate.num) / frameRate.den) / 1000;
      return { summary: `${Math.round(found.durationMs / 1000)} s, ${width}x${height}, ${fps} frames/s` };
    });
}
