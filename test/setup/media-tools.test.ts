import { expect, it } from 'vitest';
import { summary } from '../../scripts/setup/media-tools.mjs';

it('tells of good tools in one line, and adds only what can be mended', () => {
  const checks = [
    { name: 'ffmpeg', ok: true, found: '5.1.9 (/usr/bin/ffmpeg)', mend: null },
    { name: 'ffprobe', ok: true, found: '5.1.9 (/usr/bin/ffprobe)', mend: null },
    { name: 'ffmpeg filters', ok: true, found: 'all 20 there', mend: null },
    { name: 'HDR pictures', ok: true, found: 'shown pale', mend: 'use an ffmpeg built with libzimg' },
  ];
  expect(summary(checks)).toEqual([
    'ffmpeg 5.1.9 (/usr/bin/ffmpeg), ffprobe 5.1.9 (/usr/bin/ffprobe)',
    'HDR pictures: shown pale (use an ffmpeg built with libzimg)',
  ]);
});
