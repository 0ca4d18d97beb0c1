import { z } from 'zod';

/**
 * The stages of a run, in order, with their share of its time (per mille, measured on a 10-expression lesson). A
 * stage with no share is not part of every run.
 */
export const STAGES = [
  { name: 'probe', share: 5, doing: 'Reading the video' },
  { name: 'subtitles', share: 5, doing: 'Reading the subtitles' },
  { name: 'expressions', share: 10, doing: 'Finding expressions' },
  { name: 'review', share: 0, doing: 'Waiting for your review' },
  { name: 'plan', share: 5, doing: 'Planning the lesson' },
  { name: 'slides', share: 15, doing: 'Drawing slides' },
  { name: 'segments', share: 890, doing: 'Rendering scenes' },
  { name: 'lesson', share: 60, doing: 'Joining the lesson' },
  { name: 'publish', share: 10, doing: 'Publishing the study pack' },
] as const;

export type Stage = (typeof STAGES)[number]['name'];
const stageNames = STAGES.map((stage) => stage.name) as [Stage, ...Stage[]];

/** Far above any: whoever starts a run by hand can put any number into its memo, and a bar is drawn from it. */
const amount = z.number().min(0).max(1e12);

/** What an activity heartbeats. */
export const heartbeatSchema = z.object({
  stage: z.string(),
  /** Work done, in the stage's own unit (cues, slides, frames, files). */
  current: amount,
  total: amount,
  /** What is being done, for a person: "Scene 3/12: give it a shot". */
  status: z.string(),
  /** How often this activity has failed for a reason that passes. */
  transientFailures: z.number().optional(),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** The key of a run's memo that holds its {@link StageMemo}. */
export const PROGRESS_MEMO = 'langflixProgress';

/** Where a run stands, as its workflow knows it. What its activities know is in their heartbeats. */
export const stageMemoSchema = z.object({
  stage: z.enum(stageNames),
  status: z.string(),
  /** The stage's activities by id, each with its work (frames, slides, ...). */
  work: z.record(z.string(), amount),
  /** Per mille that were reached before: a lesson that is planned again without a broken expression stays there. */
  floor: z.number().min(0).max(1000),
});
export type StageMemo = z.infer<typeof stageMemoSchema>;

/** Per mille of a run that lie before a stage. */
export function shareBefore(stage: Stage): number {
  let before = 0;
  for (const { name, share } of STAGES) {
    if (name === stage) return before;
    before += share;
  }
  return before;
}

/** Per mille of a run that lie before the end of a stage. */
export function shareThrough(stage: Stage): number {
  return shareBefore(stage) + (STAGES.find(({ name }) => name === stage)?.share ?? 0);
}
