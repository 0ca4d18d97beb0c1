/** Names that other programs may use as strings: they never change. */
export const WORKFLOWS = {
  processVideoContent: 'processVideoContent',
  generateEducationalSlides: 'generateEducationalSlides',
  cleanupOldFiles: 'cleanupOldFiles',
} as const;

export type WorkflowName = keyof typeof WORKFLOWS;

/** Workflows and light activities. */
export const TASK_QUEUE = 'langflix';

/** Where the activities run that start ffmpeg: a fixed number at a time. */
export function mediaQueueOf(taskQueue: string): string {
  return `${taskQueue}-media`;
}

export const CLEANUP_SCHEDULE_ID = 'langflix-cleanup';

/** Every day at two, UTC. */
export const CLEANUP_CRON = '0 2 * * *';

/**
 * Raised whenever the same request would give other bytes than before: it is part of every run's identity and of
 * every segment's hash, so that nothing old is taken for new.
 */
export const PIPELINE_VERSION = 3;

/** What a run that waits for its review is sent and asked. */
export const REVIEW_UPDATE = 'review';
export const PROPOSAL_QUERY = 'proposal';

/** Custom search attributes, all of type Keyword. */
export const SEARCH_ATTRIBUTES = { episode: 'LangflixEpisode', stage: 'LangflixStage' } as const;
