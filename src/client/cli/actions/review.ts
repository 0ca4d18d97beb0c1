import { resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { withSession } from '../connection.js';
import type { CommandEnvironment } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { counted } from '../printable.js';
import { type DecisionFlags, decisionOf } from '../review/decision.js';
import { showProposal } from '../review/show-proposal.js';
import { readSmallFile } from '../small-file.js';

/** A proposal has some 50 kB. */
const MOST_BYTES = 4_000_000;

/** `langflix review`'s flags; `edit` names a file. */
export type ReviewOptions = DecisionFlags;

/**
 * `langflix review [RUN]`: decides what a waiting run teaches. With flags at once; at a terminal by asking; else it
 * only shows the proposal.
 */
export async function reviewRun(
  environment: CommandEnvironment,
  wanted: string | undefined,
  options: ReviewOptions,
): Promise<number> {
  const { terminal, failure } = environment;
  const edit = options.edit === undefined ? undefined : await readEdits(options.edit);
  return withSession(environment, { needsWorker: true, anySettings: true }, async ({ client }) => {
    const run = await client.find(wanted);
    Object.assign(failure, run);
    const proposal = await client.proposal(run);
    let decision = decisionOf(proposal, { ...options, ...(edit !== undefined && { edit }) });
    if (decision === null) {
      const isAsked = !terminal.json && process.stdin.isTTY && process.stdout.isTTY;
      if (!isAsked) {
        terminal.answer({ ...run, items: proposal.items });
        if (terminal.json) return EXIT.done;
        showProposal(proposal, terminal);
        const command = `langflix review ${run.workflowId}`;
        terminal.say(`\nTo decide: ${command} --approve, or --keep 1,3, or --drop 2, or --edit FILE.json`);
        return EXIT.done;
      }
      decision = await (await import('../review/prompts.js')).askPerson(proposal);
      if (decision === null) return EXIT.done;
    }
    const outcome = await client.review(run, decision);
    terminal.answer({ ...run, review: outcome });
    const { kept, dropped, edited } = outcome;
    terminal.say(
      `Taken: ${counted(kept, 'expression')}${dropped > 0 ? `, ${dropped} dropped` : ''}${edited > 0 ? `, ${edited} edited` : ''}. The run goes on: langflix watch ${run.workflowId}`,
    );
    return EXIT.done;
  });
}

/** @param name `-`: standard input */
async function readEdits(name: string): Promise<string> {
  if (name === '-') return readAll(process.stdin);
  return (await readSmallFile(resolve(name), MOST_BYTES, 'Check the path.')).toString('utf8');
}
