import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkMediaTools,
  extractSubtitleTrack,
  findMediaTools,
  probeEpisode,
  sniffContainer,
} from '../../src/media/index.js';
import { execute, make, makeEpisode, testFolder, tools } from './episodes.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());
const at = (name: string) => join(folder.path, name);
const probe = async (path: string) => probeEpisode(path, { tools: await tools() });

describe('a file that is no video', () => {
  it.each([
    ['text.mp4', 'Once upon a time\n', 'text file'],
    ['empty.mp4', '', '0 bytes'],
    ['dash.mp4', '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>', 'DASH'],
    ['hls.mp4', '#EXTM3U\n#EXTINF:1,\nhttp://example.org/a.ts\n', 'HLS'],
    ['list.mkv', 'ffconcat version 1.0\nfile other.mp4\n', 'ffconcat'],
    ['noise.mp4', '\x01\x02\x03 nothing that is known', 'no container'],
    ['header-only.mp4', '\x00\x00\x00\x20ftypisom\x00\x00\x00\x00', 'damaged'],
  ])('%s is refused by name', async (name, content, words) => {
    await writeFile(at(name), content, 'latin1');
    await expect(probe(at(name))).rejects.toMatchObject({
      kind: 'UnusableVideo',
      message: expect.stringMatching(new RegExp(`${name}.*${words}`)),
      hint: expect.stringMatching(/./),
    });
  });

  it('nor is a folder, a missing file or a named pipe, which is not waited for', async () => {
    await mkdir(at('folder.mp4'));
    await expect(probe(at('folder.mp4'))).rejects.toMatchObject({
      message: expect.stringContaining('folder'),
    });
    await expect(probe(at('gone.mp4'))).rejects.toMatchObject({
      message: expect.stringContaining('no such file'),
    });
    if (process.platform === 'win32') return;
    await execute('mkfifo', [at('pipe.mp4')]);
    await expect(probe(at('pipe.mp4'))).rejects.toMatchObject({
      message: expect.stringContaining('regular file'),
    });
  });

  it('is never followed to the network, even past the first look', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    // Begins as an MP4 does, goes on as a playlist.
    await writeFile(
      at('mixed.mp4'),
      `\x00\x00\x00\x08ftyp\n#EXTM3U\n#EXTINF:1,\n${url}a.ts\n<MPD><BaseURL>${url}</BaseURL></MPD>`,
      'latin1',
    );
    await expect(probe(at('mixed.mp4'))).rejects.toMatchObject({ kind: 'UnusableVideo' });
    server.close();
    expect(requests).toBe(0);
  });

  it('has no picture when only its cover is one', async () => {
    const cover = await make(
      at('cover.png'),
      '-f',
      'lavfi',
      '-i',
      'color=red:s=64x64',
      '-frames:v',
      '1',
      '-update',
      '1',
    );
    const song = await make(
      at('song.mp4'),
      '-f',
      'lavfi',
      '-i',
      'sine=d=1',
      '-i',
      cover,
      '-map',
      '0',
      '-map',
      '1',
      '-c:v',
      'copy',
      '-disposition:v',
      'attached_pic',
    );
    await expect(probe(song)).rejects.toMatchObject({
      kind: 'UnusableVideo',
      message: expect.stringContaining('no video stream'),
    });
  });
});

describe('an episode', () => {
  it.each(['mp4', 'mkv', 'ts', 'avi', 'flv', 'mov', 'mpg'])(
    'in %s is known by its bytes, whatever its name',
    async (extension) => {
      const made = await makeEpisode(at(`episode.${extension}`), {
        rate: '25',
        seconds: 2,
        codecs: extension === 'mpg' ? [] : ['-c:v', 'libx264', '-c:a', 'aac'],
      });
      await symlink(made, at(`${extension}.txt`));
      const found = await probe(at(`${extension}.txt`));
      expect(found).toMatchObject({
        video: {
          width: 320,
          height: 180,
          frameRate: { num: 25, den: 1 },
          isVariableRate: false,
          isHdr: false,
        },
      });
      expect(found.audio[0]).toMatchObject({ channels: 2 });
      expect(Math.abs(found.durationMs - 2000)).toBeLessThan(120);
      expect((await sniffContainer(made)).formatWhitelist).toBe(found.formatWhitelist);
    },
  );

  it('has its default track first, comments last, and tracks of text that can be read', async () => {
    await writeFile(at('line.srt'), '1\n00:00:00,500 --> 00:00:01,500\nGive it a <i>shot</i>.\n');
    const path = await make(
      at('tracks.mkv'),
      ...[
        '-f',
        'lavfi',
        '-i',
        'color=s=64x64:r=24:d=2',
        '-f',
        'lavfi',
        '-i',
        'sine=d=2',
        '-i',
        at('line.srt'),
      ],
      ...['-map', '0', '-map', '1', '-map', '1', '-map', '1', '-map', '2', '-c:s', 'srt'],
      ...['-disposition:a:0', 'comment', '-disposition:a:1', '0', '-disposition:a:2', 'default'],
      ...[
        '-metadata:s:a:2',
        'language=kor',
        '-metadata:s:s:0',
        'language=eng',
        '-metadata:s:s:0',
        'title=Full',
      ],
    );
    const found = await probe(path);
    expect(found.audio.map(({ index }) => index)).toEqual([3, 2, 1]);
    expect(found.audio[0]).toMatchObject({ language: 'kor', isDefault: true });
    expect(found.subtitles).toMatchObject([
      { index: 4, codec: 'subrip', language: 'eng', title: 'Full', isText: true },
    ]);
    const bytes = await extractSubtitleTrack({ path, probe: found, streamIndex: 4, tools: await tools() });
    expect(Buffer.from(bytes).toString()).toMatch(
      /^WEBVTT\n\n00:00\.50\d --> 00:01\.50\d\nGive it a <i>shot<\/i>\./,
    );
  });

  it('with pictures of text says that they cannot be read', async () => {
    const found = await probe(at('tracks.mkv'));
    const track = {
      index: 9,
      codec: 'hdmv_pgs_subtitle',
      language: 'en',
      title: null,
      isText: false,
      isDefault: true,
      isForced: false,
    };
    const extracted = extractSubtitleTrack({
      path: at('tracks.mkv'),
      probe: { ...found, subtitles: [track] },
      streamIndex: 9,
      tools: await tools(),
    });
    await expect(extracted).rejects.toMatchObject({
      kind: 'UnusableSubtitles',
      message: expect.stringContaining('pictures of text'),
    });
  });
});

describe('the tools', () => {
  it('are found with all that is used', async () => {
    const found = await findMediaTools({});
    expect(found.build).toMatch(/^[0-9a-f]{12}$/);
    expect((await checkMediaTools({})).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('that are missing, old or something else are named with a mend', async () => {
    await expect(findMediaTools({ ffmpeg: '/nowhere/ffmpeg' })).rejects.toMatchObject({
      kind: 'ToolMissing',
      message: expect.stringContaining('/nowhere/ffmpeg'),
      hint: expect.stringContaining('install'),
    });
    const checks = await checkMediaTools({ ffmpeg: 'no-such-ffmpeg', ffprobe: process.execPath });
    expect(checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['ffmpeg', 'ffprobe']);
    await writeFile(
      at('old-ffmpeg'),
      `#!/bin/sh\necho "ffmpeg version 4.4.2 Copyright"; echo "libavutil      56. 70.100 / 56. 70.100"\n`,
      { mode: 0o755 },
    );
    const old = await checkMediaTools({ ffmpeg: at('old-ffmpeg') });
    expect(old[0]).toMatchObject({ ok: false, found: expect.stringContaining('4.4.2, 5 is needed') });
    expect(old.find(({ name }) => name === 'ffmpeg encoders')?.found).toContain('libx264');
  });
});
