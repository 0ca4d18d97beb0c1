import { execFile, spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toEnvironment } from '../../src/config/index.js';
import { processOutputSchema } from '../../src/shared/json-output.js';
import { testFolder } from '../media/episodes.js';
import { makeHome, type TestHome } from '../service/home.js';
import { type LightPlay, makeLightPlay } from './support/light-play.js';

const run = promisify(execFile);
const COMMAND = fileURLToPath(new URL('../../dist/client/cli/main.js', import.meta.url));

/** SIOCGIFFLAGS and SIOCSIFFLAGS (netdevice(7)): sets IFF_UP on `lo` where there is no program for it. */
const LOOPBACK_UP = [
  'import fcntl, socket, struct',
  's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
  "flags = struct.unpack('16sH14x', fcntl.ioctl(s, 0x8913, struct.pack('16sH14x', b'lo', 0)))[1]",
  "fcntl.ioctl(s, 0x8914, struct.pack('16sH14x', b'lo', flags | 1))",
].join('\n');

/** Runs a program where there is no network but the machine's own loopback. */
function offline(program: string, args: string[]): [string, string[]] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const up = `ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || python3 -c "$LOOPBACK_UP" || exit 97
exec "$@"`;
  return ['unshare', ['--net', ...asRoot, 'sh', '-c', up, 'sh', program, ...args]];
}

/** Why a network cannot be taken away here; null when it can. */
function whyNot(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are Linux’s';
  const [program, args] = offline(process.execPath, ['-e', '']);
  const tried = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, LOOPBACK_UP } });
  if (tried.status === 0) return null;
  return `a network namespace cannot be made here: ${tried.error?.message ?? (tried.stderr.trim() || tried.status)}`;
}

const reason = whyNot();
if (reason !== null) console.warn(`SKIPPED, without a network: ${reason}`);

describe.skipIf(reason !== null)('without a network', { timeout: 180_000 }, () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let episode: LightPlay;
  let home: TestHome;
  beforeAll(async () => {
    folder = await testFolder();
    episode = await makeLightPlay(folder.path);
    home = await makeHome();
  });
  afterAll(async () => {
    await home.remove();
    await folder.remove();
  });

  const inIsolation = (args: string[]) => {
    const [program, all] = offline(process.execPath, args);
    return run(program, all, { env: { ...toEnvironment(home.config()), LOOPBACK_UP } });
  };

  it('a lesson is made', async () => {
    // A check of the check: nothing outside can be reached from there.
    const { stdout: reached } = await inIsolation([
      '-e',
      "require('net').connect(53, '192.0.2.1').on('error', ({ code }) => console.log(code))",
    ]);
    expect(reached.trim()).toBe('ENETUNREACH');

    const out = join(folder.path, 'pack');
    const { stdout } = await inIsolation([
      ...[COMMAND, 'process', episode.video, '--subtitles', episode.subtitles],
      ...['--max-expressions', '1', '--out', out, '--json'],
    ]);
    expect(processOutputSchema.parse(JSON.parse(stdout))).toMatchObject({ state: 'SUCCESS', outputDir: out });
    expect(await readdir(out)).toContain('lesson.mp4');
  });
});
