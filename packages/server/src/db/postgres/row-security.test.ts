/** Row-level security is PostgreSQL's: the second wall behind the organisation in each query. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/postgres.ts';
import { seededRandom } from '../../../../../test/support/random.ts';
import { recordChange, startSequence } from '../../events/index.ts';
import { GLOBAL_TABLES, OPEN_TABLES } from '../catalogue.ts';
import { openPostgres, type PostgresDatabase } from '../index.ts';
import { clientConfig } from './one-connection.ts';
import { prepareScope, queryFor } from './scoped-query.ts';

const ORGANIZATIONS = ['alpha00001', 'beta000001'];
/** Of nodes, or looked up before it is known whose they are: the catalogue says why. */
const WITHOUT = [...Object.keys(GLOBAL_TABLES), ...Object.keys(OPEN_TABLES)];
const QUERIES = 5000;

let database: TestDatabase;
let node: PostgresDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  node = await openPostgres(database.url);
  for (const organizationId of ORGANIZATIONS) {
    await node.writer.write(organizationId, async (session) => {
      await startSequence(session, organizationId);
      await recordChange(
        session,
        { organizationId, actor: { kind: 'system', id: 'test' }, at: '2026-01-01T00:00:00.000Z' },
        { type: 'test.made', subjectType: 'Test', subjectId: 'x', data: {}, detail: {} },
      );
    });
  }
});
afterAll(async () => {
  await node.close();
  await database.drop();
});

async function organizationTables(): Promise<string[]> {
  const rows = await database.ask(
    `select table_name from information_schema.columns
      where table_schema = 'public' and column_name = 'organization_id' order by 1`,
  );
  return rows.map((row) => String(row.table_name));
}

/** As the service connects. */
async function connect(): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(database.url, 'rollcall_app'));
  await client.connect();
  await prepareScope(client);
  return client;
}

describe('D6 row-level security', () => {
  it('is forced on every table that has an organisation', async () => {
    const secured = await database.ask(
      `select relname from pg_class c where relrowsecurity and relforcerowsecurity
        and exists (select 1 from pg_policy where polrelid = c.oid) order by 1`,
    );
    const expected = (await organizationTables()).filter((table) => !WITHOUT.includes(table));
    expect(secured.map(({ relname }) => relname)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(14);
  });

  it('the role of the service owns nothing, and can change no table and no migration', async () => {
    const client = await connect();
    const ask = (statement: string) => client.query(statement);
    expect((await ask('select current_user as me')).rows).toEqual([{ me: 'rollcall_app' }]);
    await expect(ask('alter table member add column x text')).rejects.toThrow('must be owner');
    await expect(ask('drop policy organization on member')).rejects.toThrow('must be owner');
    await expect(ask('alter table member disable row level security')).rejects.toThrow('owner');
    await expect(ask('insert into migration (version) values (99)')).rejects.toThrow('denied');
    await client.end();
  });

  it('without an organisation every table has no rows, and takes none', async () => {
    const client = await connect();
    for (const table of await organizationTables()) {
      if (WITHOUT.includes(table)) continue;
      expect((await client.query(`select * from ${table}`)).rows, table).toEqual([]);
      expect((await client.query(`delete from ${table}`)).rowCount, table).toBe(0);
    }
    const insert = `insert into membership values ('alpha00001', 'g', 'm', 'User')`;
    await expect(client.query(insert)).rejects.toThrow('row-level security');
    await client.end();
  });

  it('a statement for one organisation reaches no other, whatever it asks for', async () => {
    const client = await connect();
    const all = { text: 'select distinct organization_id as id from event' };
    expect((await queryFor(client, 'alpha00001', all)).rows).toEqual([{ id: 'alpha00001' }]);
    const change = { text: "update event set type = 'x' where organization_id = 'beta000001'" };
    expect((await queryFor(client, 'alpha00001', change)).rowCount).toBe(0);
    await client.end();
  });

  it(`${QUERIES} queries of two organisations over a pool: the setting ends with its statement`, async () => {
    const random = seededRandom(Date.now() % 1_000_000);
    const ask = async (number: number) => {
      const organizationId = random() < 0.4 ? undefined : ORGANIZATIONS[number % 2];
      const query = { sql: 'select distinct organization_id as id from audit', parameters: [] };
      const rows = await node.reader.dynamic(query, organizationId);
      expect(rows).toEqual(organizationId === undefined ? [] : [{ id: organizationId }]);
    };
    for (let round = 0; round < QUERIES / 50; round++) {
      await Promise.all(Array.from({ length: 50 }, (_, number) => ask(number)));
    }
  });

  it('a unit of work of one organisation cannot ask for rows of another', async () => {
    const reach = node.writer.write('alpha00001', (session) =>
      session.dynamic({ sql: 'select 1', parameters: [] }, 'beta000001'),
    );
    await expect(reach).rejects.toThrow('asked for rows of beta000001');
  });
});
