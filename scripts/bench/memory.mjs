// Peak memory of a service's processes, read from /proc while they work (Linux only).
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

const NODE = basename(process.execPath);
const EVERY_MS = 100;

/**
 * Watches a process and all below it.
 *
 * @param {number} pid of the service
 * @returns {{ stop(): { nodeMiB: number, ffmpegMiB: number } | null }} the most that its Node processes took together
 *   at one time, and the most that a single ffmpeg took; null where there is no /proc
 */
export function watchMemory(pid) {
  const peak = { nodeMiB: 0, ffmpegMiB: 0 };
  const look = () => {
    const found = processes();
    if (found === null) return;
    let node = 0;
    for (const { name, residentMiB } of below(found, pid)) {
      if (name === NODE) node += residentMiB;
      if (name === 'ffmpeg') peak.ffmpegMiB = Math.max(peak.ffmpegMiB, residentMiB);
    }
    peak.nodeMiB = Math.max(peak.nodeMiB, node);
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return peak.nodeMiB === 0 ? null : peak;
    },
  };
}

function processes() {
  let names;
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return null;
  }
  return names.flatMap((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const field = (name) => new RegExp(`^${name}:\\s*(.+)$`, 'm').exec(status)?.[1] ?? '';
      const name = basename(readlinkSync(`/proc/${pid}/exe`));
      // A process's own high mark is exact where looks are too far apart.
      const kiB = Number.parseInt(field(name === 'ffmpeg' ? 'VmHWM' : 'VmRSS'), 10) || 0;
      return [{ pid: Number(pid), parent: Number(field('PPid')), name, residentMiB: kiB / 1024 }];
    } catch {
      return [];
    }
  });
}

/** A process and all that it has started, however far down. */
function below(all, pid) {
  const within = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const one of all) {
      if (within.has(one.parent) && !within.has(one.pid)) {
        within.add(one.pid);
        grown = true;
      }
    }
  }
  return all.filter((one) => within.has(one.pid));
}
