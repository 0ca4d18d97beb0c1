import {
  defineQuery,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { SEARCH_ATTRIBUTES } from '../shared/names.js';
import { PROGRESS_MEMO, STAGES, type Stage, type StageMemo, shareThrough } from '../shared/progress.js';

/** For a look at a run through the Temporal CLI; nothing of langflix rests on it (without a worker it takes 29 s). */
export const progressQuery = defineQuery<StageMemo | null>('progress');

export interface StageTracker {
  /** Says that a stage has begun. `work`: the activities to come, by id, each with its amount of work. */
  enter(stage: Stage, work?: Record<string, number>): void;
  /** Says something about the stage, in the Web UI only: it costs no history. */
  note(text: string): void;
  /** Ends the table of stages. */
  finish(outcome: string): void;
  useSearchAttributes(episode: string): void;
}

/** Keeps memo, current details, search attributes and the query in step with the story that a workflow tells. */
export function trackStages(title: string): StageTracker {
  const notes = new Map<Stage, string>();
  let memo: StageMemo | null = null;
  let searchable = false;
  let outcome = '';
  setHandler(progressQuery, () => memo);

  const show = () => setCurrentDetails(stageTable(title, memo?.stage ?? null, notes, outcome));
  show();

  return {
    enter(stage, work = {}) {
      const reached = memo === null ? 0 : Math.max(memo.floor, shareThrough(memo.stage));
      const doing = STAGES.find(({ name }) => name === stage)?.doing ?? stage;
      memo = { stage, status: doing, work, floor: reached };
      upsertMemo({ [PROGRESS_MEMO]: memo });
      if (searchable) upsertSearchAttributes({ [SEARCH_ATTRIBUTES.stage]: [stage] });
      show();
    },
    note(text) {
      if (memo !== null) notes.set(memo.stage, text);
      show();
    },
    finish(text) {
      outcome = text;
      show();
    },
    useSearchAttributes(episode) {
      searchable = true;
      upsertSearchAttributes({ [SEARCH_ATTRIBUTES.episode]: [episode] });
    },
  };
}

function stageTable(
  title: string,
  at: Stage | null,
  notes: ReadonlyMap<Stage, string>,
  outcome: string,
): string {
  const position = STAGES.findIndex(({ name }) => name === at);
  const finished = outcome !== '';
  const rows = STAGES.map(({ name, doing }, i) => {
    const state = finished || i < position ? 'done' : i === position ? '**now**' : '';
    return `| ${doing} | ${state} | ${notes.get(name) ?? ''} |`;
  });
  return [`### ${title}`, '', '| Stage | | |', '|---|---|---|', ...rows, '', outcome].join('\n');
}
