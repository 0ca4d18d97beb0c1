import { join } from 'node:path';
import { fileSlug } from '../lesson/index.js';
import type { SlidesRequest } from '../shared/inputs.js';
import type { SlidesResult } from '../shared/results.js';
import { drawStill, isMarked, marked, slideFromContent } from '../slides/index.js';
import { assertOutputPlace, checkReplaceable, makeOutputFolder, writeOwnFile } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { runStep } from './step.js';

/** Full HD: what a slide deck is shown at. */
const SIZE = { width: 1920, height: 1080 };

/**
 * Draws slides from content that the client brought. Of files that bear their names already only those are replaced that
 * langflix made; any other, and nothing at all is drawn.
 */
export function drawSlideDeck(deps: ActivityDependencies) {
  return (request: SlidesRequest): Promise<SlidesResult> =>
    runStep(deps, 'slides', request, async ({ runId, signal, progress }) => {
      const folder = await deckFolder(deps, request, runId);
      const slides = request.slides.map(({ expression }, i) =>
        join(folder, `${String(i + 1).padStart(2, '0')}-${fileSlug(expression)}.png`),
      );
      for (const path of slides) await checkReplaceable(path, isMarked);
      for (const [i, item] of request.slides.entries()) {
        signal.throwIfAborted();
        progress(i, request.slides.length, `Slide ${i + 1}/${request.slides.length}: ${item.expression}`);
        await writeOwnFile(slides[i]!, marked(await drawStill(slideFromContent(item), SIZE)), isMarked);
      }
      return { status: 'completed', message: `Drew ${slides.length} slides into ${folder}.`, slides };
    });
}

/** The folder that was asked for, or one of the run's own in the home. */
async function deckFolder(
  { home }: ActivityDependencies,
  { outputDir }: SlidesRequest,
  runId: string,
): Promise<string> {
  if (outputDir !== null) await assertOutputPlace(outputDir, home);
  const folder = outputDir ?? join(home.slides, runId);
  await makeOutputFolder(folder, outputDir === null ? 0o700 : 0o777);
  return folder;
}
