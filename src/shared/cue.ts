/** One subtitle line. Times are milliseconds from the start of the episode. */
export interface Cue {
  /** 0-based position in its track. */
  index: number;
  startMs: number;
  endMs: number;
  /** Plain text: markup stripped, line breaks kept as `\n`. */
  text: string;
}
