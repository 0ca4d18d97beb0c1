import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFIG_VARIABLES, readConfig, toEnvironment } from '../../src/config/index.js';
import { LangflixError } from '../../src/shared/errors.js';

const nothing = { HOME: '/nowhere' };

describe('readConfig', () => {
  it('has a default for everything', () => {
    const config = readConfig(nothing);
    expect(config.temporal).toEqual({ address: null, namespace: 'default', connection: {} });
    expect(config).toMatchObject({
      taskQueue: 'langflix',
      mediaQueue: 'langflix-media',
      mediaSlots: availableParallelism(),
      idleMinutes: 10,
      heartbeatTimeoutMs: 30_000,
      transientRetryMs: 60_000,
      logLevel: 'info',
      ports: { server: 7233, ui: 8233 },
      retentionDays: 30,
      ffmpegPath: 'ffmpeg',
      temporalCliPath: null,
    });
    expect(config.home).toMatch(/langflix/);
    expect(config.home).not.toBe(config.cacheDir);
  });

  it('takes an empty variable as one that is not set', () => {
    expect(readConfig({ ...nothing, LANGFLIX_PORT: '', TEMPORAL_ADDRESS: '' })).toMatchObject({
      ports: { server: 7233 },
      temporal: { address: null },
    });
  });

  it('lets command-line options count more than the environment', () => {
    const config = readConfig(
      { ...nothing, LANGFLIX_LOG_LEVEL: 'warn', LANGFLIX_MEDIA_SLOTS: '3' },
      { LANGFLIX_LOG_LEVEL: 'debug', LANGFLIX_MEDIA_SLOTS: undefined },
    );
    expect(config).toMatchObject({ logLevel: 'debug', mediaSlots: 3 });
  });

  it.each([
    ['LANGFLIX_MEDIA_SLOTS', '0'],
    ['LANGFLIX_MEDIA_SLOTS', 'many'],
    ['LANGFLIX_HOME', 'relative/folder'],
    ['LANGFLIX_IDLE_MINUTES', '-1'],
    ['LANGFLIX_HEARTBEAT_TIMEOUT', '30 parsecs'],
    ['LANGFLIX_HEARTBEAT_TIMEOUT', '10ms'],
    ['LANGFLIX_LOG_LEVEL', 'loud'],
    ['LANGFLIX_PORT', '70000'],
    ['LANGFLIX_TASK_QUEUE', 'a b'],
    ['LANGFLIX_MODEL', 'gemini-2.5-flash'],
    ['LANGFLIX_MODEL', 'nobody/model'],
    ['LANGFLIX_MODEL', 'google/../../other/place'],
    ['LANGFLIX_MODEL', 'google//other'],
    ['LANGFLIX_MODEL', 'google/.'],
    ['LANGFLIX_MODELS', 'gpt-5-mini'],
    ['LANGFLIX_MODELS', 'openai/gpt-5-mini,nobody/*'],
    ['LANGFLIX_MODELS', 'open*/gpt-5-mini'],
    ['LANGFLIX_MODELS', ' , '],
    ['LANGFLIX_MAX_LLM_TOKENS', '999'],
    ['LANGFLIX_MAX_LLM_TOKENS', 'many'],
    ['LANGFLIX_MODEL_URL', 'ftp://example.com'],
    ['LANGFLIX_MODEL_URL', 'https://user:password@example.com/v1'],
    ['LANGFLIX_MODEL_URL', 'https://example.com/v1?key=secret'],
    ['LANGFLIX_MODEL_TIMEOUT', '5h'],
    ['LANGFLIX_RETENTION_DAYS', '0.5'],
  ])('refuses %s=%s by name', (name, value) => {
    const read = () => readConfig({ ...nothing, [name]: value });
    expect(read).toThrow(LangflixError);
    expect(read).toThrow(`${name}=${value}`);
  });

  it.each([
    ['1500ms', 1500],
    ['45s', 45_000],
    ['45', 45_000],
    ['1.5m', 90_000],
  ])('reads %s as a length of time', (text, ms) => {
    expect(readConfig({ ...nothing, LANGFLIX_HEARTBEAT_TIMEOUT: text }).heartbeatTimeoutMs).toBe(ms);
  });

  it('knows the model, and refuses an unusable key without showing it', () => {
    const config = readConfig({
      ...nothing,
      LANGFLIX_MODEL: 'openai-compatible/meta-llama/llama3.1:8b',
      LANGFLIX_MODEL_URL: 'http://127.0.0.1:11434/v1/',
      GOOGLE_GENERATIVE_AI_API_KEY: 'other-name',
    });
    expect(config.model).toEqual({
      name: 'openai-compatible/meta-llama/llama3.1:8b',
      url: 'http://127.0.0.1:11434/v1',
      timeoutMs: 300_000,
      allowed: null,
      maxTokensPerRun: null,
      keys: { google: 'other-name' },
    });
    expect(readConfig({ ...nothing, LANGFLIX_MODEL: 'none' }).model.name).toBeNull();
    expect(() => readConfig({ ...nothing, OPENAI_API_KEY: 'sk-with a\nbreak' })).toThrow(
      /^OPENAI_API_KEY: must/,
    );
  });

  it('lets runs name any model on an embedded server, on another one only the worker’s own', () => {
    const allowed = (more: Record<string, string>) => readConfig({ ...nothing, ...more }).model.allowed;
    const cluster = { TEMPORAL_ADDRESS: '127.0.0.1:7233', OPENAI_API_KEY: 'k' };
    expect(allowed({})).toBeNull();
    expect(allowed(cluster)).toEqual([]);
    expect(allowed({ ...cluster, LANGFLIX_MODEL: 'openai/gpt-5-mini' })).toEqual(['openai/gpt-5-mini']);
    const both = 'openai/gpt-5-mini, google/*';
    expect(allowed({ ...cluster, LANGFLIX_MODELS: both })).toEqual(['openai/gpt-5-mini', 'google/*']);
    expect(allowed({ LANGFLIX_MODELS: both })).toEqual(['openai/gpt-5-mini', 'google/*']);
    expect(allowed({ LANGFLIX_MODELS: 'none', LANGFLIX_MODEL: 'google/gemini' })).toEqual([]);
  });

  it('resolves paths of programs, and leaves bare names to PATH', () => {
    const config = readConfig({ ...nothing, LANGFLIX_FFMPEG: './bin/ffmpeg', LANGFLIX_FFPROBE: 'ffprobe6' });
    expect(config.ffmpegPath).toBe(resolve('bin/ffmpeg'));
    expect(config.ffprobePath).toBe('ffprobe6');
  });

  it('keeps the namespace, key and TLS of a Temporal server', () => {
    const { temporal } = readConfig({
      ...nothing,
      TEMPORAL_ADDRESS: 'cloud.example:7233',
      TEMPORAL_NAMESPACE: 'films',
      TEMPORAL_API_KEY: 'secret',
    });
    expect(temporal).toEqual({
      address: 'cloud.example:7233',
      namespace: 'films',
      connection: { apiKey: 'secret', tls: true },
    });
  });

  it('reads an empty temporal.toml as nothing', () => {
    const config = readConfig({ ...nothing, TEMPORAL_CONFIG_FILE: '/dev/null' });
    expect(config.temporal.address).toBeNull();
  });

  it('says which settings of Temporal cannot be used', () => {
    expect(() => readConfig({ ...nothing, TEMPORAL_PROFILE: 'no-such-profile' })).toThrow(/no-such-profile/);
  });
});

describe('CONFIG_VARIABLES', () => {
  it('lists every variable that a child process is given', () => {
    const inherited = {
      ...{ LANGFLIX_MODELS: 'google/*', LANGFLIX_MAX_LLM_TOKENS: '1000' },
      ...{ TEMPORAL_CLI_PATH: '/x', LANGFLIX_MODEL_URL: 'http://127.0.0.1:1/v1', LANGFLIX_MODEL_KEY: 'k' },
      ...{ GEMINI_API_KEY: 'k', OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k', LANGFLIX_CACHE_MAX: '20GB' },
    };
    const own = Object.keys(toEnvironment(readConfig({ ...nothing, ...inherited }))).filter((name) =>
      /^(LANGFLIX_|TEMPORAL_CLI)|_API_KEY$/.test(name),
    );
    const listed: string[] = CONFIG_VARIABLES.map(({ name }) => name);
    expect(listed.filter((name) => name !== 'TEMPORAL_ADDRESS').sort()).toEqual(own.sort());
  });

  it.each(['none', '*', 'openai/gpt-5-mini,google/*'])('hands LANGFLIX_MODELS=%s on to a child', (models) => {
    const { model } = readConfig(nothing, { LANGFLIX_MODELS: models, LANGFLIX_MAX_LLM_TOKENS: '2000' });
    const { model: again } = readConfig(toEnvironment({ ...readConfig(nothing), model }));
    expect(again).toEqual(model);
  });

  it('takes sizes and lengths of time with their units', () => {
    const read = (LANGFLIX_CACHE_MAX: string) => readConfig(nothing, { LANGFLIX_CACHE_MAX }).cacheMaxBytes;
    expect(readConfig(nothing).cacheMaxBytes).toBeNull();
    expect([read('20GB'), read('1.5 mb'), read('700')]).toEqual([20e9, 1.5e6, 700]);
    expect(() => read('much')).toThrow('LANGFLIX_CACHE_MAX');
    const pause = (LANGFLIX_ABANDONED_AFTER: string) =>
      readConfig(nothing, { LANGFLIX_ABANDONED_AFTER }).abandonedAfterMs;
    expect([pause('12h'), pause('7d'), pause('90')]).toEqual([43_200_000, 604_800_000, 90_000]);
  });

  it('reads back the same configuration from what a child process is given', () => {
    const config = readConfig(nothing, {
      LANGFLIX_IDLE_MINUTES: '0.05',
      LANGFLIX_HEARTBEAT_TIMEOUT: '2m',
      LANGFLIX_TASK_QUEUE: 'mine',
      LANGFLIX_HOME: '/some/home',
    });
    const { environment: _, ...again } = readConfig(toEnvironment(config));
    expect(config).toMatchObject(again);
  });
});
