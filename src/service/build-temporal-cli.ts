import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { InstallOptions } from './install-options.js';
import { placeExecutable, withScratchFolder } from './scratch-folder.js';

/**
 * Server 1.29.1 with Web UI 2.42.1. The newest tag whose go.mod has no `replace` in it, which `go install` refuses.
 */
export const CLI_MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

/** Packages compiled by a build from nothing, measured with Go 1.26 on Linux. Only for the progress line. */
const PACKAGES = 1300;

const STATUS_EVERY_MS = 3000;

/**
 * Builds the Temporal CLI with the Go that is in PATH: about three minutes on two cores and 3 GB of module and build
 * caches, which are temporary ones and are removed afterwards, also on failure and abort.
 *
 * @throws Error when there is no Go or the build fails, with the last lines that Go said.
 */
export async function buildTemporalCli(
  destination: string,
  environment: Readonly<Record<string, string | undefined>>,
  { onStatus, signal }: InstallOptions,
): Promise<void> {
  await withScratchFolder('langflix-go-', signal, async (folder, ended) => {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    const child = spawn('go', ['install', '-v', '-ldflags=-s -w', CLI_MODULE], {
      // A folder without go.mod; a group of its own, so that the compilers end with it.
      cwd: folder,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...environment,
        GOMODCACHE: join(folder, 'modules'),
        GOCACHE: join(folder, 'build'),
        GOTMPDIR: folder,
        GOBIN: bin,
        GO111MODULE: 'on',
        GOWORK: 'off',
        // Without it the module cache is read-only and cannot be removed.
        GOFLAGS: `${environment.GOFLAGS ?? ''} -modcacherw`.trim(),
      },
    });
    const reported = reportProgress(child, onStatus);
    const end = () => killGroup(child);
    ended.addEventListener('abort', end, { once: true });
    process.once('exit', end);
    try {
      const code = await ending(child);
      ended.throwIfAborted();
      if (code !== 0) throw new Error(`go install failed: ${reported.lastLines().join(' | ')}`);
    } finally {
      reported.stop();
      ended.removeEventListener('abort', end);
      process.off('exit', end);
    }
    await placeExecutable(join(bin, process.platform === 'win32' ? 'temporal.exe' : 'temporal'), destination);
  });
}

function ending(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error('Go is not installed') : error),
    );
    child.once('close', (code) => resolve(code));
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** `go install -v` says a line per module fetched ("go: downloading ...") and per package compiled (its path). */
function reportProgress(child: ChildProcess, onStatus: InstallOptions['onStatus']) {
  const started = Date.now();
  const counts = { modules: 0, packages: 0 };
  const last: string[] = [];
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.startsWith('go: downloading ')) counts.modules += 1;
      else if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) counts.packages += 1;
      else if (line.trim() !== '') last.push(line.trim());
      if (last.length > 8) last.shift();
    });
  }
  const say = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    const doing =
      counts.packages === 0
        ? `${counts.modules} modules fetched`
        : `${counts.packages} of about ${PACKAGES} packages compiled`;
    onStatus?.(`building the Temporal CLI with Go: ${doing} (${seconds} s)`);
  };
  say();
  const timer = setInterval(say, STATUS_EVERY_MS);
  return { stop: () => clearInterval(timer), lastLines: () => last };
}
