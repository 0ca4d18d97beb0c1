import { type Command, Option } from 'commander';
import { DEFAULT_LIMITS } from '../../../shared/limits.js';
import { DEFAULT_MAX_LLM_TOKENS, LEAST_LLM_TOKENS, MOST_LLM_TOKENS } from '../../../shared/model-name.js';
import { QUALITIES } from '../../../shared/quality.js';
import type { ProcessOptions } from '../actions/process.js';
import { audioTrack, duration, language, level, wholeNumber } from '../arguments.js';
import type { CommandContext } from '../context.js';
import { logLevelOption } from '../log-level.js';
import { modelOption } from '../model-option.js';

/** `langflix process VIDEO`: one video in, one study pack out. */
export function addProcess(program: Command, context: CommandContext): void {
  program
    .command('process')
    .summary('make a study pack from a video')
    .description(
      'Finds the expressions worth learning in a film or episode and makes a study pack: a lesson video, a clip and a slide for each expression, and data files.\n\n' +
        'Without --subtitles, langflix looks for VIDEO.en.srt, VIDEO.en.vtt, VIDEO.srt, VIDEO.vtt, then for an English text track in the video.',
    )
    .argument('<video>', 'the film or episode; it is only read, never changed')
    .option('--subtitles <file>', 'English subtitles, SRT or VTT')
    .option('--translation <file>', 'subtitles in your language, SRT or VTT')
    .option('--out <dir>', 'folder for the study pack (default: ./<video name>-langflix)')
    .option('--native <lang>', 'your language, such as ko (default: that of the translation)', language)
    .addOption(
      new Option('--level <level>', 'your level, A1 to C2: it ranks, it does not hide')
        .argParser(level)
        .default('B1'),
    )
    .option('--max-expressions <n>', 'at most so many expressions, 1 to 50', wholeNumber(1, 50), 10)
    .option('--known <file>', 'expressions that you know already, one a line: they are left out')
    .option('--shorts', 'also an upright clip of each expression, 1080x1920, for phones')
    .addOption(
      new Option('--quality <quality>', 'draft is quick to make, high is finest and slowest')
        .choices(QUALITIES)
        .default('standard'),
    )
    .option(
      '--audio-track <n|lang>',
      'which audio track, by number or language (default: English, else the default one)',
      audioTrack,
    )
    .addOption(modelOption())
    .option(
      '--max-llm-tokens <n>',
      `at most so many tokens of the model, questions and answers (default: ${DEFAULT_MAX_LLM_TOKENS}, or the most that LANGFLIX_MAX_LLM_TOKENS allows)`,
      wholeNumber(LEAST_LLM_TOKENS, MOST_LLM_TOKENS),
    )
    .option('--review', 'wait until you have looked at the expressions: langflix review')
    .option('--review-timeout <time>', 'go on without you after this time (default: 24h)', duration)
    .addOption(
      limitOption('--soft-limit <time>', 'a step that takes longer is stopped', DEFAULT_LIMITS.softMs),
    )
    .addOption(
      limitOption('--hard-limit <time>', 'a step that takes longer is ended at once', DEFAULT_LIMITS.hardMs),
    )
    .option('--again', 'make it anew although the same study pack is there')
    .option('--detach', 'start it and come back at once')
    .option('--json', 'one JSON object on stdout, progress on stderr')
    .addOption(logLevelOption())
    .addHelpText(
      'after',
      '\nCtrl-C leaves the run going (`langflix watch` comes back to it); twice within three seconds cancels it.' +
        '\nExit codes: 0 done, 1 failed, 2 unusable input, 3 cancelled, 4 no server, 130 left with Ctrl-C.',
    )
    .action((video: string, options: ProcessOptions) =>
      context.run(async (environment) => {
        const { processVideo } = await import('../actions/process.js');
        return processVideo(environment, video, options);
      }),
    );
}

function limitOption(flags: string, description: string, ms: number): Option {
  return new Option(flags, description).argParser(duration).default(ms, `${ms / 60_000}m`);
}
