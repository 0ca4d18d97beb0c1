import type { CleanupResult } from '../../../shared/results.js';
import { withSession } from '../connection.js';
import type { CommandEnvironment } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { showCleanup } from '../show-result.js';

/** `langflix cleanup`. */
export async function cleanUp(
  environment: CommandEnvironment,
  { days, dryRun = false }: { days: number; dryRun?: boolean },
): Promise<number> {
  return withSession(environment, { needsWorker: true }, async ({ client }) => {
    const run = await client.startCleanup({ days, dryRun });
    Object.assign(environment.failure, run);
    showCleanup(await client.result<CleanupResult>(run), run, environment.terminal);
    return EXIT.done;
  });
}

/** `langflix schedule apply`. */
export async function applyTheSchedule(environment: CommandEnvironment, days: number): Promise<number> {
  return withSession(environment, { needsWorker: false }, async ({ client }) => {
    await client.applySchedule({ days });
    environment.terminal.say('The daily cleanup is in place.');
    return EXIT.done;
  });
}

/** `langflix schedule show`. */
export async function showSchedule(environment: CommandEnvironment): Promise<number> {
  const { terminal } = environment;
  return withSession(environment, { needsWorker: false }, async ({ client }) => {
    const summary = await client.describeSchedule();
    terminal.answer({ schedule: summary });
    if (terminal.json) return EXIT.done;
    if (summary === null) {
      terminal.say('The daily cleanup is not in place. Put it there with: langflix schedule apply');
      return EXIT.done;
    }
    const { scheduleId, cron, paused, nextRuns, recentRuns } = summary;
    terminal.say(`${scheduleId}: ${cron}${paused ? ' (paused)' : ''}`);
    for (const at of nextRuns) terminal.say(`next: ${at.toISOString()}`);
    for (const { workflowId, startedAt } of recentRuns)
      terminal.say(`ran:  ${startedAt.toISOString()}  ${workflowId}`);
    return EXIT.done;
  });
}
