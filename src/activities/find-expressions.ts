import { basename } from 'node:path';
import { chooseExpressions } from '../expressions/index.js';
import { estimateQuestion, type Learner, promptOf, questionsOf } from '../expressions/llm/index.js';
import { heardCues } from '../lesson/index.js';
import { nothingFound } from '../shared/errors.js';
import type { Candidate } from '../shared/expression.js';
import type { ActivityDependencies } from './dependencies.js';
import { readRunFile, writeRunFile } from './run-folder.js';
import { runStep, type StepInput } from './step.js';

/** A question to the model as the workflow needs to know it. */
export interface QuestionSummary {
  id: string;
  /** How many lines it is about. */
  lines: number;
  /** What it takes with its answer, estimated. */
  tokens: number;
}

export interface FoundExpressions {
  /** Of the chosen ones; empty while the model is still to be asked. */
  headwords: string[];
  /** What the model is to be asked, the most promising first; empty without a model. */
  questions: QuestionSummary[];
}

/**
 * Finds the expressions worth learning offline and chooses those of this lesson; where the run has a model, the choice
 * waits for its answers, and the questions are put here.
 */
export function findExpressions(deps: ActivityDependencies) {
  return (input: StepInput): Promise<FoundExpressions> =>
    runStep(deps, 'expressions', input, async ({ runId, signal, log, progress }) => {
      const { request } = await readRunFile(deps.home, runId, 'request.json');
      const { probe } = await readRunFile(deps.home, runId, 'probe.json');
      const { native, translation, ...track } = await readRunFile(deps.home, runId, 'subtitles.json');
      const { durationMs } = probe;
      const cues = heardCues(track.cues, { name: basename(request.videoPath), durationMs });
      progress(0, cues.length, `Looking at ${cues.length} lines`);
      const { level, maxExpressions: max, model, known } = request.options;
      const offline = await deps.finder.find(cues, { native }, signal);
      if (model === null) {
        const candidates = chooseExpressions(offline, { max, level, known, cues });
        log.info({ candidates: candidates.length, chosen: headwordsOf(candidates) }, 'chose');
        if (headwordsOf(candidates).length === 0) throw nothingFound(cues.length, candidates.length);
        await writeRunFile(deps.home, runId, 'expressions.json', { candidates, notes: [] });
        return { headwords: headwordsOf(candidates), questions: [] };
      }
      const learner: Learner = { level, native, translateLines: native !== null && translation === null };
      const questions = questionsOf(cues, offline).sort((a, b) => b.promise - a.promise);
      await writeRunFile(deps.home, runId, 'questions.json', { offline, learner, questions });
      log.info({ candidates: offline.length, questions: questions.length, model }, 'put questions');
      return {
        headwords: [],
        questions: questions.map((question) => ({
          id: question.id,
          lines: question.to - question.from + 1,
          tokens: estimateQuestion(promptOf(question, cues, learner), question, learner),
        })),
      };
    });
}

/** Headwords of those that the lesson teaches. */
export function headwordsOf(candidates: readonly Candidate[]): string[] {
  return candidates.filter(({ chosen }) => chosen).map(({ headword }) => headword);
}
