import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execute, tools } from '../../media/episodes.js';

/** An encode that was started: its process and what it makes. */
export interface EncodeStart {
  pid: number;
  /** Clock ticks from boot (Linux), empty elsewhere: a machine on which much is started gives pids again soon. */
  startTime: string;
  /** The worker that started it. */
  parent: number;
  output: string;
  /** The segment with its activity, such as `scene-01-01-scene`; null for the lesson and the clips. */
  segment: string | null;
}

/** How encodes that start from now on behave. */
export type Mood =
  /** As ffmpeg does. */
  | 'plain'
  /** No faster than the picture plays, so that there is time to interfere. */
  | 'slow'
  /** Does nothing, for ever, and ignores being asked to stop. */
  | 'deaf'
  /** Waits for input that never comes. */
  | 'hung'
  /** Fails on outputs whose path holds this text, as on a source that cannot be decoded. */
  | { failsOn: string };

export interface WatchedFfmpeg {
  /** For LANGFLIX_FFMPEG. */
  path: string;
  /** All encodes so far, in order. */
  starts(): Promise<EncodeStart[]>;
  /** Those of them that still run. */
  alive(): Promise<EncodeStart[]>;
  /** @param only for outputs whose path holds this text; the others are encoded plainly */
  set(mood: Mood, only?: string): Promise<void>;
}

/** A program that is the system's ffmpeg, notes each encode that it starts, and can be told to misbehave. */
export async function watchedFfmpeg(folder: string): Promise<WatchedFfmpeg> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'ffmpeg');
  const log = join(folder, 'starts.log');
  const mood = (name: string) => join(folder, name);
  const ffmpeg = quoted((await tools()).ffmpeg);
  // It replaces itself by ffmpeg, so its process is ffmpeg's. Only encodes report their progress.
  const script = `#!/bin/sh
start_time() {
  [ -r "/proc/$$/stat" ] || return
  read -r stat < "/proc/$$/stat"
  # The program's name, in parentheses, is the second field.
  set -- \${stat##*) }
  shift 19
  printf %s "$1"
}
case " $* " in *' -progress '*) ;; *) exec ${ffmpeg} "$@" ;; esac
for last; do :; done
printf '%s %s %s %s\\n' "$$" "$(start_time)" "$PPID" "$last" >> ${quoted(log)}
if [ -e ${quoted(mood('fails'))} ]; then
  case "$last" in *"$(cat ${quoted(mood('fails'))})"*)
    echo '[error] Error while decoding stream #0:0: Invalid data found when processing input' >&2
    exit 1
  esac
fi
if [ -e ${quoted(mood('only'))} ]; then
  case "$last" in *"$(cat ${quoted(mood('only'))})"*) ;; *) exec ${ffmpeg} "$@" ;; esac
fi
if [ -e ${quoted(mood('hung'))} ]; then exec ${ffmpeg} -nostdin -i ${quoted(mood('fifo'))} -f null -; fi
if [ -e ${quoted(mood('deaf'))} ]; then trap '' TERM; exec sleep 300; fi
if [ -e ${quoted(mood('slow'))} ]; then exec ${ffmpeg} -re "$@"; fi
exec ${ffmpeg} "$@"
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  await execute('mkfifo', [mood('fifo')]);

  const starts = async () => {
    const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const [, pid = '', startTime = '', parent = '', output = ''] =
        /^(\d+) (\d*) (\d+) (.*)$/.exec(line) ?? [];
      const segment = /([^/]+)-\d+\/segment\.mov$/.exec(output)?.[1] ?? null;
      return { pid: Number(pid), startTime, parent: Number(parent), output, segment };
    });
  };
  return {
    path,
    starts,
    async alive() {
      const all = await starts();
      const running = await Promise.all(all.map(({ pid, startTime }) => isRunning(pid, startTime)));
      return all.filter((_, i) => running[i]);
    },
    async set(next, only) {
      for (const name of ['fails', 'deaf', 'hung', 'slow', 'only']) await rm(mood(name), { force: true });
      if (only !== undefined) await writeFile(mood('only'), only);
      if (typeof next === 'object') await writeFile(mood('fails'), next.failsOn);
      else if (next !== 'plain') await writeFile(mood(next), '');
    },
  };
}

/** A word of a shell script, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Whether a process does anything still; one that waits for its parent to notice its end does not.
 *
 * @param startTime field 22 of its stat (proc(5)), by which another process with its pid is told from it
 */
export async function isRunning(pid: number, startTime = ''): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (status === null) return process.platform !== 'linux';
  const [state, ...fields] = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return state !== 'Z' && (startTime === '' || fields[22 - 4] === startTime);
}
