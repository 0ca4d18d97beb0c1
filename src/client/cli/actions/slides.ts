import { basename, extname, resolve } from 'node:path';
import { LangflixError } from '../../../shared/errors.js';
import { type SlidesRequest, slidesInputSchema } from '../../../shared/inputs.js';
import { issuesText } from '../../../shared/issues.js';
import type { SlidesResult } from '../../../shared/results.js';
import { assertOutputPlace, homeLayout } from '../../../storage/index.js';
import { withSession } from '../connection.js';
import type { CommandEnvironment } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { showSlides } from '../show-result.js';
import { readSmallFile } from '../small-file.js';

/** A run's input may hold two million. */
const MOST_BYTES = 4_000_000;

/** Checks the content here first, then has it drawn by a run. */
export async function drawSlides(
  environment: CommandEnvironment,
  content: string,
  out?: string,
): Promise<number> {
  const { terminal, failure } = environment;
  const outputDir = resolve(out ?? `${basename(content, extname(content))}-slides`);
  await assertOutputPlace(outputDir, homeLayout(environment.config.home));
  const request = await readContent(resolve(content), outputDir);
  return withSession(environment, { needsWorker: true }, async ({ client, webUi }) => {
    const run = await client.startSlides(request);
    Object.assign(failure, run);
    const address = webUi(run);
    if (address !== null) terminal.say(`Web UI: ${address}`);
    showSlides(await client.result<SlidesResult>(run), run, terminal);
    return EXIT.done;
  });
}

async function readContent(path: string, outputDir: string): Promise<SlidesRequest> {
  const text = (await readSmallFile(path, MOST_BYTES, 'Check the path.')).toString('utf8');
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new LangflixError('InvalidInput', `${path}: is not JSON (${(cause as Error).message})`, {
      hint: 'See what it may hold: langflix slides --help',
      cause,
    });
  }
  const parsed = slidesInputSchema.safeParse(raw);
  if (!parsed.success) {
    throw new LangflixError('InvalidInput', `${path}: ${issuesText(parsed.error)}`, {
      hint: 'Each slide needs at least { "expression": "..." }.',
    });
  }
  return { ...parsed.data, outputDir };
}
