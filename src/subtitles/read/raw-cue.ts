/** A cue as it stands in the file, before anything is stripped or mended. */
export interface RawCue {
  /** 1-based line of its times. */
  line: number;
  startMs: number;
  /** Null: not readable. */
  endMs: number | null;
  text: string;
}

/** Something wrong at a line of the file (1-based), in words for a person. */
export interface Problem {
  line: number;
  message: string;
}

export interface RawTrack {
  cues: RawCue[];
  problems: Problem[];
}

/** Lines of a text with any line ends: CRLF, LF, a lone CR. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}
