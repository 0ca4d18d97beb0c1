import { LangflixError } from '../shared/errors.js';
import type { Report } from '../shared/results.js';
import { drawStill } from '../slides/index.js';
import { writeFileAtomic } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { makeFolderOf, readRunFile, stillPath } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** Draws every still of the plan. An expression that cannot be drawn is named, and does not stop the others. */
export function drawSlides(deps: ActivityDependencies) {
  return (input: StepInput): Promise<{ failed: Report['leftOut'] }> =>
    runStep(deps, 'slides', input, async ({ runId, signal, progress, log }) => {
      const { plan } = await readRunFile(deps.home, runId, 'draft.json');
      const { native } = await readRunFile(deps.home, runId, 'subtitles.json');
      const failed = new Map<string, Report['leftOut'][number]>();
      // Title and end card name every expression: they fail with one that cannot be drawn, and are well without it.
      let sharedFailure: LangflixError | null = null;
      for (const [i, still] of plan.stills.entries()) {
        signal.throwIfAborted();
        progress(i, plan.stills.length, `Slide ${i + 1}/${plan.stills.length}`);
        try {
          const png = await drawStill(still.content, plan.format, { native });
          const path = stillPath(deps.home, runId, still.id);
          await makeFolderOf(deps.home, runId, path);
          // Whole or not at all: an encode may read it while a late attempt draws it again.
          await writeFileAtomic(path, png);
        } catch (error) {
          const users = plan.segments.filter(
            ({ picture }) => picture.type === 'still' && picture.still === still.id,
          );
          const owners = users.flatMap(({ expressions }) => expressions);
          if (!(error instanceof LangflixError) || error.kind !== 'MissingGlyph') throw error;
          if (owners.length === 0) sharedFailure = error;
          log.warn({ err: error, still: still.id }, 'cannot be drawn');
          for (const position of owners) {
            const headword = plan.expressions[position]?.headword ?? '';
            failed.set(headword, { headword, error: { type: error.kind, message: error.message } });
          }
        }
      }
      if (sharedFailure !== null && failed.size === 0) throw sharedFailure;
      return { failed: [...failed.values()] };
    });
}
