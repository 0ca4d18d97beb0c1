import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Config } from '../../../config.js';
import { LangflixError } from '../../../shared/errors.js';
import type { Level } from '../../../shared/expression.js';
import { processVideoInputSchema } from '../../../shared/inputs.js';
import { DEFAULT_LIMITS } from '../../../shared/limits.js';
import type { ProcessVideoResult } from '../../../shared/results.js';
import { duration, language, level, wholeNumber } from '../arguments.js';
import { openSession, type Session } from '../connection.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { follow } from '../follow.js';
import { logLevelOption } from '../log-level.js';
import { preflight } from '../preflight.js';
import { progressLine } from '../progress-line.js';
import { showStudyPack } from '../show-result.js';
import type { Terminal } from '../terminal.js';

interface ProcessOptions {
  subtitles?: string;
  translation?: string;
  out?: string;
  native?: string;
  level: Level;
  maxExpressions: number;
  softLimit: number;
  hardLimit: number;
  again?: boolean;
  detach?: boolean;
}

/** `langflix process VIDEO`: one video in, one study pack out. */
export function addProcess(program: Command, context: CommandContext): void {
  program
    .command('process')
    .summary('make a study pack from a video')
    .description(
      'Finds the expressions worth learning in a film or episode and makes a study pack: a lesson video, a clip and a slide for each expression, and data files.\n\n' +
        'Without --subtitles, langflix looks for VIDEO.en.srt, VIDEO.en.vtt, VIDEO.srt, VIDEO.vtt, then for an English text track in the video.',
    )
    .argument('<video>', 'the film or episode; it is only read, never changed')
    .option('--subtitles <file>', 'English subtitles, SRT or VTT')
    .option('--translation <file>', 'subtitles in your language, SRT or VTT')
    .option('--out <dir>', 'folder for the study pack (default: ./<video name>-langflix)')
    .option('--native <lang>', 'your language, such as ko (default: that of the translation)', language)
    .addOption(
      new Option('--level <level>', 'your level, A1 to C2: it ranks, it does not hide')
        .argParser(level)
        .default('B1'),
    )
    .option('--max-expressions <n>', 'at most so many expressions, 1 to 50', wholeNumber(1, 50), 10)
    .addOption(
      limitOption('--soft-limit <time>', 'a step that takes longer is stopped', DEFAULT_LIMITS.softMs),
    )
    .addOption(
      limitOption('--hard-limit <time>', 'a step that takes longer is ended at once', DEFAULT_LIMITS.hardMs),
    )
    .option('--again', 'make it anew although the same study pack is there')
    .option('--detach', 'start it and come back at once')
    .option('--json', 'one JSON object on stdout, progress on stderr')
    .addOption(logLevelOption())
    .action((video: string, options: ProcessOptions) =>
      context.run(async ({ config, terminal, failure }) => {
        const wanted = toRequest(video, options, config);
        const { request, workflowId, notes, finished } = await preflight(
          config,
          wanted,
          options.out === undefined ? null : resolve(options.out),
        );
        for (const note of notes) terminal.say(note);
        if (finished !== null) {
          terminal.say('The same study pack is there already; --again makes it anew.');
          showStudyPack(finished.result, finished.run, terminal);
          return EXIT.done;
        }
        const session = await openSession(config, (text) => terminal.say(text));
        try {
          const run = await session.client.start(request, { workflowId });
          Object.assign(failure, run);
          const address = session.webUi(run);
          if (address !== null) terminal.say(`Web UI: ${address}`);
          if (options.detach) return await detach(session, run, terminal);
          return await followToEnd(config, session, run, terminal);
        } finally {
          await session.close();
        }
      }),
    );
}

function limitOption(flags: string, description: string, ms: number): Option {
  return new Option(flags, description).argParser(duration).default(ms, `${ms / 60_000}m`);
}

function toRequest(video: string, options: ProcessOptions, config: Config) {
  const parsed = processVideoInputSchema.safeParse({
    videoPath: resolve(video),
    outputDir: '/',
    subtitles: options.subtitles === undefined ? null : resolve(options.subtitles),
    translation: options.translation === undefined ? null : resolve(options.translation),
    options: { native: options.native ?? null, level: options.level, maxExpressions: options.maxExpressions },
    limits: { softMs: options.softLimit, hardMs: options.hardLimit, heartbeatMs: config.heartbeatTimeoutMs },
    again: options.again ?? false,
  });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ message }) => message).join('; ');
  throw new LangflixError('InvalidInput', `These options do not fit: ${issues}.`, {
    hint: 'See: langflix process --help',
  });
}

async function detach(
  session: Session,
  run: { workflowId: string; runId: string },
  terminal: Terminal,
): Promise<number> {
  terminal.answer(await session.client.status(run));
  terminal.say(`Started. \`langflix watch ${run.workflowId}\` follows it.`);
  return EXIT.done;
}

/** Draws a run's progress until it has ended, and tells what came of it. Shared with `watch`. */
export async function followToEnd(
  config: Config,
  session: Session,
  run: { workflowId: string; runId: string },
  terminal: Terminal,
): Promise<number> {
  const line = progressLine(terminal.progress);
  const followed = await follow({
    config,
    session,
    run,
    onStatus: (status) => line.show(status),
    say: (text) => {
      line.end();
      terminal.say(text);
    },
  });
  line.end();
  if (followed.end === 'detached') {
    terminal.answer(await session.client.status(run).catch(() => ({ ...run, state: 'STARTED' })));
    return EXIT.detached;
  }
  // The service may have been started anew meanwhile: the result is asked for over a connection of its own.
  const fresh = await openSession(config, (text) => terminal.say(text), false);
  try {
    showStudyPack(await fresh.client.result<ProcessVideoResult>(run), run, terminal);
    return EXIT.done;
  } finally {
    await fresh.close();
  }
}
