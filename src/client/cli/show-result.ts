import type { CleanupResult, ProcessVideoResult, SlidesResult } from '../../shared/results.js';
import type { RunReference } from '../langflix-client.js';
import { counted } from './printable.js';
import { styled, type Terminal } from './terminal.js';

/** Tells what a run of any kind has made. */
export function showResult(
  result: ProcessVideoResult | SlidesResult,
  run: RunReference,
  terminal: Terminal,
): void {
  if ('slides' in result) showSlides(result, run, terminal);
  else showStudyPack(result, run, terminal);
}

/** Tells what was made: the expressions, what was left out, and last the study pack's place. */
export function showStudyPack(result: ProcessVideoResult, run: RunReference, terminal: Terminal): void {
  terminal.answer({ ...run, state: 'SUCCESS', ...withoutStatus(result) });
  if (terminal.json) return;
  const { report, outputs } = result;
  terminal.say('\n', styled('bold', result.message), '\n');
  for (const [i, { headword, meaning, translation, level }] of result.expressions.entries()) {
    const gloss = translation === null ? '' : ` (${translation})`;
    const number = String(i + 1).padStart(3);
    terminal.say(`${number}. `, styled('bold', headword), ` [${level}]  `, styled('dim', meaning + gloss));
  }
  for (const { headword, error } of report.leftOut)
    terminal.say(`     left out: ${headword} (${error.message})`);
  if (report.droppedCues > 0) {
    terminal.say(
      `     ${counted(report.droppedCues, 'subtitle line')} could not be used; ${outputs.manifest} says which.`,
    );
  }
  const parts = [
    outputs.lesson,
    counted(outputs.clips.length, 'clip'),
    ...(outputs.shorts.length === 0 ? [] : [counted(outputs.shorts.length, 'short')]),
    counted(outputs.slides.length, 'slide'),
  ];
  terminal.say(`\nStudy pack: ${parts.join(', ')}`);
  terminal.path(result.outputDir);
}

/** Tells where slides were drawn to. */
export function showSlides(result: SlidesResult, run: RunReference, terminal: Terminal): void {
  terminal.answer({ ...run, state: 'SUCCESS', slides: result.slides });
  if (terminal.json) return;
  terminal.say(result.message);
  for (const path of result.slides) terminal.path(path);
}

/** Tells what a cleanup has removed and kept. */
export function showCleanup(result: CleanupResult, run: RunReference, terminal: Terminal): void {
  const { removed, kept, ended, freedBytes } = result;
  terminal.answer({ ...run, state: 'SUCCESS', removed, kept, ended, freedBytes });
  if (terminal.json) return;
  for (const { workflowId, reason } of ended) terminal.say(`- ${workflowId}  (${reason})`);
  for (const { path, reason } of removed) terminal.say(`- ${path}  (${reason})`);
  for (const { path, reason } of kept) terminal.say(`  kept ${path}  (${reason})`);
  terminal.say(result.message);
}

function withoutStatus({ status: _, ...rest }: ProcessVideoResult) {
  return rest;
}
