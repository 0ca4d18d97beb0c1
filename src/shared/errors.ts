/**
 * Everything that can go wrong, by name. The list is closed and public: it is what `error.type` holds in
 * `--json` output and what a failed run shows in the Web UI. Documented in docs/errors.md.
 */
export const ERROR_KINDS = {
  InvalidInput: { retry: 'never', exitCode: 2, says: 'the request itself is wrong' },
  UnusableVideo: { retry: 'never', exitCode: 2, says: 'the video cannot be read or has no picture' },
  UnusableSubtitles: { retry: 'never', exitCode: 2, says: 'the subtitles are missing, empty or unreadable' },
  WrongLanguage: { retry: 'never', exitCode: 2, says: 'the first track is not English' },
  UnusableOutput: { retry: 'never', exitCode: 2, says: 'the output folder cannot be used' },
  NoExpressionsFound: { retry: 'never', exitCode: 1, says: 'nothing in these subtitles is worth teaching' },
  TooMuchLeftOut: { retry: 'never', exitCode: 1, says: 'more than a quarter of the expressions failed' },
  MissingGlyph: { retry: 'never', exitCode: 1, says: 'no font has a character that must be drawn' },
  RenderFailed: { retry: 'never', exitCode: 1, says: 'ffmpeg could not make a piece of the lesson' },
  ModelUnavailable: {
    retry: 'transient',
    exitCode: 1,
    says: 'the language model does not answer, or asks to wait',
  },
  ModelFailed: { retry: 'never', exitCode: 1, says: 'the language model cannot be asked' },
  ToolMissing: {
    retry: 'never',
    exitCode: 1,
    says: 'ffmpeg, ffprobe or the Temporal CLI is missing or too old',
  },
  SoftTimeLimitExceeded: { retry: 'never', exitCode: 1, says: 'a step ran into its soft time limit' },
  HardTimeLimitExceeded: { retry: 'never', exitCode: 1, says: 'a step ran into its hard time limit' },
  Superseded: { retry: 'never', exitCode: 1, says: 'another run has taken over the output folder' },
  DiskFull: { retry: 'transient', exitCode: 1, says: 'no space is left on a disk' },
  Transient: { retry: 'transient', exitCode: 1, says: 'input or output failed for a moment' },
  WorkerLost: { retry: 'never', exitCode: 1, says: 'no worker finished the step, time after time' },
  Cancelled: { retry: 'never', exitCode: 3, says: 'the run was cancelled' },
  Terminated: { retry: 'never', exitCode: 1, says: 'the run was terminated on the server' },
  TimedOut: { retry: 'never', exitCode: 1, says: 'the run took longer than it may' },
  NoServer: { retry: 'never', exitCode: 4, says: 'no Temporal server answers' },
  NoWorker: { retry: 'never', exitCode: 4, says: 'a server answers, but nobody serves its queues' },
  RunNotFound: { retry: 'never', exitCode: 2, says: 'there is no such run' },
  ServiceBusy: {
    retry: 'never',
    exitCode: 4,
    says: 'a service of another version or with other settings is at work',
  },
  Internal: { retry: 'never', exitCode: 1, says: 'a fault in langflix itself' },
} as const satisfies Record<string, { retry: 'never' | 'transient'; exitCode: number; says: string }>;

export type ErrorKind = keyof typeof ERROR_KINDS;

/** An error that a person can do something about. The message names the file, `hint` the next step. */
export class LangflixError extends Error {
  override readonly name = 'LangflixError';
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  /**
   * For what passes at once: milliseconds before the first new try, instead of langflix's usual pause. With
   * `ModelUnavailable` it is the server's own word, and holds for every try.
   */
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { hint?: string; cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.hint = options.hint;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Whether a string is one of {@link ERROR_KINDS}. */
export function isErrorKind(value: unknown): value is ErrorKind {
  return typeof value === 'string' && Object.hasOwn(ERROR_KINDS, value);
}

/**
 * The error for subtitles that are good, but teach nothing.
 *
 * @param subtitles the file that was read, where it is one that a person can name
 */
export function nothingFound(cues: number, rejected: number, subtitles?: string): LangflixError {
  const name = subtitles === undefined ? 'SUBTITLES' : `'${subtitles.replaceAll("'", String.raw`'\''`)}'`;
  return new LangflixError(
    'NoExpressionsFound',
    `Read ${cues} lines${subtitles === undefined ? '' : ` of ${subtitles}`} and found nothing worth teaching; ${rejected} candidates were rejected.`,
    {
      hint: `--all shows each of them with its reason: langflix expressions ${name} --all. --level A1 takes simpler expressions too.`,
    },
  );
}
