import { basename, isAbsolute, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, type ConnectionOptions, WorkflowNotFoundError } from '@temporalio/client';
import { readConfig } from '../config/index.js';
import { identifyRequest, workflowIdOf } from '../episode/index.js';
import { LangflixError } from '../shared/errors.js';
import {
  type CleanupInput,
  type ProcessVideoInput,
  processVideoInputSchema,
  type SlidesInput,
} from '../shared/inputs.js';
import { issuesText } from '../shared/issues.js';
import { markdownCode, markdownText } from '../shared/markdown.js';
import { PROPOSAL_QUERY, REVIEW_UPDATE, TASK_QUEUE, WORKFLOWS, type WorkflowName } from '../shared/names.js';
import type { CleanupResult, ProcessVideoResult, SlidesResult } from '../shared/results.js';
import {
  type Proposal,
  proposalSchema,
  type ReviewDecision,
  type ReviewOutcome,
  reviewDecisionSchema,
  reviewProblem,
} from '../shared/review.js';
import { describeRun, statusOf } from './describe.js';
import { isServed } from './pollers.js';
import { runError, updateError } from './run-error.js';
import { applySchedule, describeSchedule, type ScheduleSummary } from './schedules.js';
import type { RunStatus } from './status.js';

/** One run, by its ids. */
export interface RunReference {
  workflowId: string;
  runId: string;
}

export interface StartOptions {
  /**
   * Instead of the id that langflix gives, which is a hash of the video, its subtitles, the options and the output
   * folder, so that asking twice joins the run that is there.
   */
  workflowId?: string;
}

export interface ConnectOptions {
  /** `host:port`. Where left out, TEMPORAL_ADDRESS or the Temporal profile says it, else `127.0.0.1:7233`. */
  address?: string;
  namespace?: string;
  /** Default `langflix`. */
  taskQueue?: string;
  /** TLS, API key and the like. */
  connection?: Omit<ConnectionOptions, 'address'>;
}

/** How many runs `find` and `list` look back. */
const MAX_LISTED = 1000;

/**
 * Starts and follows langflix's runs on a Temporal server.
 *
 * Paths are absolute and those of the workers' machines. All methods throw `LangflixError`, whose `kind` is one of
 * `ERROR_KINDS`, for what a user can do something about, and Temporal's own errors where the server cannot be reached.
 */
export class LangflixClient {
  readonly temporal: Client;
  readonly taskQueue: string;

  /** @param temporal a Temporal client that is connected already; closing it stays its owner's business */
  constructor(temporal: Client, options: { taskQueue?: string } = {}) {
    this.temporal = temporal;
    this.taskQueue = options.taskQueue ?? TASK_QUEUE;
  }

  /** Connects to a Temporal server. End it with {@link close}. */
  static async connect(options: ConnectOptions = {}): Promise<LangflixClient> {
    const { temporal, taskQueue } = readConfig(process.env);
    const address = options.address ?? temporal.address;
    const connection = await Connection.connect({
      ...temporal.connection,
      ...options.connection,
      ...(address !== null && { address }),
    });
    const namespace = options.namespace ?? temporal.namespace;
    return new LangflixClient(new Client({ connection, namespace }), { taskQueue, ...options });
  }

  async close(): Promise<void> {
    await this.temporal.connection.close();
  }

  /**
   * Starts making a study pack, or joins the run that makes the very same one already.
   *
   * @throws LangflixError `InvalidInput` when the input is wrong, `UnusableVideo` or `UnusableSubtitles` when a file
   *   cannot be read here (give a `workflowId` when the files are on the workers' machines only)
   */
  async start(input: ProcessVideoInput, options: StartOptions = {}): Promise<RunReference> {
    const parsed = processVideoInputSchema.safeParse(input);
    if (!parsed.success) throw new LangflixError('InvalidInput', issuesText(parsed.error));
    const workflowId = options.workflowId ?? workflowIdOf(await identifyRequest(parsed.data));
    const { videoPath, outputDir } = parsed.data;
    return this.#start(WORKFLOWS.processVideoContent, workflowId, parsed.data, {
      memo: { videoPath, outputDir },
      staticSummary: `Study pack from ${markdownText(basename(videoPath))}`,
      staticDetails: [
        `- Video: ${markdownCode(videoPath)}`,
        `- Study pack: ${markdownCode(outputDir)}`,
        `- Level ${parsed.data.options.level}, at most ${parsed.data.options.maxExpressions} expressions`,
      ].join('\n'),
    });
  }

  /** Starts drawing slides from content of your own. */
  async startSlides(input: SlidesInput, options: StartOptions = {}): Promise<RunReference> {
    const workflowId = options.workflowId ?? `slides-${crypto.randomUUID()}`;
    return this.#start(WORKFLOWS.generateEducationalSlides, workflowId, input, { staticSummary: 'Slides' });
  }

  /** Starts a cleanup now, besides the daily one. */
  async startCleanup(input: CleanupInput = {}, options: StartOptions = {}): Promise<RunReference> {
    const workflowId = options.workflowId ?? `cleanup-${crypto.randomUUID()}`;
    return this.#start(WORKFLOWS.cleanupOldFiles, workflowId, input, {
      staticSummary: input.dryRun ? 'List what is unused' : 'Remove what is unused',
    });
  }

  /** Where a run stands now. */
  async status(run: string | RunReference): Promise<RunStatus> {
    const { workflowId, runId } = reference(run);
    return this.#known(workflowId, () => describeRun(this.temporal.workflow, workflowId, runId));
  }

  /**
   * Follows a run until it has ended: yields each status that differs from the one before. The percentage never goes
   * back.
   *
   * @param options.intervalMs time between two looks, default 500
   */
  async *watch(
    run: string | RunReference,
    options: { intervalMs?: number; signal?: AbortSignal } = {},
  ): AsyncGenerator<RunStatus, void, undefined> {
    let last: RunStatus | null = null;
    for (;;) {
      options.signal?.throwIfAborted();
      const now: RunStatus = await this.status(run);
      const status: RunStatus = { ...now, percent: Math.max(now.percent, last?.percent ?? 0) };
      if (last === null || JSON.stringify(status) !== JSON.stringify(last)) yield status;
      last = status;
      if (!isOpen(status)) return;
      await sleep(options.intervalMs ?? 500, undefined, options.signal ? { signal: options.signal } : {});
    }
  }

  /**
   * Waits for a run's end.
   *
   * @throws LangflixError whose `kind` says why it has no result
   */
  async result<R = ProcessVideoResult | SlidesResult | CleanupResult>(
    run: string | RunReference,
  ): Promise<R> {
    const { workflowId, runId } = reference(run);
    return this.#known(workflowId, async () => {
      try {
        return (await this.temporal.workflow.getHandle(workflowId, runId).result()) as R;
      } catch (error) {
        throw runError(error);
      }
    });
  }

  /**
   * Asks a run to stop. It then ends its ffmpegs and takes its temporary files away; wait for that with `result`. A
   * run that has ended already stays as it is.
   */
  async cancel(run: string | RunReference): Promise<void> {
    const { workflowId, runId } = reference(run);
    try {
      await this.temporal.workflow.getHandle(workflowId, runId).cancel();
    } catch (error) {
      // The server says the same of a run that has ended and of one that never was.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await this.status(run);
    }
  }

  /**
   * What a run proposes to teach, while it waits for its review (`review: {}` in its input). Asks a worker.
   *
   * @throws LangflixError `InvalidInput` when the run does not wait for a review
   */
  async proposal(run: string | RunReference): Promise<Proposal> {
    const { workflowId, runId } = reference(run);
    const status = await this.status(run);
    const answer =
      status.stage === 'review' && isOpen(status)
        ? await this.temporal.workflow.getHandle(workflowId, runId).query<unknown>(PROPOSAL_QUERY)
        : null;
    if (answer === null || answer === undefined) {
      throw new LangflixError('InvalidInput', `The run ${workflowId} does not wait for a review.`, {
        hint: isOpen(status)
          ? `Now: ${status.status}. A run waits when it was started with --review, once it has found the expressions.`
          : 'It has ended. Only runs that were started with --review wait for one.',
      });
    }
    return proposalSchema.parse(answer);
  }

  /**
   * Decides what a waiting run teaches; it then goes on. Asks a worker, and waits until the decision is written down.
   *
   * @throws LangflixError `InvalidInput` when the decision cannot be taken (all dropped, unknown ids, empty or too long
   *   texts) or the run does not wait; `MissingGlyph` when a text cannot be drawn. The run waits on then.
   */
  async review(run: string | RunReference, decision: ReviewDecision): Promise<ReviewOutcome> {
    const { workflowId, runId } = reference(run);
    const parsed = reviewDecisionSchema.safeParse(decision);
    if (!parsed.success) throw new LangflixError('InvalidInput', issuesText(parsed.error));
    const problem = reviewProblem(await this.proposal(run), parsed.data);
    if (problem !== null) throw new LangflixError('InvalidInput', problem);
    return this.#known(workflowId, async () => {
      try {
        const handle = this.temporal.workflow.getHandle(workflowId, runId);
        return await handle.executeUpdate<ReviewOutcome, [unknown]>(REVIEW_UPDATE, { args: [parsed.data] });
      } catch (error) {
        throw updateError(error);
      }
    });
  }

  /** The latest runs, newest first; the daily cleanups are left out. */
  async list(options: { limit?: number } = {}): Promise<RunStatus[]> {
    const runs: RunStatus[] = [];
    for await (const info of this.#recent()) {
      runs.push(statusOf(info));
      if (runs.length >= (options.limit ?? 20)) break;
    }
    return runs;
  }

  /**
   * Finds a run by its workflow id, a unique beginning of one, or the path of its video; the latest one without.
   *
   * @throws LangflixError `RunNotFound` when there is none or more than one
   */
  async find(wanted?: string): Promise<RunReference> {
    const video =
      wanted !== undefined && (isAbsolute(wanted) || /[\\/.]/.test(wanted)) ? resolve(wanted) : null;
    const beginnings = new Map<string, RunReference>();
    for await (const { workflowId, runId, memo } of this.#recent()) {
      const run = { workflowId, runId };
      if (wanted === undefined || workflowId === wanted) return run;
      if (video !== null && memo?.videoPath === video) return run;
      if (workflowId.startsWith(wanted) && !beginnings.has(workflowId)) beginnings.set(workflowId, run);
    }
    const [only] = beginnings.values();
    if (only !== undefined && beginnings.size === 1) return only;
    if (wanted === undefined)
      throw new LangflixError('RunNotFound', 'There are no runs yet.', {
        hint: 'Start one with: langflix process VIDEO',
      });
    if (only !== undefined) {
      throw new LangflixError(
        'RunNotFound',
        `${wanted} is the beginning of ${beginnings.size} runs: ${[...beginnings.keys()].join(', ')}`,
        { hint: 'Type some more of it.' },
      );
    }
    // A listing lags behind a moment: ask for the very id too.
    const { runId } = await this.status(wanted);
    return { workflowId: wanted, runId };
  }

  /** Whether a worker serves langflix's queue. */
  async isServed(): Promise<boolean> {
    return isServed(this.temporal, this.taskQueue);
  }

  /** Puts the daily cleanup in place. Safe to repeat. */
  async applySchedule(options: { days?: number } = {}): Promise<void> {
    await applySchedule(this.temporal, { taskQueue: this.taskQueue, ...options });
  }

  /** The daily cleanup; null when it is not in place. */
  async describeSchedule(): Promise<ScheduleSummary | null> {
    return describeSchedule(this.temporal);
  }

  #recent() {
    const types = [WORKFLOWS.processVideoContent, WORKFLOWS.generateEducationalSlides];
    const query = types.map((type) => `WorkflowType = '${type}'`).join(' OR ');
    return take(this.temporal.workflow.list({ query, pageSize: 100 }), MAX_LISTED);
  }

  async #start(
    workflow: WorkflowName,
    workflowId: string,
    input: unknown,
    shown: { memo?: Record<string, unknown>; staticSummary: string; staticDetails?: string },
  ): Promise<RunReference> {
    const handle = await this.temporal.workflow.start(workflow, {
      ...shown,
      taskQueue: this.taskQueue,
      workflowId,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
    return { workflowId, runId: handle.firstExecutionRunId };
  }

  async #known<R>(workflowId: string, ask: () => Promise<R>): Promise<R> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      throw new LangflixError('RunNotFound', `There is no run ${workflowId}.`, {
        hint: 'See: langflix list',
        cause: error,
      });
    }
  }
}

function isOpen({ state }: RunStatus): boolean {
  return ['PENDING', 'STARTED', 'PROGRESS'].includes(state);
}

function reference(run: string | RunReference): { workflowId: string; runId?: string } {
  return typeof run === 'string' ? { workflowId: run } : run;
}

async function* take<T>(items: AsyncIterable<T>, most: number): AsyncGenerator<T> {
  let taken = 0;
  for await (const item of items) {
    yield item;
    taken += 1;
    if (taken >= most) return;
  }
}
