import type { Command } from 'commander';
import type { ProcessVideoResult, SlidesResult } from '../../../shared/results.js';
import type { RunStatus } from '../../status.js';
import { wholeNumber } from '../arguments.js';
import { withSession } from '../connection.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { showStudyPack } from '../show-result.js';
import { stateWords, type Terminal } from '../terminal.js';
import { followToEnd } from './process.js';

const RUN = 'workflow id, a unique beginning of one, or a video’s path (default: the latest run)';

/** `status`, `watch`, `result`, `cancel` and `list`. */
export function addRuns(program: Command, context: CommandContext): void {
  command('status', 'where a run stands').action((wanted?: string) =>
    context.run(({ config, terminal }) =>
      withSession(
        config,
        terminal.warn,
        async ({ client, webUi }) => {
          const status = await client.status(await client.find(wanted));
          terminal.answer(status);
          if (!terminal.json) showStatus(status, terminal, webUi(status));
          return EXIT.done;
        },
        false,
      ),
    ),
  );

  command('watch', 'follow a run to its end; with --json one object a line').action((wanted?: string) =>
    context.run(({ config, terminal, failure }) =>
      withSession(
        config,
        terminal.warn,
        async (session) => {
          const run = await session.client.find(wanted);
          Object.assign(failure, run);
          if (!terminal.json) return followToEnd(config, session, run, terminal);
          for await (const status of session.client.watch(run)) terminal.answer(status);
          return EXIT.done;
        },
        false,
      ),
    ),
  );

  command('result', 'wait for a run and show what it made').action((wanted?: string) =>
    context.run(({ config, terminal, failure }) =>
      withSession(
        config,
        terminal.warn,
        async ({ client }) => {
          const run = await client.find(wanted);
          Object.assign(failure, run);
          const result = await client.result<ProcessVideoResult | SlidesResult>(run);
          if ('slides' in result) showSlides(result, run, terminal);
          else showStudyPack(result, run, terminal);
          return EXIT.done;
        },
        false,
      ),
    ),
  );

  command('cancel', 'stop a run').action((wanted?: string) =>
    context.run(({ config, terminal }) =>
      withSession(
        config,
        terminal.warn,
        async ({ client }) => {
          const run = await client.find(wanted);
          await client.cancel(run);
          await client.result(run).catch(() => {});
          const status = await client.status(run);
          terminal.answer(status);
          if (!terminal.json) showStatus(status, terminal, null);
          return EXIT.done;
        },
        false,
      ),
    ),
  );

  program
    .command('list')
    .summary('the latest runs')
    .description('Lists the latest runs, newest first.')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1000), 20)
    .option('--json', 'one JSON object on stdout')
    .action(({ limit }: { limit: number }) =>
      context.run(({ config, terminal }) =>
        withSession(
          config,
          terminal.warn,
          async ({ client }) => {
            const runs = await client.list({ limit });
            terminal.answer({ runs });
            if (!terminal.json) {
              if (runs.length === 0)
                terminal.say('There are no runs yet. Start one with: langflix process VIDEO');
              for (const run of runs) {
                terminal.say(
                  `${run.workflowId}  ${stateWords[run.state].padEnd(20)} ${String(Math.floor(run.percent)).padStart(3)} %  ${run.status}`,
                );
              }
            }
            return EXIT.done;
          },
          false,
        ),
      ),
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

function showStatus(status: RunStatus, terminal: Terminal, webUi: string | null): void {
  terminal.say(`${status.workflowId}: ${stateWords[status.state]}, ${Math.floor(status.percent)} %`);
  if (status.state === 'PROGRESS' || status.state === 'STARTED') terminal.say(status.status);
  if (webUi !== null) terminal.say(`Web UI: ${webUi}`);
}

/** Tells where slides were drawn to. */
export function showSlides(
  result: SlidesResult,
  run: { workflowId: string; runId: string },
  terminal: Terminal,
): void {
  terminal.answer({ ...run, state: 'SUCCESS', slides: result.slides });
  if (terminal.json) return;
  terminal.say(result.message);
  for (const path of result.slides) terminal.say(path);
}
