import type { Command } from 'commander';
import type { Config, LogLevel } from '../../config/index.js';
import { type FailureContext, reportFailure } from './failure.js';
import { Terminal } from './terminal.js';

export interface CommandEnvironment {
  config: Config;
  terminal: Terminal;
  /** Filled by the command with what its failure should tell. */
  failure: FailureContext;
}

/**
 * What every command runs in: configuration, terminal, and one place where failures become words and exit codes.
 *
 * Commands only declare their options; what they do is in `actions/`, loaded when it is wanted, so that `--help` and a
 * mistyped option answer at once.
 */
export interface CommandContext {
  run(body: (environment: CommandEnvironment) => Promise<number>): Promise<void>;
}

/** @param current the command whose parsed options hold `--json`, `--log-level` and `--model` */
export function commandContext(current: () => Command, finish: (exitCode: number) => void): CommandContext {
  return {
    async run(body) {
      const options = current().opts<{ json?: boolean; logLevel?: LogLevel; model?: string }>();
      const terminal = new Terminal({ json: options.json ?? false });
      const failure: FailureContext = { debug: false };
      try {
        const { readConfig } = await import('../../config/index.js');
        const config = readConfig(process.env, {
          LANGFLIX_LOG_LEVEL: options.logLevel,
          LANGFLIX_MODEL: options.model,
        });
        failure.debug = config.logLevel === 'debug' || config.logLevel === 'trace';
        finish(await body({ config, terminal, failure }));
      } catch (error) {
        finish(reportFailure(error, terminal, failure));
      }
    },
  };
}
