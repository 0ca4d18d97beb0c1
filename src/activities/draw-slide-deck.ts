import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSlug } from '../lesson/index.js';
import type { SlidesRequest } from '../shared/inputs.js';
import type { SlidesResult } from '../shared/results.js';
import { drawStill, slideFromContent } from '../slides/index.js';
import { writeFileAtomic } from '../storage/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { runStep } from './step.js';

/** Full HD: what a slide deck is shown at. */
const SIZE = { width: 1920, height: 1080 };

/** Draws slides from content that the client brought. Files of the same name in the folder are replaced whole. */
export function drawSlideDeck(deps: ActivityDependencies) {
  return (request: SlidesRequest): Promise<SlidesResult> =>
    runStep(deps, 'slides', request, async ({ runId, signal, progress }) => {
      const folder = request.outputDir ?? join(deps.home.slides, runId);
      await mkdir(folder, { recursive: true });
      const slides: string[] = [];
      for (const [i, item] of request.slides.entries()) {
        signal.throwIfAborted();
        progress(i, request.slides.length, `Slide ${i + 1}/${request.slides.length}: ${item.expression}`);
        const number = String(i + 1).padStart(2, '0');
        const path = join(folder, `${number}-${fileSlug(item.expression)}.png`);
        await writeFileAtomic(path, await drawStill(slideFromContent(item), SIZE));
        slides.push(path);
      }
      return { status: 'completed', message: `Drew ${slides.length} slides into ${folder}.`, slides };
    });
}
