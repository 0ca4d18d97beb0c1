import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InstallOptions } from './install-options.js';
import { placeExecutable, withScratchFolder } from './scratch-folder.js';

const ANSWER_WITHIN_MS = 10_000;
const PROGRESS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 200;

/**
 * The download of Temporal's own SDK, into a folder of ours. The SDK cannot be told to stop, hence a child process:
 * it is ended when no byte has come within 10 s, and later when none comes for 30 s.
 *
 * @throws Error with the reason.
 */
export async function downloadTemporalCli(
  destination: string,
  environment: Readonly<Record<string, string | undefined>>,
  { onStatus, signal }: InstallOptions,
): Promise<void> {
  onStatus?.('downloading the Temporal CLI');
  await withScratchFolder('langflix-download-', signal, async (folder, ended) => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('./sdk-download.js', import.meta.url)), folder],
      { env: environment, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-2000);
    });
    const closed = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    let quietReason: string | null = null;
    const watching = watchFor(folder, onStatus, () => {
      quietReason = 'temporal.download does not answer';
      child.kill('SIGKILL');
    });
    const end = () => child.kill('SIGKILL');
    ended.addEventListener('abort', end, { once: true });
    try {
      const code = await closed;
      ended.throwIfAborted();
      if (quietReason !== null) throw new Error(quietReason);
      const file = (await readdir(folder)).find(isBinary);
      if (file === undefined) throw new Error(reasonIn(said) ?? `the download ended with ${code}`);
      await placeExecutable(join(folder, file), destination);
    } finally {
      watching.stop();
      ended.removeEventListener('abort', end);
    }
  });
}

/** The SDK writes `<name>.downloading` and renames it when it is whole. */
const isBinary = (name: string) => name.startsWith('temporal-') && !name.endsWith('.downloading');

/** The SDK's errors are chains of causes in one line; the last one says why. */
function reasonIn(text: string): string | undefined {
  const reason = text.trim().split('\n').at(-1)?.split(': ').at(-1);
  return reason ? `temporal.download: ${reason}` : undefined;
}

function watchFor(folder: string, onStatus: InstallOptions['onStatus'], onQuiet: () => void) {
  let bytes = 0;
  let lastChange = Date.now();
  let lastSaid = Date.now();
  const timer = setInterval(async () => {
    const names = await readdir(folder).catch(() => []);
    if (names.some(isBinary)) return clearInterval(timer);
    let size = 0;
    for (const name of names) size += (await stat(join(folder, name)).catch(() => ({ size: 0 }))).size;
    if (size !== bytes) {
      bytes = size;
      lastChange = Date.now();
    }
    if (Date.now() - lastChange > (bytes === 0 ? ANSWER_WITHIN_MS : PROGRESS_WITHIN_MS)) {
      clearInterval(timer);
      onQuiet();
    } else if (bytes > 0 && Date.now() - lastSaid > 3000) {
      lastSaid = Date.now();
      onStatus?.(`downloading the Temporal CLI: ${Math.round(bytes / 1e6)} MB`);
    }
  }, LOOK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
