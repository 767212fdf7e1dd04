/** The embedded database has one process, which knows of its changes. */
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/postgres.ts';
import { openPostgres, type PostgresDatabase, watchDatabase } from '../index.ts';

let database: TestDatabase;
let node: PostgresDatabase;
let watch: { close(): Promise<void> } | undefined;
beforeEach(async () => {
  database = await createTestDatabase();
  node = await openPostgres(database.url);
});
afterEach(async () => {
  await watch?.close();
  watch = undefined;
  await node.close();
  await database.drop();
});

/** As the triggers do. */
const change = (id: string, notify = '') =>
  `insert into registry_change values ('${id}', clock_timestamp())
    on conflict (organization_id) do update set changed_at = excluded.changed_at; ${notify}`;

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('It did not come to pass.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('design.md §5: changes reach every node within a second', () => {
  it('a change that could not be taken up is told again', async () => {
    let attempts = 0;
    watch = await watchDatabase(node.connections, async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('The database went away just then.');
    });
    await database.ask(change('acme000001', "notify rollcall_registry, 'acme000001'"));
    await until(() => attempts >= 3);
    await new Promise((resolve) => setTimeout(resolve, 2200));
    expect(attempts).toBe(3);
  });

  it('also when it failed only after the next questions', async () => {
    let attempts = 0;
    watch = await watchDatabase(node.connections, async () => {
      attempts += 1;
      await new Promise((resolve) => setTimeout(resolve, 2500));
      if (attempts < 2) throw new Error('The database was slow, and then it went away.');
    });
    await database.ask(change('acme000001'));
    await until(() => attempts >= 2);
  });

  it('a node that was cut off for long hears of everything that happened meanwhile', async () => {
    const name = new URL(database.url).pathname.slice(1);
    const inside = new pg.Client(database.url);
    const outside = new pg.Client(database.url.replace(/\/[^/]*$/, '/postgres'));
    await inside.connect();
    await outside.connect();
    const heard: string[] = [];
    const windowSeconds = 0.5;
    watch = await watchDatabase(node.connections, async (id) => void heard.push(id), windowSeconds);

    await outside.query(`alter database ${name} with allow_connections false`);
    await inside.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await inside.query(change('acme000001'));
    await new Promise((resolve) => setTimeout(resolve, 4 * windowSeconds * 1000));
    expect(heard).toEqual([]);
    await outside.query(`alter database ${name} with allow_connections true`);
    await until(() => heard.length > 0);
    expect(heard).toEqual(['acme000001']);
    await inside.end();
    await outside.end();
  });
});
