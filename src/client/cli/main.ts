#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { version } from '../../version.js';
import { addDoctor } from './commands/doctor.js';
import { addExpressions } from './commands/expressions.js';
import { addProcess } from './commands/process.js';
import { addReview } from './commands/review.js';
import { addRuns } from './commands/runs.js';
import { addService } from './commands/service.js';
import { addSlides } from './commands/slides.js';
import { addStoryboard } from './commands/storyboard.js';
import { addUpkeep } from './commands/upkeep.js';
import { commandContext } from './context.js';
import { reportUsage } from './failure.js';
import { Terminal } from './terminal.js';

const program = new Command('langflix')
  .description('Turns a film or TV episode and its subtitles into material for learning English from it.')
  .version(version)
  .showHelpAfterError('(langflix --help shows how it is used)')
  .exitOverride()
  .addHelpText(
    'after',
    '\nStart here: langflix process VIDEO --subtitles ENGLISH.srt --translation YOURS.srt',
  );

let current = program;
const context = commandContext(
  () => current,
  (exitCode) => {
    process.exitCode = exitCode;
  },
);
program.hook('preAction', (_, command) => {
  current = command;
});
for (const add of [
  addProcess,
  addRuns,
  addReview,
  addSlides,
  addStoryboard,
  addExpressions,
  addUpkeep,
  addService,
  addDoctor,
])
  add(program, context);

// A reader that went away (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = reportUsage(error, new Terminal({ json: process.argv.includes('--json') }));
}
