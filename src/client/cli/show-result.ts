import type { ProcessVideoResult } from '../../shared/results.js';
import type { RunReference } from '../langflix-client.js';
import { styled, type Terminal } from './terminal.js';

/** Tells what was made: the expressions, what was left out, and last the study pack's place. */
export function showStudyPack(result: ProcessVideoResult, run: RunReference, terminal: Terminal): void {
  terminal.answer({ ...run, state: 'SUCCESS', ...withoutStatus(result) });
  if (terminal.json) return;
  process.stdout.write(`\n${styled('bold', result.message)}\n\n`);
  for (const [i, { headword, meaning, translation, level }] of result.expressions.entries()) {
    const gloss = translation === null ? '' : ` (${translation})`;
    process.stdout.write(
      `${String(i + 1).padStart(3)}. ${styled('bold', headword)} [${level}]  ${styled('dim', meaning + gloss)}\n`,
    );
  }
  for (const { headword, error } of result.report.leftOut) {
    terminal.say(`     left out: ${headword} (${error.message})`);
  }
  if (result.report.droppedCues > 0) {
    terminal.say(
      `     ${result.report.droppedCues} subtitle lines could not be read; see ${result.outputs.manifest}.`,
    );
  }
  terminal.say(
    `\nStudy pack: ${result.outputs.lesson}, ${result.outputs.clips.length} clips, ${result.outputs.slides.length} slides`,
  );
  process.stdout.write(`${result.outputDir}\n`);
}

function withoutStatus({ status: _, ...rest }: ProcessVideoResult) {
  return rest;
}
