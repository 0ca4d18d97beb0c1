/** One report of a running ffmpeg. */
export interface FfmpegProgress {
  /** Frames written so far. */
  frame: number;
  /** Length of the output so far, in microseconds. */
  outTimeUs: number;
  /** Bytes written so far. */
  totalSize: number;
  /** Times real time; null where ffmpeg does not know. */
  speed: number | null;
}

/**
 * Reads what ffmpeg prints for `-progress`: lines of `key=value`, a report ending with `progress=`. Any value
 * may be `N/A`, lines may end with `\r`, and a chunk may end anywhere.
 *
 * @returns a function that takes the next chunk of text and gives the reports completed by it.
 */
export function progressParser(): (chunk: string) => FfmpegProgress[] {
  let rest = '';
  let current: FfmpegProgress = { frame: 0, outTimeUs: 0, totalSize: 0, speed: null };
  return (chunk) => {
    const lines = (rest + chunk).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    const reports: FfmpegProgress[] = [];
    for (const line of lines) {
      const separator = line.indexOf('=');
      if (separator < 0) continue;
      const key = line.slice(0, separator).trim();
      const value = line.slice(separator + 1).trim();
      if (key === 'progress') reports.push({ ...current });
      else current = { ...current, ...readField(key, value) };
    }
    return reports;
  };
}

function readField(key: string, value: string): Partial<FfmpegProgress> {
  const number = /^-?\d+(\.\d+)?/.test(value) ? Number.parseFloat(value) : null;
  if (key === 'speed') return { speed: number };
  if (number === null) return {};
  if (key === 'frame') return { frame: number };
  if (key === 'total_size') return { totalSize: number };
  // `out_time_ms` holds microseconds too, by an old mistake of ffmpeg's.
  if (key === 'out_time_us') return { outTimeUs: Math.max(0, number) };
  return {};
}
