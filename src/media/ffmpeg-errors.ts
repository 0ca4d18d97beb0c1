import { LangflixError } from '../shared/errors.js';

const NO_SPACE = /No space left on device|Disk quota exceeded/i;
const NOT_WRITABLE = /Read-only file system/i;
const PASSING =
  /Input\/output error|Cannot allocate memory|Resource temporarily unavailable|Too many open files|Stale file handle|Transport endpoint|Connection timed out/i;

/**
 * Says why an ffmpeg that was not told to stop has failed.
 *
 * @param ended.stderr its last lines, as printed at `-loglevel level+warning`.
 */
export function ffmpegFailure(ended: {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stderr: string[];
  output: string;
}): LangflixError {
  const reason = tellingLines(ended.stderr).join(' | ');
  const all = ended.stderr.join('\n');
  if (NO_SPACE.test(all)) {
    return new LangflixError('DiskFull', `No space is left to write ${ended.output}`, {
      hint: 'free some space on that disk; it is tried again in a minute',
      cause: new Error(reason),
    });
  }
  if (NOT_WRITABLE.test(all)) {
    return new LangflixError('UnusableOutput', `${ended.output}: cannot be written (${reason})`, {
      hint: 'Give langflix the right to write there, or make the disk writable.',
    });
  }
  if (ended.signal !== null) {
    return new LangflixError(
      'Transient',
      `ffmpeg was ended by ${ended.signal} while it made ${ended.output}`,
      {
        hint: 'if it happens again, look whether the machine runs out of memory',
        // Nothing is wrong with the episode, and whatever ended ffmpeg has got what it wanted.
        retryAfterMs: 1000,
        cause: new Error(reason),
      },
    );
  }
  const kind = PASSING.test(all) ? 'Transient' : 'RenderFailed';
  const message = `ffmpeg could not make ${ended.output} (exit code ${ended.exitCode}): ${reason || 'it gave no reason'}`;
  return new LangflixError(kind, message, {
    hint: "look into the log for ffmpeg's arguments and its last lines",
  });
}

/** The lines that hold the cause: errors where there are any, else the last ones. */
export function tellingLines(stderr: string[]): string[] {
  const errors = stderr.filter((line) => /\[(error|fatal|panic)\]/.test(line));
  const lines =
    (errors.length > 0 ? errors.slice(0, 2).concat(errors.slice(2).slice(-2)) : stderr.slice(-3)) ?? [];
  return lines.map((line) =>
    line
      .replace(/ @ 0x[0-9a-f]+/g, '')
      .replace(/\[(error|fatal|panic)\] /, '')
      .trim(),
  );
}
