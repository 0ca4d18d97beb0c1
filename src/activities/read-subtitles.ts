import { basename } from 'node:path';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile, writeRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** Reads the English cues and their translation. */
export function readSubtitles(deps: ActivityDependencies) {
  return (input: StepInput): Promise<{ cues: number; summary: string }> =>
    runStep(deps, 'subtitles', input, async ({ runId, signal, progress }) => {
      const { request } = await readRunFile(deps.home, runId, 'request.json');
      const { probe } = await readRunFile(deps.home, runId, 'probe.json');
      progress(0, 1, 'Reading the subtitles');
      const { source, ...tracks } = await deps.tracks.read(request, probe, deps.tools, signal);
      // The name alone: a study pack is given away, and says nothing of the folders of whoever made it.
      const name = tracks.file === null ? source : basename(tracks.file);
      const notes = [`English subtitles: ${name}`, ...tracks.notes];
      await writeRunFile(deps.home, runId, 'subtitles.json', { ...tracks, notes });
      const translated =
        tracks.translation === null
          ? 'no translation'
          : `${tracks.translation.length} in ${tracks.native ?? 'another language'}`;
      return { cues: tracks.cues.length, summary: `${tracks.cues.length} lines, ${translated}` };
    });
}
