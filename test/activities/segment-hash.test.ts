import { describe, expect, it } from 'vitest';
import { type SegmentIngredients, segmentHash } from '../../src/activities/segment-hash.js';
import type { Segment } from '../../src/lesson/index.js';
import { encoderProfiles } from '../../src/media/index.js';

const scene: Segment = {
  id: '01-scene',
  kind: 'scene',
  label: 'Scene 1/2: give it a shot',
  expressions: [0],
  frames: 240,
  samples: 480_000,
  picture: { type: 'episode', startUs: 1_000_000 },
  sound: { type: 'episode', startUs: 1_000_000, delaySamples: 0, samples: 480_000, gainDb: 0 },
  captions: [],
};
const slide: Segment = {
  ...scene,
  kind: 'slide',
  picture: { type: 'still', still: '01-slide' },
  sound: { type: 'silence' },
};
const tools = {
  ffmpeg: '/usr/bin/ffmpeg',
  ffprobe: '/usr/bin/ffprobe',
  version: '5.1',
  build: 'abc',
  setpriv: null,
  toneMapping: true,
};
const base: SegmentIngredients = {
  segment: scene,
  format: { width: 640, height: 360, frameRate: { num: 24, den: 1 }, sampleRate: 48_000 },
  episode: 'e1',
  audioStream: 1,
  ass: 'script',
  still: null,
  fonts: 'f1',
  profile: encoderProfiles.standard,
  tools,
};
const still: SegmentIngredients = { ...base, segment: slide, ass: null, still: 's1' };

const with_ = (changed: Partial<Segment>): Partial<SegmentIngredients> => ({
  segment: { ...scene, ...changed },
});

describe('segmentHash', () => {
  it('is the same for the same segment at another place in the plan', () => {
    const elsewhere = { id: '07-scene', label: 'Scene 7/9: give it a shot', expressions: [6] };
    expect(segmentHash({ ...base, segment: { ...scene, ...elsewhere } })).toBe(segmentHash(base));
    // The still counts by its picture, not by its name; ffmpeg by its build, not by where it lies.
    const renamed: Segment = { ...slide, picture: { type: 'still', still: '07-slide' } };
    expect(segmentHash({ ...still, segment: renamed })).toBe(segmentHash(still));
    expect(segmentHash({ ...base, tools: { ...tools, ffmpeg: '/opt/ffmpeg' } })).toBe(segmentHash(base));
  });

  it.each<[string, Partial<SegmentIngredients>]>([
    ['the picture’s start', with_({ picture: { type: 'episode', startUs: 1_000_001 } })],
    ['the sound', with_({ sound: { type: 'silence' } })],
    [
      'the sound’s delay',
      with_({ sound: { type: 'episode', startUs: 1_000_000, delaySamples: 9, samples: 480_000, gainDb: 0 } }),
    ],
    ['the length in frames', with_({ frames: 241 })],
    ['the length in samples', with_({ samples: 480_001 })],
    ['the captions', { ass: 'another script' }],
    ['no captions', { ass: null }],
    ['the audio track', { audioStream: 2 }],
    [
      'the loudness',
      with_({ sound: { type: 'episode', startUs: 1_000_000, delaySamples: 0, samples: 480_000, gainDb: 3 } }),
    ],
    ['the fonts', { fonts: 'f2' }],
    ['the episode', { episode: 'e2' }],
    ['the size', { format: { ...base.format, width: 320 } }],
    ['the frame rate', { format: { ...base.format, frameRate: { num: 24_000, den: 1001 } } }],
    ['the encoder’s settings', { profile: { ...encoderProfiles.standard, crf: 21 } }],
    ['ffmpeg’s build', { tools: { ...tools, build: 'abd' } }],
    ['how HDR is shown', { tools: { ...tools, toneMapping: false } }],
  ])('is another one for %s', (_, changed) => {
    expect(segmentHash({ ...base, ...changed })).not.toBe(segmentHash(base));
  });

  it('of a silent still depends on its picture and on no episode', () => {
    expect(segmentHash({ ...still, still: 's2' })).not.toBe(segmentHash(still));
    expect(segmentHash({ ...still, episode: 'e2' })).toBe(segmentHash(still));
    // A caption's fonts do not matter where there is no caption.
    expect(segmentHash({ ...still, fonts: 'f2' })).toBe(segmentHash(still));
  });
});
