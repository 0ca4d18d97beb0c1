import { describe, expect, it } from 'vitest';
import { SCENES } from '../../scripts/demo/dialogue.mjs';
import { SPEECH_RATE, sayLine } from '../../scripts/demo/speech.mjs';
import { soundTrack, srtTime, timelineOf, toSrt } from '../../scripts/demo/timeline.mjs';

// With tones: the same on every machine, whatever speech synthesiser it has.
const timeline = timelineOf(SCENES, (who, text) => sayLine(who, text, false));

describe('the demo’s episode', () => {
  it('has cues in order, none over another, each exactly as long as its sound', () => {
    timeline.lines.forEach((line, index) => {
      const before = timeline.lines[index - 1];
      if (before) expect(line.start).toBeGreaterThan(before.end);
      expect(line.end - line.start).toBeCloseTo(line.samples.length / SPEECH_RATE, 2);
    });
    expect(timeline.lines.at(-1)!.end).toBeLessThan(timeline.seconds);
  });

  it('is quiet where no cue is', () => {
    const track = soundTrack(timeline);
    expect(track.length).toBe(Math.round(timeline.seconds * SPEECH_RATE) * 2);
    const gapStart = Math.ceil(timeline.lines[0]!.end * SPEECH_RATE) * 2;
    const gapEnd = Math.floor(timeline.lines[1]!.start * SPEECH_RATE) * 2;
    expect(track.subarray(gapStart, gapEnd).every((byte) => byte === 0)).toBe(true);
    expect(track.subarray(0, gapStart).some((byte) => byte !== 0)).toBe(true);
  });

  it('has the same cues in both languages', () => {
    const english = toSrt(timeline.lines, (line) => line.en);
    const korean = toSrt(timeline.lines, (line) => line.ko);
    const times = (srt: string) => srt.split('\n').filter((line) => line.includes('-->'));
    expect(times(english)).toHaveLength(SCENES.flatMap((scene) => scene.lines).length);
    expect(times(korean)).toEqual(times(english));
    expect(korean).toMatch(/[가-힣]/);
  });
});

it('writes times as SRT does', () => {
  expect(srtTime(0)).toBe('00:00:00,000');
  expect(srtTime(83.5)).toBe('00:01:23,500');
  expect(srtTime(3_725.0419)).toBe('01:02:05,042');
});
