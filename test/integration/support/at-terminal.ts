import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import { type Config, toEnvironment } from '../../../src/config/index.js';
import { until } from '../../service/home.js';

const COMMAND = fileURLToPath(new URL('../../../dist/client/cli/main.js', import.meta.url));

/** Whether commands can be given a terminal here: by util-linux's `script`. */
export const hasTerminal = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

/** A command that a person has given at a terminal. */
export interface AtTerminal {
  /** What is on the screen and was, without colours. */
  seen(): string;
  /** Waits until something is seen, then presses keys. */
  press(afterSeeing: string, keys: string): Promise<void>;
  exitCode: Promise<number | null>;
}

export const KEYS = { enter: '\r', down: '\u001b[B', space: ' ', interrupt: '\u0003', clear: '\u0015' };

/** Runs `langflix` with a terminal of its own. */
export function atTerminal(config: Config, args: string[]): AtTerminal {
  const quoted = [process.execPath, COMMAND, ...args].map((part) => `'${part.replaceAll("'", `'\\''`)}'`);
  // A terminal that nobody sees has no size of its own.
  const command = `stty cols 100 rows 40; exec ${quoted.join(' ')}`;
  const child: ChildProcess = spawn('script', ['-qefc', command, '/dev/null'], {
    env: { ...toEnvironment(config), NO_COLOR: '1', TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let text = '';
  let at = 0;
  child.stdout!.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return {
    seen: () => stripVTControlCharacters(text),
    async press(afterSeeing, keys) {
      await until(() => stripVTControlCharacters(text.slice(at)).includes(afterSeeing), 60_000).catch(() => {
        throw new Error(`“${afterSeeing}” is not seen in:\n${stripVTControlCharacters(text.slice(at))}`);
      });
      at = text.length;
      child.stdin!.write(keys);
    },
    exitCode: new Promise((resolve) => child.once('close', resolve)),
  };
}
