import { resolve } from 'node:path';
import type { Config, LogLevel } from '../../../config/index.js';
import { LangflixError } from '../../../shared/errors.js';
import type { Level } from '../../../shared/expression.js';
import { type ProcessVideoRequest, processVideoInputSchema } from '../../../shared/inputs.js';
import { DEFAULT_MAX_LLM_TOKENS } from '../../../shared/model-name.js';
import type { Quality } from '../../../shared/quality.js';
import { DEFAULT_REVIEW_TIMEOUT_MS } from '../../../shared/review.js';
import type { RunReference } from '../../langflix-client.js';
import type { Session } from '../connection.js';
import type { CommandEnvironment } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { readKnownList } from '../known-list.js';
import { preflight } from '../preflight.js';
import { showStudyPack } from '../show-result.js';
import type { Terminal } from '../terminal.js';

export interface ProcessOptions {
  subtitles?: string;
  translation?: string;
  out?: string;
  native?: string;
  level: Level;
  maxExpressions: number;
  shorts?: boolean;
  quality: Quality;
  audioTrack?: number | string;
  /** Read with the configuration: it is the service's too. */
  model?: string;
  /** Undefined: langflix's own number, or what the worker allows where that is less and known here. */
  maxLlmTokens?: number;
  review?: boolean;
  reviewTimeout?: number;
  known?: string;
  softLimit: number;
  hardLimit: number;
  again?: boolean;
  detach?: boolean;
  logLevel?: LogLevel;
}

/** Checks everything here first, then starts the run (or joins the one that is under way) and follows it. */
export async function processVideo(
  environment: CommandEnvironment,
  video: string,
  options: ProcessOptions,
): Promise<number> {
  const { config, terminal, failure } = environment;
  const known = options.known === undefined ? [] : await readKnownList(options.known);
  const wanted = toRequest(video, options, config, known);
  const outputDir = options.out === undefined ? null : resolve(options.out);
  const { request, workflowId, notes, finished } = await preflight(config, wanted, outputDir);
  for (const note of notes) terminal.say(note);
  if (finished !== null) {
    terminal.say('The same study pack is there already; --again makes it anew.');
    showStudyPack(finished.result, finished.run, terminal);
    return EXIT.done;
  }
  // What has been refused so far needed no server: its client is loaded only now.
  const { withSession } = await import('../connection.js');
  const { followToEnd } = await import('./follow-to-end.js');
  const service = { needsWorker: true, insistOnLogLevel: options.logLevel !== undefined };
  return withSession(environment, service, async (session) => {
    const run = await session.client.start(request, { workflowId });
    Object.assign(failure, run);
    const address = session.webUi(run);
    if (address !== null) terminal.say(`Web UI: ${address}`);
    return options.detach ? detach(session, run, terminal) : followToEnd(session, run, terminal);
  });
}

function toRequest(
  video: string,
  options: ProcessOptions,
  config: Config,
  known: readonly string[],
): Omit<ProcessVideoRequest, 'outputDir'> {
  const parsed = processVideoInputSchema.safeParse({
    videoPath: resolve(video),
    // Where the study pack goes is decided later, when the video is known to be one.
    outputDir: resolve('.'),
    subtitles: options.subtitles === undefined ? null : resolve(options.subtitles),
    translation: options.translation === undefined ? null : resolve(options.translation),
    options: {
      native: options.native ?? null,
      level: options.level,
      maxExpressions: options.maxExpressions,
      shorts: options.shorts ?? false,
      quality: options.quality,
      audioTrack: options.audioTrack ?? null,
      model: config.model.name,
      maxLlmTokens: options.maxLlmTokens ?? defaultTokens(config),
      known,
    },
    review:
      options.review || options.reviewTimeout !== undefined
        ? { timeoutMs: options.reviewTimeout ?? DEFAULT_REVIEW_TIMEOUT_MS }
        : null,
    limits: { softMs: options.softLimit, hardMs: options.hardLimit, heartbeatMs: config.heartbeatTimeoutMs },
    again: options.again ?? false,
  });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ message }) => message).join('; ');
  throw new LangflixError('InvalidInput', `These options do not fit: ${issues}.`, {
    hint: 'See: langflix process --help',
  });
}

function defaultTokens({ model }: Config): number {
  return Math.min(DEFAULT_MAX_LLM_TOKENS, model.maxTokensPerRun ?? DEFAULT_MAX_LLM_TOKENS);
}

async function detach(session: Session, run: RunReference, terminal: Terminal): Promise<number> {
  terminal.answer(await session.client.status(run));
  terminal.say(`Started. To follow it: langflix watch ${run.workflowId}`);
  return EXIT.done;
}
