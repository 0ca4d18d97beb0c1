import { describe, expect, it } from 'vitest';
import { unservedSince } from '../../src/worker/abandoned-runs.js';

type Raw = Parameters<typeof unservedSince>[0];
const at = (seconds: number) => ({ seconds, nanos: 0 });

describe('a run that nobody serves', () => {
  it('is one whose workflow task nobody takes, from the first time it was offered', () => {
    const raw = { pendingWorkflowTask: { originalScheduledTime: at(100), scheduledTime: at(900) } };
    expect(unservedSince(raw as unknown as Raw)).toBe(100_000);
  });

  it('is one none of whose activities is taken; one that is at work keeps it', () => {
    const waiting = { scheduledTime: at(100) };
    const working = { scheduledTime: at(100), lastStartedTime: at(200), lastHeartbeatTime: at(800) };
    expect(unservedSince({ pendingActivities: [waiting] } as unknown as Raw)).toBe(100_000);
    expect(unservedSince({ pendingActivities: [waiting, working] } as unknown as Raw)).toBe(800_000);
  });

  it('is none that waits for a person or for a time', () => {
    expect(unservedSince({} as Raw)).toBeNull();
    expect(unservedSince({ pendingActivities: [] } as unknown as Raw)).toBeNull();
  });
});
