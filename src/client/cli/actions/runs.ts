import { LangflixError } from '../../../shared/errors.js';
import type { ProcessVideoResult, SlidesResult } from '../../../shared/results.js';
import type { RunReference } from '../../langflix-client.js';
import type { RunState, RunStatus } from '../../status.js';
import { type Session, withSession } from '../connection.js';
import type { CommandEnvironment } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { showResult } from '../show-result.js';
import { stateWords, styled, type Terminal } from '../terminal.js';
import { followInJson, followToEnd } from './follow-to-end.js';

/** `langflix status [RUN]`. */
export async function showRun(environment: CommandEnvironment, wanted?: string): Promise<number> {
  return withRun(environment, wanted, async ({ client, webUi }, run) => {
    const status = await client.status(run);
    tellStatus(status, environment.terminal, webUi(run));
    return EXIT.done;
  });
}

/** `langflix watch [RUN]`. */
export async function watchRun(environment: CommandEnvironment, wanted?: string): Promise<number> {
  const { terminal } = environment;
  return withRun(environment, wanted, (session, run) =>
    terminal.json ? followInJson(session, run, terminal) : followToEnd(session, run, terminal),
  );
}

/** `langflix result [RUN]`. */
export async function resultOfRun(environment: CommandEnvironment, wanted?: string): Promise<number> {
  return withRun(environment, wanted, async ({ client }, run) => {
    showResult(await client.result<ProcessVideoResult | SlidesResult>(run), run, environment.terminal);
    return EXIT.done;
  });
}

/** `langflix cancel [RUN]`: asks for it and waits for its end. A run that has ended already stays as it is. */
export async function cancelRun(environment: CommandEnvironment, wanted?: string): Promise<number> {
  return withRun(environment, wanted, async ({ client }, run) => {
    try {
      await client.cancel(run);
    } catch (error) {
      // What has ended cannot be cancelled; the server then says that there is no such run.
      if (!(error instanceof LangflixError && error.kind === 'RunNotFound')) throw error;
    }
    // How it ended is told by its status: mostly cancelled, but it may have been quicker.
    await client.result(run).catch((error: unknown) => {
      if (!(error instanceof LangflixError) || error.kind === 'RunNotFound') throw error;
    });
    tellStatus(await client.status(run), environment.terminal, null);
    return EXIT.done;
  });
}

/** `langflix list`. */
export async function listRuns(environment: CommandEnvironment, limit: number): Promise<number> {
  const { terminal } = environment;
  return withSession(environment, { needsWorker: false }, async ({ client }) => {
    const runs = await client.list({ limit });
    terminal.answer({ runs });
    if (terminal.json) return EXIT.done;
    if (runs.length === 0) terminal.say('There are no runs yet. Start one with: langflix process VIDEO');
    for (const { workflowId, state, percent, status } of runs) {
      const share = state === 'SUCCESS' ? '' : `${String(Math.floor(percent)).padStart(3)} %  ${status}`;
      terminal.say(`${workflowId}  ${stateWords[state].padEnd(20)} ${share}`.trimEnd());
    }
    return EXIT.done;
  });
}

/** Runs a command's body on the run that the user means, which a failure then names. */
async function withRun(
  environment: CommandEnvironment,
  wanted: string | undefined,
  body: (session: Session, run: RunReference) => Promise<number>,
): Promise<number> {
  return withSession(environment, { needsWorker: false }, async (session) => {
    const run = await session.client.find(wanted);
    Object.assign(environment.failure, run);
    return body(session, run);
  });
}

/** What a person does next with a run in this state. */
const nextCommand: Record<RunState, string> = {
  PENDING: 'watch',
  STARTED: 'watch',
  PROGRESS: 'watch',
  SUCCESS: 'result',
  FAILURE: 'result',
  CANCELLED: '',
};

function tellStatus(status: RunStatus, terminal: Terminal, webUi: string | null): void {
  terminal.answer(status);
  if (terminal.json) return;
  const { workflowId, state, percent, status: doing } = status;
  const share = state === 'SUCCESS' ? '' : `, ${Math.floor(percent)} %`;
  terminal.say(`${workflowId}: `, styled('bold', stateWords[state]), share);
  if (state === 'PROGRESS' || state === 'STARTED') terminal.say(doing);
  if (status.stage === 'review' && state === 'STARTED')
    terminal.say(`Decide: langflix review ${workflowId}   (langflix cancel ${workflowId} to make no lesson)`);
  else if (nextCommand[state] !== '')
    terminal.say(`${state === 'FAILURE' ? 'Why' : 'More'}: langflix ${nextCommand[state]} ${workflowId}`);
  if (webUi !== null) terminal.say(`Web UI: ${webUi}`);
}
