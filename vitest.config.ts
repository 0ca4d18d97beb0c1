import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: real ffmpeg and a real server leave no room for more files at a time.
    maxWorkers: 2,
  },
});
