import { ServiceError } from '@temporalio/client';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { reportFailure } from '../../src/client/cli/failure.js';
import { isServerUnavailable } from '../../src/client/cli/server-gone.js';
import { Terminal } from '../../src/client/cli/terminal.js';
import { ERROR_KINDS, type ErrorKind, LangflixError } from '../../src/shared/errors.js';

let said: string;
let answered: string;
let spies: MockInstance[];
beforeEach(() => {
  said = '';
  answered = '';
  const keep = (add: (text: string) => void) => (text: string | Uint8Array) => {
    add(String(text));
    return true;
  };
  spies = [
    vi.spyOn(process.stderr, 'write').mockImplementation(
      keep((text) => {
        said += text;
      }),
    ),
    vi.spyOn(process.stdout, 'write').mockImplementation(
      keep((text) => {
        answered += text;
      }),
    ),
  ];
});
afterEach(() => {
  for (const spy of spies) spy.mockRestore();
});

const json = new Terminal({ json: true });
const log = '/home/me/langflix/logs/service.log';

describe('a failure', () => {
  it('names what happened, the next step and the log', () => {
    const error = new LangflixError('RenderFailed', '/films/a.mp4: ffmpeg could not cut the scene');
    expect(reportFailure(error, json, { debug: false, log, workflowId: 'lesson-1', runId: 'run-1' })).toBe(1);
    expect(said).toContain('/films/a.mp4: ffmpeg could not cut the scene');
    expect(said).toContain(`Log: ${log}`);
    expect(said).toMatch(/Ask again/);
    expect(said).not.toMatch(/^\s+at /m);
    expect(JSON.parse(answered)).toEqual({
      workflowId: 'lesson-1',
      runId: 'run-1',
      state: 'FAILURE',
      error: { type: 'RenderFailed', message: error.message },
    });
  });

  it.each(Object.keys(ERROR_KINDS) as ErrorKind[])('%s has its exit code', (kind) => {
    const error = new LangflixError(kind, 'It did not work.', { hint: 'Do this.' });
    expect(reportFailure(error, json, { debug: false, log })).toBe(ERROR_KINDS[kind].exitCode);
    expect(said).toContain('Do this.');
    expect(JSON.parse(answered)).toMatchObject({
      state: kind === 'Cancelled' ? 'CANCELLED' : 'FAILURE',
      error: { type: kind },
    });
  });

  it.each(
    (Object.keys(ERROR_KINDS) as ErrorKind[]).filter(
      (kind) =>
        ['NoExpressionsFound', 'ToolMissing'].includes(kind) === false && ERROR_KINDS[kind].exitCode === 1,
    ),
  )('%s says what to do next, also when its error does not', (kind) => {
    reportFailure(new LangflixError(kind, 'It did not work.'), json, { debug: false });
    expect(said.trim().split('\n')).toHaveLength(2);
  });

  it('shows stack traces at debug only, with those of the causes', () => {
    const error = new LangflixError('Transient', 'could not write', { cause: new Error('EIO deep down') });
    reportFailure(error, json, { debug: false });
    expect(said).not.toContain('failure.test');
    reportFailure(error, json, { debug: true });
    expect(said).toMatch(/EIO deep down\n\s+at .*failure\.test/);
  });

  it('that nobody foresaw is a fault of langflix’s, and cannot write to the terminal what it likes', () => {
    expect(reportFailure(new TypeError('x is \u001b[2Jundefined'), json, { debug: false })).toBe(1);
    expect(said).toMatch(/A fault in langflix itself: x is undefined/);
    expect(said).toMatch(/report/);
  });
});

it('a server that went away is told from one that refused', () => {
  const grpc = (code: number) =>
    Object.assign(new Error('14 UNAVAILABLE'), { code, details: '', metadata: {} });
  expect(isServerUnavailable(grpc(14))).toBe(true);
  expect(isServerUnavailable(new ServiceError('Failed to describe workflow', { cause: grpc(4) }))).toBe(true);
  expect(isServerUnavailable(grpc(7))).toBe(false);
  expect(isServerUnavailable(new ServiceError('Failed', { cause: grpc(7) }))).toBe(false);
  expect(isServerUnavailable(new TypeError('no'))).toBe(false);
});
