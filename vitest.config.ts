import { defineConfig } from 'vitest/config';

/**
 * Real processes on a machine that is busy with something else miss a limit now and then. Where nobody watches, a second try says whether it was
 * that; at a desk the first miss is seen.
 */
const retry = process.env['CI'] === 'true' ? 1 : 0;

/**
 * Three projects. `unit` is everything that needs neither a lab nor a build; `stories` plays the built labdeck in a terminal, on labs without QEMU;
 * `lab` runs in one worker, one file after the other, on one lab that test/lab/shared-lab.ts boots before the first file and leaves to the last.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          retry,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/lab/**', 'test/stories/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'stories',
          retry,
          include: ['test/stories/**/*.test.ts'],
          globalSetup: ['test/stories/built.ts'],
          // Each file has a keeper, a lab and a terminal of its own: more of them at once would only wait for each other.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab',
          retry,
          include: ['test/lab/**/*.test.ts'],
          globalSetup: ['test/lab/shared-lab.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 10 * 60_000,
          hookTimeout: 30 * 60_000,
        },
      },
    ],
  },
});
