/** What one ffmpeg process is to do, as a plain value: built by pure functions, carried out by `runFfmpeg`. */
export interface FfmpegCommand {
  inputs: FfmpegInput[];
  /** Value of `-filter_complex`; null when nothing is filtered. */
  filter: string | null;
  /** Maps, encoders, container: what stands before the output's name. */
  outputOptions: string[];
  /** Absolute path. */
  output: string;
  /** Frames that it will make, for progress; null where they are not known. */
  frames: number | null;
}

export interface FfmpegInput {
  /** As it follows `-i`: `file:` and an absolute path. */
  path: string;
  /** What stands before its `-i`. */
  options: string[];
}
