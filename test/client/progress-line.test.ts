import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { estimateLeft, progressLine, progressText } from '../../src/client/cli/progress-line.js';
import type { RunStatus } from '../../src/client/status.js';

function status(changes: Partial<RunStatus> = {}): RunStatus {
  return {
    workflowId: 'lesson-1',
    runId: 'run-1',
    state: 'PROGRESS',
    stage: 'segments',
    current: 10,
    total: 30,
    percent: 33.3,
    status: 'Scene 3/12: give it a shot',
    ...changes,
  };
}

describe('the line of progress', () => {
  it('has a bar, a percentage, what is being done and the time left', () => {
    expect(progressText(status(), 125_000, 100)).toBe(
      '[########----------------]  33 %  Scene 3/12: give it a shot  about 2 min left',
    );
    expect(progressText(status({ percent: 100, status: 'Done' }), null, 100)).toBe(
      '[########################] 100 %  Done',
    );
  });

  it('says something while nothing is known yet', () => {
    expect(progressText(status({ state: 'PENDING', percent: 0, status: '' }), null, 80)).toContain(
      'waiting for a worker',
    );
  });

  it.each([200, 100, 80, 61, 60, 59, 40, 39, 20, 12, 5, 1])(
    'never wraps in %i columns, with wide characters either',
    (columns) => {
      const texts = [
        'give it a shot',
        '장면 3/12: 한번 해 보다 그리고 또 한번 해 보다 그리고 또',
        '機会を逃さないで、今すぐやってみよう、今すぐ',
        '👨‍👩‍👧‍👦 family 👨‍👩‍👧‍👦 🇰🇷🇰🇷🇰🇷🇰🇷',
      ];
      for (const text of texts) {
        for (const left of [null, 3_600_000]) {
          expect(stringWidth(progressText(status({ status: text.repeat(3) }), left, columns))).toBeLessThan(
            columns,
          );
        }
      }
    },
  );

  it('keeps the words when there is no room for a bar', () => {
    expect(progressText(status(), 125_000, 58)).toBe(' 33 %  Scene 3/12: give it a shot  about 2 min left');
    expect(progressText(status(), 125_000, 30)).toBe(' 33 %  Scene 3/12: give it a…');
  });

  it('is one line, whatever a subtitle holds', () => {
    const hostile = status({ status: 'Scene\r\n1: \u001b[2J\u001b]0;owned\u0007gi\u202eve' });
    expect(progressText(hostile, null, 100)).toBe('[########----------------]  33 %  Scene 1: give');
  });
});

describe('the time left', () => {
  it('is told from the speed of rendering, not from what comes before it', () => {
    const before = [
      { stage: 'probe', percent: 0, at: 0 },
      { stage: 'slides', percent: 10, at: 2000 },
    ] as const;
    expect(estimateLeft(before)).toBeNull();
    const rendering = [
      ...before,
      { stage: 'segments', percent: 10, at: 3000 },
      { stage: 'segments', percent: 28, at: 21_000 },
    ] as const;
    // One percent a second.
    expect(estimateLeft(rendering)).toBe(72_000);
    expect(estimateLeft([...rendering, { stage: 'lesson', percent: 90, at: 83_000 }])).toBe(10_000);
  });

  it('is not told too early, nor at the end', () => {
    expect(estimateLeft([])).toBeNull();
    const start = { stage: 'segments', percent: 10, at: 0 } as const;
    expect(estimateLeft([start, { stage: 'segments', percent: 12, at: 5000 }])).toBeNull();
    expect(estimateLeft([start, { stage: null, percent: 100, at: 5000 }])).toBeNull();
  });
});

describe('drawing it', () => {
  function stream(isTTY: boolean) {
    const written: string[] = [];
    return {
      written,
      out: {
        isTTY,
        columns: 80,
        write: (text: string) => written.push(text) > 0,
      } as unknown as NodeJS.WriteStream,
    };
  }

  it('a terminal sees one line that renews itself', () => {
    const { written, out } = stream(true);
    const line = progressLine(out);
    line.show(status({ percent: 20 }));
    line.show(status({ percent: 21 }));
    line.end();
    line.end();
    expect(written.join('')).toMatch(/^\r\[#+-+\] {2}20 %.*\u001b\[K\r\[#+-+\] {2}21 %.*\u001b\[K\n$/);
  });

  it('a pipe gets plain lines, some of them', () => {
    const { written, out } = stream(false);
    const line = progressLine(out);
    for (let percent = 10; percent <= 90; percent += 1) line.show(status({ percent }));
    line.show(status({ percent: 90, stage: 'lesson', status: 'Joining the lesson' }));
    line.end();
    expect(written).toHaveLength(18);
    for (const text of written) expect(text).toMatch(/^[^\r\u001b]+\n$/);
  });
});
