import type { Command } from 'commander';
import { days } from '../arguments.js';
import type { CommandContext } from '../context.js';

/** `cleanup` and `schedule`. */
export function addUpkeep(program: Command, context: CommandContext): void {
  program
    .command('cleanup')
    .summary('remove what nobody uses any more')
    .description(
      'Removes work folders and cached segments that were not used for some days. Study packs, videos and open runs are never touched.',
    )
    .option('--days <n>', 'unused for so many days', days, 7)
    .option('--dry-run', 'only say what would be removed')
    .option('--json', 'one JSON object on stdout')
    .action((options: { days: number; dryRun?: boolean }) =>
      context.run(async (environment) =>
        (await import('../actions/upkeep.js')).cleanUp(environment, options),
      ),
    );

  const schedule = program.command('schedule').summary('the daily cleanup').description('The daily cleanup.');
  schedule
    .command('apply')
    .description('Puts the daily cleanup in place. Safe to repeat; the background service does it by itself.')
    .option('--days <n>', 'remove what was not used for so many days', days, 7)
    .action((options: { days: number }) =>
      context.run(async (environment) =>
        (await import('../actions/upkeep.js')).applyTheSchedule(environment, options.days),
      ),
    );
  schedule
    .command('show')
    .description('Shows when the daily cleanup runs.')
    .option('--json', 'one JSON object on stdout')
    .action(() =>
      context.run(async (environment) => (await import('../actions/upkeep.js')).showSchedule(environment)),
    );
}
