import {
  defineQuery,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { SEARCH_ATTRIBUTES } from '../shared/names.js';
import {
  PROGRESS_MEMO,
  STAGES,
  type Stage,
  type StageMemo,
  shareBefore,
  shareThrough,
} from '../shared/progress.js';

/** For a look at a run through the Temporal CLI; nothing of langflix rests on it (without a worker it takes 29 s). */
export const progressQuery = defineQuery<StageMemo | null>('progress');

export interface StageTracker {
  /**
   * Says that a stage has begun. `work`: the activities to come, by id, each with its amount of work. `status`: what is
   * going on, where that is not always the same.
   */
  enter(stage: Stage, work?: Record<string, number>, status?: string): void;
  /** Shows something below the table of stages, until the next stage; markdown. */
  attach(markdown: string): void;
  /** Says something about the stage, in the Web UI only: it costs no history. */
  note(text: string): void;
  /** Says that one of the stage's activities is done. Costs no history: the server knows it already. */
  done(activityId: string): void;
  /** Ends the table of stages. */
  finish(outcome: string): void;
  /** Ends the table of stages before the end, and keeps what was reached. */
  breakOff(outcome: string): void;
  useSearchAttributes(episode: string): void;
}

/** Keeps memo, current details, search attributes and the query in step with the story that a workflow tells. */
export function trackStages(title: string): StageTracker {
  const notes = new Map<Stage, string>();
  let memo: StageMemo | null = null;
  const done = new Set<string>();
  let searchable = false;
  let outcome = '';
  let attached = '';
  const entered = new Set<Stage>();
  setHandler(progressQuery, () => memo);

  const show = (broken = false) =>
    setCurrentDetails(
      `${stageTable(title, memo?.stage ?? null, entered, notes, outcome, broken)}\n\n${attached}`.trimEnd(),
    );
  show();

  return {
    enter(stage, work = {}, status) {
      const before = memo === null ? 0 : memo.stage === stage ? shareBefore(stage) : shareThrough(memo.stage);
      const reached = Math.max(memo?.floor ?? 0, before);
      // From the plan on: scenes are rendered while slides are drawn.
      if (stage === 'plan') done.clear();
      const doing = STAGES.find(({ name }) => name === stage)?.doing ?? stage;
      memo = { stage, status: status ?? doing, work, floor: reached };
      entered.add(stage);
      attached = '';
      upsertMemo({ [PROGRESS_MEMO]: memo });
      if (searchable) upsertSearchAttributes({ [SEARCH_ATTRIBUTES.stage]: [stage] });
      show();
    },
    attach(markdown) {
      attached = markdown;
      show();
    },
    note(text) {
      if (memo !== null) notes.set(memo.stage, text);
      show();
    },
    done(activityId) {
      done.add(activityId);
      const parts = Object.keys(memo?.work ?? {}).length;
      if (memo !== null && parts > 0) notes.set(memo.stage, `${done.size} of ${parts} parts`);
      show();
    },
    finish(text) {
      outcome = text;
      show();
    },
    breakOff(text) {
      outcome = text;
      attached = '';
      // The activities that were stopped are not pending any more, and would be taken for done.
      if (memo !== null && Object.keys(memo.work).length > 0) {
        memo = { ...memo, work: {}, floor: Math.max(memo.floor, reachedBy(memo, done)) };
        upsertMemo({ [PROGRESS_MEMO]: memo });
      }
      show(true);
    },
    useSearchAttributes(episode) {
      searchable = true;
      upsertSearchAttributes({ [SEARCH_ATTRIBUTES.episode]: [episode] });
    },
  };
}

/** Per mille of the run that are behind it when of its stage only these activities are done. */
function reachedBy({ stage, work }: StageMemo, done: ReadonlySet<string>): number {
  const total = Object.values(work).reduce((sum, amount) => sum + amount, 0);
  const finished = Object.entries(work).reduce((sum, [id, amount]) => sum + (done.has(id) ? amount : 0), 0);
  const before = shareBefore(stage);
  return Math.floor(before + (finished / Math.max(1, total)) * (shareThrough(stage) - before));
}

function stageTable(
  title: string,
  at: Stage | null,
  entered: ReadonlySet<Stage>,
  notes: ReadonlyMap<Stage, string>,
  outcome: string,
  broken: boolean,
): string {
  const position = STAGES.findIndex(({ name }) => name === at);
  const finished = outcome !== '' && !broken;
  const here = broken ? '**stopped**' : '**now**';
  const rows = STAGES.flatMap(({ name, doing, share }, i) => {
    if (share === 0 && !entered.has(name)) return [];
    const state = finished || i < position ? 'done' : i === position ? here : '';
    return `| ${doing} | ${state} | ${notes.get(name) ?? ''} |`;
  });
  return [`### ${title}`, '', '| Stage | | |', '|---|---|---|', ...rows, '', outcome].join('\n');
}
