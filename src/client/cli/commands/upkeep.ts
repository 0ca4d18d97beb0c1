import type { Command } from 'commander';
import type { CleanupResult } from '../../../shared/results.js';
import { days } from '../arguments.js';
import { withSession } from '../connection.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

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
    .action(({ days: age, dryRun }: { days: number; dryRun?: boolean }) =>
      context.run(({ config, terminal, failure }) =>
        withSession(
          config,
          (text) => terminal.say(text),
          async ({ client }) => {
            const run = await client.startCleanup({ days: age, dryRun: dryRun ?? false });
            Object.assign(failure, run);
            const result = await client.result<CleanupResult>(run);
            const { removed, kept, freedBytes } = result;
            terminal.answer({ ...run, state: 'SUCCESS', removed, kept, freedBytes });
            if (!terminal.json) showCleanup(result, terminal);
            return EXIT.done;
          },
        ),
      ),
    );

  const schedule = program.command('schedule').summary('the daily cleanup').description('The daily cleanup.');
  schedule
    .command('apply')
    .description('Puts the daily cleanup in place. Safe to repeat; the background service does it by itself.')
    .option('--days <n>', 'remove what was not used for so many days', days, 7)
    .action(({ days: age }: { days: number }) =>
      context.run(({ config, terminal }) =>
        withSession(
          config,
          (text) => terminal.say(text),
          async ({ client }) => {
            await client.applySchedule({ days: age });
            terminal.say('The daily cleanup is in place.');
            return EXIT.done;
          },
          false,
        ),
      ),
    );
  schedule
    .command('show')
    .description('Shows when the daily cleanup runs.')
    .option('--json', 'one JSON object on stdout')
    .action(() =>
      context.run(({ config, terminal }) =>
        withSession(
          config,
          (text) => terminal.say(text),
          async ({ client }) => {
            const summary = await client.describeSchedule();
            terminal.answer(summary);
            if (summary === null)
              terminal.say('The daily cleanup is not in place. Put it there with: langflix schedule apply');
            else {
              terminal.say(`${summary.scheduleId}: ${summary.cron}${summary.paused ? ' (paused)' : ''}`);
              for (const at of summary.nextRuns) terminal.say(`next: ${at.toISOString()}`);
              for (const { workflowId, startedAt } of summary.recentRuns)
                terminal.say(`ran:  ${startedAt.toISOString()}  ${workflowId}`);
            }
            return EXIT.done;
          },
          false,
        ),
      ),
    );
}

function showCleanup(result: CleanupResult, terminal: Terminal): void {
  for (const { path, reason } of result.removed) terminal.say(`- ${path}  (${reason})`);
  for (const { path, reason } of result.kept) terminal.say(`  kept ${path}  (${reason})`);
  terminal.say(result.message);
}
