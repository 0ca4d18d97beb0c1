import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A line of a worker's log that tells of an activity or of one of its ffmpegs. */
export interface LogEvent {
  /** ms since 1970. */
  at: number;
  msg: string;
  runId: string;
  activity: string;
  activityId: string;
  attempt: number;
  segment?: string;
  hash?: string;
}

/** All that the workers of a home have said of their activities, oldest first: `service*.log`, `worker-*.log`. */
export async function readLogs(folder: string): Promise<LogEvent[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    /^(service|worker)-?.*\.log$/.test(name),
  );
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return texts
    .flatMap((text) => text.split('\n'))
    .flatMap((line) => parse(line) ?? [])
    .sort((a, b) => a.at - b.at);
}

function parse(line: string): LogEvent | null {
  if (!line.includes('"activity":')) return null;
  try {
    const { time, ...event } = JSON.parse(line) as Omit<LogEvent, 'at'> & { time: string | number };
    return { ...event, at: new Date(time).getTime() };
  } catch {
    // The last line of a process that was killed.
    return null;
  }
}
