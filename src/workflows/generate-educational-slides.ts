import { slidesInputSchema } from '../shared/inputs.js';
import type { SlidesResult } from '../shared/results.js';
import { runFailure } from './failures.js';
import { parseInput } from './input.js';
import { activitiesUnder } from './proxies.js';

/** Draws slides from content that the client brings: `SlidesInput` in, absolute paths of PNG files out. */
export async function generateEducationalSlides(raw: unknown): Promise<SlidesResult> {
  const request = parseInput(slidesInputSchema, raw);
  const { light } = activitiesUnder(request.limits);
  try {
    return await light.drawSlideDeck.executeWithOptions({ summary: `Draw ${request.slides.length} slides` }, [
      request,
    ]);
  } catch (error) {
    throw runFailure(error, request.limits);
  }
}
