import type { Command } from 'commander';
import { wholeNumber } from '../arguments.js';
import type { CommandContext } from '../context.js';

const RUN = 'workflow id, a unique beginning of one, or a video’s path (default: the latest run)';

/** `status`, `watch`, `result`, `cancel` and `list`. */
export function addRuns(program: Command, context: CommandContext): void {
  command('status', 'where a run stands').action((wanted?: string) =>
    context.run(async (environment) => (await import('../actions/runs.js')).showRun(environment, wanted)),
  );
  command('watch', 'follow a run to its end; with --json one object a line').action((wanted?: string) =>
    context.run(async (environment) => (await import('../actions/runs.js')).watchRun(environment, wanted)),
  );
  command('result', 'wait for a run and show what it made').action((wanted?: string) =>
    context.run(async (environment) => (await import('../actions/runs.js')).resultOfRun(environment, wanted)),
  );
  command('cancel', 'stop a run').action((wanted?: string) =>
    context.run(async (environment) => (await import('../actions/runs.js')).cancelRun(environment, wanted)),
  );

  program
    .command('list')
    .summary('the latest runs')
    .description('Lists the latest runs, newest first.')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1000), 20)
    .option('--json', 'one JSON object on stdout')
    .action(({ limit }: { limit: number }) =>
      context.run(async (environment) => (await import('../actions/runs.js')).listRuns(environment, limit)),
    );

  function command(name: string, summary: string): Command {
    return program
      .command(name)
      .summary(summary)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
      .argument('[run]', RUN)
      .option('--json', 'one JSON object on stdout');
  }
}
