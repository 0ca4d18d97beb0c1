import {
  ApplicationFailure,
  CancellationScope,
  condition,
  defineQuery,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { issuesText } from '../shared/issues.js';
import type { Limits } from '../shared/limits.js';
import { markdownCode, markdownText } from '../shared/markdown.js';
import { PROPOSAL_QUERY, REVIEW_UPDATE } from '../shared/names.js';
import {
  type Proposal,
  type ReviewOutcome,
  type ReviewRequest,
  type ReviewSettings,
  reviewDecisionSchema,
  reviewProblem,
} from '../shared/review.js';
import type { activitiesUnder } from './proxies.js';
import type { StageTracker } from './stages.js';

/** What is proposed; null while the run does not wait for a review. Needs a worker. */
export const proposalQuery = defineQuery<Proposal | null>(PROPOSAL_QUERY);
/** A person's `ReviewDecision`. Refused, with the reason, where it cannot be taken; the run then waits on. */
export const reviewUpdate = defineUpdate<ReviewOutcome, [unknown]>(REVIEW_UPDATE);

/** Where a person's decision comes in. */
export interface ReviewDesk {
  /**
   * Waits for a person, or until the time is over. Nothing but a timer runs meanwhile: no activity, so no slot and no
   * limit. Returns the headwords of the lesson.
   */
  wait(stages: StageTracker, settings: ReviewSettings): Promise<string[]>;
}

/** Opens the desk at the run's beginning, so that who comes too early or too late is told so. */
export function openReviewDesk(
  light: ReturnType<typeof activitiesUnder>['light'],
  limits: Limits,
): ReviewDesk {
  let proposal: Proposal | null = null;
  let headwords: string[] | null = null;
  let settling = false;

  const settle = async (decision: ReviewRequest | null): Promise<ReviewOutcome> => {
    settling = true;
    try {
      const summary = decision === null ? 'Take the proposal as it is' : 'Take the review';
      const settled = await light.settleReview.executeWithOptions({ summary }, [{ limits, decision }]);
      headwords = settled.headwords;
      return settled.outcome;
    } finally {
      settling = false;
    }
  };

  setHandler(proposalQuery, () => proposal);
  setHandler(reviewUpdate, (raw) => settle(reviewDecisionSchema.parse(raw)), {
    validator(raw) {
      if (proposal === null || headwords !== null) throw refusal('This run does not wait for a review.');
      if (settling) throw refusal('Another review of this run is just being taken.');
      const parsed = reviewDecisionSchema.safeParse(raw);
      if (!parsed.success) throw refusal(issuesText(parsed.error));
      const problem = reviewProblem(proposal, parsed.data);
      if (problem !== null) throw refusal(problem);
    },
  });

  return {
    async wait(stages, { timeoutMs }) {
      const proposed = await light.proposeReview.executeWithOptions({ summary: 'Propose the expressions' }, [
        { limits },
      ]);
      const command = `langflix review ${workflowInfo().workflowId}`;
      stages.enter('review', {}, `Waiting for your review: ${command}`);
      stages.attach(proposalTable(proposed, command));
      proposal = proposed;
      try {
        await condition(() => headwords !== null, timeoutMs);
        // Whoever came in the last moment is heard.
        await condition(() => !settling);
        if (headwords === null) await settle(null);
        const chosen: string[] = headwords ?? [];
        stages.note(markdownText(chosen.join(', ')));
        return chosen;
      } finally {
        proposal = null;
        await CancellationScope.nonCancellable(() => condition(() => !settling));
      }
    },
  };
}

function refusal(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'InvalidInput', message, nonRetryable: true });
}

/** What is proposed, for the Web UI; the first of them are the lesson unless somebody objects. */
function proposalTable({ items }: Proposal, command: string): string {
  const rows = items.map(
    ({ id, keep, headword, level, meaning, translation, line }) =>
      `| ${id} | ${keep ? 'yes' : ''} | ${[headword, level, meaning, translation ?? '', line].map((text) => markdownText(text, 300)).join(' | ')} |`,
  );
  return [
    `To decide: ${markdownCode(command)}`,
    '',
    '| | in the lesson | expression | level | meaning | translation | line |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
