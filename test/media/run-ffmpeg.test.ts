import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FfmpegCommand,
  type FfmpegLog,
  type MediaTools,
  reapOrphans,
  runFfmpeg,
} from '../../src/media/index.js';
import { startTimeOf } from '../../src/media/process-identity.js';
import { testFolder, tools } from './episodes.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

/** Encodes noise in real time for a minute unless stopped. */
function longEncode(output: string): FfmpegCommand {
  return {
    inputs: [{ path: 'testsrc2=s=320x180:r=24:d=60', options: ['-re', '-f', 'lavfi'] }],
    filter: null,
    outputOptions: ['-c:v', 'libx264', '-preset', 'ultrafast', '-f', 'mp4'],
    output,
    frames: 1440,
  };
}

async function fakeFfmpeg(name: string, script: string): Promise<MediaTools> {
  const ffmpeg = join(folder.path, name);
  await writeFile(ffmpeg, `#!/bin/sh\n${script}\n`);
  await chmod(ffmpeg, 0o755);
  return { ...(await tools()), ffmpeg };
}

/** Waits until a condition holds, looking often; fails with the test's own timeout. */
async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
const at = (name: string) => join(folder.path, name);
const runIn = async (given: Partial<Parameters<typeof runFfmpeg>[1]> = {}) => ({
  tools: await tools(),
  cwd: folder.path,
  pidFolder: at('processes'),
  ...given,
});

describe('runFfmpeg', () => {
  it('reports progress and what was run', async () => {
    const frames: number[] = [];
    const logs: FfmpegLog[] = [];
    const command = longEncode(at('short.mp4'));
    command.inputs = [{ path: 'testsrc2=s=320x180:r=24:d=3', options: ['-f', 'lavfi', '-threads', '1'] }];
    await runFfmpeg(
      command,
      await runIn({ onProgress: (p) => frames.push(p.frame), onLog: (log) => logs.push(log), niceness: 5 }),
    );
    expect(frames.at(-1)).toBe(72);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatchObject({ exitCode: 0, signal: null });
    expect(logs[0]?.args).toContain('testsrc2=s=320x180:r=24:d=3');
    expect(await readdir(at('processes'))).toEqual([]);
  });

  it('never starts when it was aborted before', async () => {
    const fake = await fakeFfmpeg('touches', `touch "${at('touched')}"`);
    const reason = new Error('no longer wanted');
    const run = runFfmpeg(
      longEncode(at('never.mp4')),
      await runIn({ tools: fake, signal: AbortSignal.abort(reason) }),
    );
    await expect(run).rejects.toBe(reason);
    expect(await exists(at('touched'))).toBe(false);
  });

  it('stops ffmpeg when aborted, throws the reason and leaves no half-made file', async () => {
    const abort = new AbortController();
    const reason = new Error('cancelled by the user');
    let log: FfmpegLog | undefined;
    const run = runFfmpeg(
      longEncode(at('aborted.mp4')),
      await runIn({
        signal: abort.signal,
        onProgress: ({ frame }) => frame > 5 && abort.abort(reason),
        onLog: (event) => {
          log = event;
        },
      }),
    );
    await expect(run).rejects.toBe(reason);
    expect(log?.exitCode).toBe(255);
    expect(await exists(at('aborted.mp4'))).toBe(false);
    expect(await readdir(at('processes'))).toEqual([]);
  });

  const stubborn = `trap '' TERM; echo $$ > "$PWD/stubborn.pid"; while true; do sleep 1; done`;

  it('kills an ffmpeg that does not heed SIGTERM, with all that it started', async () => {
    const abort = new AbortController();
    const fake = await fakeFfmpeg('stubborn', stubborn);
    const run = runFfmpeg(
      longEncode(at('x.mp4')),
      await runIn({ tools: fake, signal: abort.signal, killAfterMs: 200 }),
    );
    const failed = expect(run).rejects.toThrow('enough');
    const pid = await until(() => readFile(at('stubborn.pid'), 'utf8').catch(() => null));
    abort.abort(new Error('enough'));
    await failed;
    expect(startTimeOf(Number(pid))).toBeNull();
  });

  it('kills at once at the hard limit', async () => {
    const hard = new AbortController();
    const fake = await fakeFfmpeg('stubborn2', stubborn.replace('stubborn.pid', 'stubborn2.pid'));
    let log: FfmpegLog | undefined;
    const run = runFfmpeg(
      longEncode(at('x.mp4')),
      await runIn({
        tools: fake,
        hardSignal: hard.signal,
        onLog: (event) => {
          log = event;
        },
      }),
    );
    const failed = expect(run).rejects.toThrow('hard');
    await until(() => exists(at('stubborn2.pid')));
    hard.abort(new Error('hard limit'));
    await failed;
    expect(log?.signal).toBe('SIGKILL');
  });

  it('ends an ffmpeg that stands still', async () => {
    const fake = await fakeFfmpeg(
      'still',
      'while true; do echo frame=1; echo out_time_us=N/A; echo progress=continue; sleep 0.1; done',
    );
    const run = runFfmpeg(longEncode(at('x.mp4')), await runIn({ tools: fake, stallMs: 500 }));
    await expect(run).rejects.toMatchObject({
      kind: 'Transient',
      message: expect.stringContaining('stood still'),
    });
  });

  it.each([
    [
      'RenderFailed',
      'echo "[error] the cause of it all" >&2; echo "[warning] Conversion failed!" >&2; exit 1',
      'the cause of it all',
    ],
    [
      'DiskFull',
      'echo "[error] av_interleaved_write_frame(): No space left on device" >&2; exit 228',
      'No space is left',
    ],
    ['Transient', 'echo "[error] x: Input/output error" >&2; exit 1', 'Input/output error'],
    ['Transient', 'kill -KILL $$', 'SIGKILL'],
  ])('says %s for what ffmpeg says', async (kind, script, words) => {
    const fake = await fakeFfmpeg('failing', script);
    const run = runFfmpeg(longEncode(at('x.mp4')), await runIn({ tools: fake }));
    await expect(run).rejects.toMatchObject({ kind, message: expect.stringContaining(words) });
  });

  it('takes a file or folder that was deleted, or a read-only disk, for no fault of the episode', async () => {
    const command = longEncode(at('lost.mp4'));
    const gone = { ...command, inputs: [{ path: at('no-still.png'), options: ['-loop', '1'] }] };
    await expect(runFfmpeg(gone, await runIn())).rejects.toMatchObject({
      kind: 'Transient',
      message: expect.stringContaining('no-still.png: is gone'),
    });
    await expect(runFfmpeg(command, await runIn({ cwd: at('no-folder') }))).rejects.toMatchObject({
      kind: 'Transient',
      message: expect.stringContaining('no-folder: is gone'),
    });
    const refused = await fakeFfmpeg('refused', "echo '[error] out.mov: Read-only file system' >&2; exit 1");
    await expect(runFfmpeg(command, await runIn({ tools: refused }))).rejects.toMatchObject({
      kind: 'UnusableOutput',
    });
  });

  it('says that the tool is missing when it has gone', async () => {
    const gone = { ...(await tools()), ffmpeg: at('gone') };
    await expect(runFfmpeg(longEncode(at('x.mp4')), await runIn({ tools: gone }))).rejects.toMatchObject({
      kind: 'ToolMissing',
    });
  });
});

describe('a parent that is killed', () => {
  /** A process that has an encode noted in a folder of its own, as a worker has. */
  async function parentWithEncode(name: string, setpriv: string | null) {
    const pidFolder = at(name);
    await mkdir(pidFolder);
    const script = at(`${name}.test-parent.ts`);
    const run = { tools: { ...(await tools()), setpriv }, cwd: folder.path, pidFolder };
    await writeFile(
      script,
      `
      import { runFfmpeg } from ${JSON.stringify(join(process.cwd(), 'src/media/index.ts'))};
      await runFfmpeg(${JSON.stringify(longEncode(at(`${name}.mp4`)))}, ${JSON.stringify(run)});
    `,
    );
    const vite = JSON.stringify(import.meta.resolve('vite'));
    const loader = `
      const { createServer, createServerModuleRunner } = await import(${vite});
      const server = await createServer({ configFile: false, root: process.cwd(), server: { middlewareMode: true, watch: null, ws: false, fs: { strict: false } }, appType: 'custom', logLevel: 'error' });
      await createServerModuleRunner(server.environments.ssr).import(${JSON.stringify(script)});
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', loader], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const note = await until(async () => (await readdir(pidFolder))[0]);
    const pid = Number.parseInt(note, 10);
    await until(() => exists(at(`${name}.mp4`)));
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    return { pid, pidFolder };
  }

  it.runIf(process.platform === 'linux')('takes its ffmpeg with it', async () => {
    const { setpriv } = await tools();
    expect(setpriv).not.toBeNull();
    const { pid } = await parentWithEncode('bound', setpriv);
    const killedAt = performance.now();
    await until(() => startTimeOf(pid) === null);
    expect(performance.now() - killedAt).toBeLessThan(1000);
  });

  it.runIf(process.platform !== 'win32')(
    'or leaves it to the next worker, which ends it and nothing else',
    async () => {
      const { pid, pidFolder } = await parentWithEncode('unbound', null);
      expect(startTimeOf(pid)).not.toBeNull();
      const bystander = spawn('sleep', ['60']);
      const own = { host: (await import('node:os')).hostname(), owner: { pid, startTime: 'long ago' } };
      await writeFile(
        join(pidFolder, `${bystander.pid}.json`),
        JSON.stringify({ ...own, pid: bystander.pid, startTime: 'another time' }),
      );
      await writeFile(join(pidFolder, '1.json'), 'half-wri');
      expect(await reapOrphans(pidFolder)).toEqual([pid]);
      await until(() => startTimeOf(pid) === null);
      expect(startTimeOf(bystander.pid as number)).not.toBeNull();
      expect(await readdir(pidFolder)).toEqual([]);
      bystander.kill();
    },
  );

  it('while it lives, keeps its ffmpeg', async () => {
    const abort = new AbortController();
    const run = runFfmpeg(
      longEncode(at('kept.mp4')),
      await runIn({ signal: abort.signal, pidFolder: at('kept') }),
    );
    const failed = expect(run).rejects.toThrow('done');
    await until(async () => (await readdir(at('kept')).catch(() => []))[0]);
    expect(await reapOrphans(at('kept'))).toEqual([]);
    expect(await readdir(at('kept'))).toHaveLength(1);
    abort.abort(new Error('done'));
    await failed;
  });
});
