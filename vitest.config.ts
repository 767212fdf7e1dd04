import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/longest-first.ts';

const ALL = ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts'];
/** Files that run once more, on PostgreSQL. */
const ONLY_POSTGRES = [
  'packages/server/src/db/postgres/*.test.ts',
  'test/cli/{copy,postgres}.test.ts',
  'test/conformance/{nodes,rows-read,shared-rate}.test.ts',
  'test/crash/postgres/*.test.ts',
  'test/crash/disk-full/postgres.test.ts',
];
const ON_POSTGRES = [
  ...ONLY_POSTGRES,
  'packages/server/src/{accounts,activity,audit,events,jobs,members,organizations,rates}/*.test.ts',
  'packages/server/src/db/{catalogue,queries,sharding}.test.ts',
  'packages/server/src/resources/*.test.ts',
  'test/conformance/{races,server}.test.ts',
  'test/dialects/*.test.ts',
  'test/{accounts,activity,brake,departures,invitations,mail,members,notices,permissions,single-sign-on,walkthrough}/*.test.ts',
  'test/security/*.test.ts',
];
/** Files that are for the nightly run alone: they mount disks, and take minutes to fill them. */
const ONLY_NIGHTLY =
  process.env.ROLLCALL_CASES === undefined ? ['test/crash/disk-full/*.test.ts'] : [];

export default defineConfig({
  resolve: { conditions: ['rollcall-source'] },
  ssr: { resolve: { conditions: ['rollcall-source'] } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As many as there are cores: much of the time goes by in waiting for processes and databases.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ALL,
          exclude: ['**/node_modules/**', ...ONLY_POSTGRES, ...ONLY_NIGHTLY],
          provide: { database: 'sqlite' },
          globalSetup: ['test/support/browser-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ON_POSTGRES,
          exclude: ['**/node_modules/**', ...ONLY_NIGHTLY],
          provide: { database: 'postgres' },
          globalSetup: ['test/support/postgres-setup.ts'],
        },
      },
    ],
  },
});
