import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { LangflixError } from '../../../shared/errors.js';
import { type SlidesRequest, slidesInputSchema } from '../../../shared/inputs.js';
import type { SlidesResult } from '../../../shared/results.js';
import { withSession } from '../connection.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { showSlides } from './runs.js';

/** `langflix slides CONTENT.json`. */
export function addSlides(program: Command, context: CommandContext): void {
  program
    .command('slides')
    .summary('draw slides from your own content')
    .description(
      'Draws a slide for each item of a JSON file: an object { "expression", "translation", "meaning", "line", ... }, a list of them, or { "slides": [...] }.',
    )
    .argument('<content>', 'a JSON file')
    .option('--out <dir>', 'folder for the pictures (default: ./<content name>-slides)')
    .option('--json', 'one JSON object on stdout')
    .action((content: string, { out }: { out?: string }) =>
      context.run(async ({ config, terminal, failure }) => {
        const outputDir = resolve(out ?? `${basename(content, extname(content))}-slides`);
        const request = await readContent(resolve(content), outputDir);
        return withSession(
          config,
          (text) => terminal.say(text),
          async ({ client, webUi }) => {
            const run = await client.startSlides(request);
            Object.assign(failure, run);
            const address = webUi(run);
            if (address !== null) terminal.say(`Web UI: ${address}`);
            showSlides(await client.result<SlidesResult>(run), run, terminal);
            return EXIT.done;
          },
        );
      }),
    );
}

async function readContent(path: string, outputDir: string): Promise<SlidesRequest> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw new LangflixError('InvalidInput', `${path}: ${reason}`, { hint: 'Check the path.', cause });
  });
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new LangflixError('InvalidInput', `${path}: is not JSON (${(cause as Error).message})`, { cause });
  }
  const parsed = slidesInputSchema.safeParse(raw);
  if (!parsed.success) {
    throw new LangflixError('InvalidInput', `${path}: ${z.prettifyError(parsed.error)}`, {
      hint: 'Each slide needs at least { "expression": "..." }.',
    });
  }
  return { ...parsed.data, outputDir };
}
