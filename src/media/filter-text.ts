/**
 * Quotes a value for a filter's option within a filter graph. The graph is parsed twice, each time
 * removing a level of backslashes: as a graph (`[ ] , ;`) and as a list of options (`:`).
 * See https://ffmpeg.org/ffmpeg-filters.html#Notes-on-filtergraph-escaping
 */
export function filterValue(value: string): string {
  const asOption = value.replace(/[\\':]/g, '\\$&');
  return asOption.replace(/[\\'[\],;]/g, '\\$&');
}

/** Whole microseconds as ffmpeg's options and filters take them, exactly: `1234567us`. */
export function microseconds(value: number): string {
  return `${Math.round(value)}us`;
}
