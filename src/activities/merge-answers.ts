import { basename } from 'node:path';
import { chooseExpressions } from '../expressions/index.js';
import { mergeCandidates, type Verified, verifyAnswer } from '../expressions/llm/index.js';
import { heardCues } from '../lesson/index.js';
import type { Cue } from '../shared/cue.js';
import { nothingFound } from '../shared/errors.js';
import type { ModelReport } from '../shared/results.js';
import { missingGlyphs } from '../slides/index.js';
import type { ActivityDependencies } from './dependencies.js';
import { headwordsOf } from './find-expressions.js';
import { readAnswer, readRunFile, writeRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** How asking went, as the workflow knows it. */
export type AskedSummary = Pick<ModelReport, 'cached' | 'unreadable' | 'unasked' | 'tokens' | 'problem'>;

/**
 * Joins what was found offline with what of the model's answers holds, and chooses those of this lesson. Parts that
 * the model has not answered have what was found offline.
 */
export function mergeAnswers(deps: ActivityDependencies) {
  return (input: StepInput & { asked: AskedSummary }): Promise<{ headwords: string[] }> =>
    runStep(deps, 'expressions', input, async ({ runId, log }) => {
      const { request } = await readRunFile(deps.home, runId, 'request.json');
      const { probe } = await readRunFile(deps.home, runId, 'probe.json');
      const track = await readRunFile(deps.home, runId, 'subtitles.json');
      const { durationMs } = probe;
      const cues = heardCues(track.cues, { name: basename(request.videoPath), durationMs });
      const { offline, learner, questions } = await readRunFile(deps.home, runId, 'questions.json');
      const { level, maxExpressions: max, known } = request.options;
      const model = request.options.model ?? 'the model';
      const canDraw = (text: string) => missingGlyphs(text).length === 0;

      const verified: Verified[] = [];
      for (const question of questions) {
        const answer = await readAnswer(deps.home, runId, question.id);
        if (answer !== null) verified.push(verifyAnswer(answer, question, cues, { model, learner, canDraw }));
      }
      const found = verified.flatMap(({ candidates }) => candidates);
      const refused = new Map(verified.flatMap((one) => [...one.refused]));
      const candidates = chooseExpressions(mergeCandidates(offline, found, refused, model), {
        max,
        level,
        known,
        cues,
      });
      if (headwordsOf(candidates).length === 0) throw nothingFound(cues.length, candidates.length);

      const dropped = sums(verified.map((one) => one.dropped));
      const report: ModelReport = {
        name: model,
        parts: questions.length,
        answered: verified.length,
        ...input.asked,
        found: found.length,
        refused: refused.size,
        dropped: Object.values(dropped).reduce((sum, count) => sum + count, 0),
      };
      log.info({ ...report, dropped, chosen: headwordsOf(candidates) }, 'chose');
      const lines = new Map(verified.flatMap((one) => [...one.lines]));
      await writeRunFile(deps.home, runId, 'expressions.json', {
        candidates,
        notes: modelNotes(report, lines.size),
        model: report,
        ...(lines.size > 0 && { translation: translationOf(cues, lines) }),
      });
      return { headwords: headwordsOf(candidates) };
    });
}

/** What happened, a sentence each, for the report. */
function modelNotes(report: ModelReport, lines: number): string[] {
  const { name, parts, answered, unreadable, unasked, dropped, problem } = report;
  const offline = 'what was found offline is used there';
  const without = `${parts - answered} of ${parts} parts`;
  return [
    ...(problem === null ? [] : [`${name} failed, ${without} went without it (${offline}): ${problem}`]),
    ...(unreadable === 0
      ? []
      : [`${name} gave no readable answer for ${unreadable} of ${parts} parts: ${offline}.`]),
    ...(problem !== null || unasked === 0
      ? []
      : [
          `${name} was not asked about ${unasked} of ${parts} parts, to stay within --max-llm-tokens: ${offline}.`,
        ]),
    ...(dropped === 0
      ? []
      : [`${dropped} expressions that ${name} named were dropped: they do not hold in their lines.`]),
    ...(lines === 0 ? [] : [`${name} has translated ${lines} lines: the subtitles had no translation.`]),
  ];
}

function translationOf(cues: readonly Cue[], lines: ReadonlyMap<number, string>): Cue[] {
  return cues.flatMap((cue, position) => {
    const text = lines.get(position);
    return text === undefined ? [] : [{ ...cue, text }];
  });
}

function sums(counts: readonly Record<string, number>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const each of counts)
    for (const [why, count] of Object.entries(each)) all[why] = (all[why] ?? 0) + count;
  return all;
}
