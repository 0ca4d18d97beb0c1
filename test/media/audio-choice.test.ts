import { describe, expect, it } from 'vitest';
import { type AudioStream, chooseAudio } from '../../src/media/index.js';
import { probeOf } from '../lesson/samples.js';

const track = (number: number, language: string | null, more: Partial<AudioStream> = {}): AudioStream => ({
  index: number + 1,
  number,
  codec: 'aac',
  channels: 2,
  channelLayout: 'stereo',
  language,
  title: null,
  isDefault: false,
  ...more,
});
const chosen = (tracks: AudioStream[], wish: number | string | null) =>
  chooseAudio('/films/road.mkv', { ...probeOf(), audio: tracks }, wish).audio[0]?.number ?? null;

describe('chooseAudio', () => {
  const spanishFirst = [
    track(1, 'spa', { isDefault: true }),
    track(2, 'eng'),
    track(3, 'eng', { title: 'Commentary' }),
  ];

  it('takes English where the file says so, else the default track', () => {
    expect(chosen(spanishFirst, null)).toBe(2);
    expect(chosen([track(2, null), track(1, 'jpn')], null)).toBe(2);
    expect(chosen([], null)).toBeNull();
  });

  it('takes what is asked for, by number or by any code of the language', () => {
    expect(chosen(spanishFirst, 3)).toBe(3);
    expect(chosen(spanishFirst, 'es')).toBe(1);
    expect(chosen([track(1, 'en-GB'), track(2, 'ger')], 'deu')).toBe(2);
    expect(chosen([track(1, 'en-GB'), track(2, 'ger')], 'de')).toBe(2);
  });

  it('keeps the other tracks', () => {
    const { audio } = chooseAudio('/films/road.mkv', { ...probeOf(), audio: spanishFirst }, 2);
    expect(audio.map(({ number }) => number)).toEqual([2, 1, 3]);
  });

  it('refuses a track that is not there, with those that are', () => {
    const refused = (tracks: AudioStream[], wish: number | string) => {
      try {
        chosen(tracks, wish);
      } catch (error) {
        return error as Error & { kind: string };
      }
      throw new Error('was not refused');
    };
    expect(refused(spanishFirst, 'ja')).toMatchObject({ kind: 'InvalidInput' });
    expect(refused(spanishFirst, 'ja').message).toBe(
      '/films/road.mkv has no audio track in the language “ja”. It has: 1 (spa, stereo, aac); 2 (eng, stereo, aac); 3 (eng, “Commentary”, stereo, aac).',
    );
    expect(refused(spanishFirst, 4).message).toContain('has no audio track 4');
    expect(refused([], 1).message).toContain('It has no sound.');
  });
});
