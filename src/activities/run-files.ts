import { z } from 'zod';
import type { Learner, Question } from '../expressions/llm/index.js';
import type { HeardStretch } from '../lesson/index.js';
import type { LessonPlan, StillContent } from '../lesson/plan-types.js';
import type { EpisodeProbe } from '../media/probe-types.js';
import type { Cue } from '../shared/cue.js';
import type { Candidate } from '../shared/expression.js';
import type { ProcessVideoRequest } from '../shared/inputs.js';
import type { ModelReport } from '../shared/results.js';
import type { ReviewOutcome } from '../shared/review.js';

/**
 * Files by which the activities of one run hand each other what is too big for Temporal's history. They stand in
 * `work/<run>/shared`. langflix itself wrote them a moment ago, so only their outline is checked when they are read.
 */
export interface RunFiles {
  'request.json': { request: ProcessVideoRequest; fingerprint: string };
  'probe.json': { probe: EpisodeProbe };
  'subtitles.json': {
    cues: Cue[];
    translation: Cue[] | null;
    /** The learner's language, ISO 639-1; null where nobody knows it. */
    native: string | null;
    droppedCues: number;
    problems: string[];
    notes: string[];
  };
  /** What the model is to be asked; only in runs that have one. */
  'questions.json': { offline: Candidate[]; learner: Learner; questions: Question[] };
  'expressions.json': {
    candidates: Candidate[];
    /** One sentence each, for the report. */
    notes: string[];
    model?: ModelReport;
    /** What the model has translated of the lines, where the subtitles had no translation. */
    translation?: Cue[];
    review?: ReviewOutcome;
  };
  /** What a person is asked about: the candidates as they were, and the positions of those proposed, by id. */
  'proposal.json': { candidates: Candidate[]; positions: number[] };
  /** The plan before the episode's sound was heard. Its stills are the final ones. */
  'draft.json': { plan: LessonPlan };
  'sound.json': { stretches: HeardStretch[] };
  'plan.json': { plan: LessonPlan };
}

export type RunFileName = keyof RunFiles;
export type { StillContent };

/** An object with the given keys, whatever else it holds. */
export function outline<N extends RunFileName>(name: N): z.ZodType<RunFiles[N]> {
  const keys: Record<RunFileName, string[]> = {
    'request.json': ['request', 'fingerprint'],
    'probe.json': ['probe'],
    'subtitles.json': ['cues', 'translation', 'native'],
    'questions.json': ['offline', 'learner', 'questions'],
    'expressions.json': ['candidates', 'notes'],
    'proposal.json': ['candidates', 'positions'],
    'draft.json': ['plan'],
    'sound.json': ['stretches'],
    'plan.json': ['plan'],
  };
  return z.custom<RunFiles[N]>(
    (value) => typeof value === 'object' && value !== null && keys[name].every((key) => key in value),
    { error: `${name} is not what langflix wrote` },
  );
}
