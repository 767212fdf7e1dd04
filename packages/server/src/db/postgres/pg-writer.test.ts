/** What the embedded database has no part in: `write-loop.test.ts` is its own. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/postgres.ts';
import {
  EVERYBODY,
  openPostgres,
  type PostgresDatabase,
  query,
  type Session,
  UnavailableError,
} from '../index.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { add, expectFailuresAlone, expectOrderlyClose, planIds } from '../test-units.ts';

let database: TestDatabase;
let nodes: PostgresDatabase[];
let [first, second]: PostgresDatabase[] = [];
beforeEach(async () => {
  database = await createTestDatabase();
  nodes = await Promise.all([openPostgres(database.url), openPostgres(database.url)]);
  [first, second] = nodes;
});
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close().catch(() => {})));
  await database.drop();
});

const insertHead = query<{ organization: string; hash: Uint8Array }>()((db, p) =>
  db
    .insertInto('organization_sequence')
    .values({ organization_id: p('organization'), last_seq: 0, audit_hash: p('hash') }),
);
const selectHead = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('organization_sequence')
    .select('last_seq')
    .where('organization_id', '=', p('organization')),
);
const setHead = query<{ organization: string; seq: number }>()((db, p) =>
  db
    .updateTable('organization_sequence')
    .set({ last_seq: p('seq') })
    .where('organization_id', '=', p('organization')),
);

const node = (which: PostgresDatabase | undefined) => {
  if (which === undefined) throw new Error('There is no such node.');
  return which;
};
async function newOrganization(): Promise<string> {
  const organization = randomBytes(5).toString('hex');
  await node(first).writer.write(EVERYBODY, (session) =>
    session.run(insertHead, { organization, hash: randomBytes(32) }),
  );
  return organization;
}

describe('design.md §4 Writing, on PostgreSQL', () => {
  test('a unit that fails leaves nothing and harms no neighbour', async () => {
    await expectFailuresAlone(node(first).writer, node(second).reader);
  });

  test('a unit that fails before it asks anything harms no neighbour', async () => {
    const organization = await newOrganization();
    const { writer } = node(first);
    const fails = async () => {
      throw new Error('at once');
    };
    const sets = async (session: Session) => {
      await session.send(setHead, { organization, seq: 1 });
      return session.first(selectHead, { organization });
    };
    // Connections that have prepared what a transaction sends behave in another way than new ones.
    for (let round = 0; round < 20; round++) {
      const results = await Promise.allSettled([
        writer.write(organization, fails),
        writer.write(organization, sets),
        writer.write(organization, fails),
      ]);
      expect(results).toMatchObject([
        { status: 'rejected', reason: { message: 'at once' } },
        { status: 'fulfilled', value: { last_seq: 1 } },
        { status: 'rejected', reason: { message: 'at once' } },
      ]);
    }
  });

  test('statements that nobody waits for come in their order, however many', async () => {
    const organization = await newOrganization();
    const { writer } = node(first);
    for (let round = 1; round <= 2; round++) {
      const seen = await writer.write(organization, async (session) => {
        for (let n = 1; n <= 300; n++) {
          await session.send(setHead, { organization, seq: round * 1000 + n });
          if (n === 20)
            expect(await session.first(selectHead, { organization })).toEqual({
              last_seq: round * 1000 + 20,
            });
        }
        return session.first(selectHead, { organization });
      });
      expect(seen).toEqual({ last_seq: round * 1000 + 300 });
      const head = await node(second).reader.first(selectHead, { organization });
      expect(head).toEqual(seen);
    }
  });

  test('what a unit sent and nobody waited for fails that unit alone, also at its end', async () => {
    const organization = await newOrganization();
    const { writer } = node(first);
    const { commits } = writer;
    const sets = (seq: number) => async (session: Session) => {
      await session.send(setHead, { organization, seq });
    };
    const clashes = async (session: Session) => {
      await session.send(setHead, { organization, seq: 50 });
      await session.send(insertHead, { organization, hash: randomBytes(32) });
    };
    // The second round finds all of it prepared.
    for (const round of [10, 20]) {
      const results = await Promise.allSettled([
        writer.write(organization, sets(round)),
        writer.write(organization, clashes),
        writer.write(organization, async (session) => {
          const before = await session.first(selectHead, { organization });
          await sets(round + 1)(session);
          return before;
        }),
        writer.write(organization, clashes),
      ]);
      expect(results).toMatchObject([
        { status: 'fulfilled' },
        { status: 'rejected', reason: { code: '23505' } },
        { status: 'fulfilled', value: { last_seq: round } },
        { status: 'rejected', reason: { code: '23505' } },
      ]);
      const head = await node(second).reader.first(selectHead, { organization });
      expect(head).toEqual({ last_seq: round + 1 });
    }
    expect(writer.commits - commits).toBe(2);
  });

  test('what was answered is committed, also for another node', async () => {
    for (let n = 0; n < 50; n++) {
      const id = `x${String(n).padStart(2, '0')}`;
      await node(n % 2 === 0 ? first : second).writer.write(EVERYBODY, add(id));
      expect((await planIds(node(second).reader)).at(-1)).toBe(id);
    }
  });

  test('units of one organisation run one after the other, whichever node they came to', async () => {
    const organization = await newOrganization();
    // Read, wait, write: two at a time would lose one of the numbers.
    const countUp = async (session: Session) => {
      const head = await session.first(selectHead, { organization });
      await new Promise((resolve) => setTimeout(resolve, 1));
      const seq = (head?.last_seq ?? 0) + 1;
      await session.send(setHead, { organization, seq });
      return seq;
    };
    const seen = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        node(n % 2 === 0 ? first : second).writer.write(organization, countUp),
      ),
    );
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
  });

  test('organisations do not wait for each other', async () => {
    const [slow, quick] = [await newOrganization(), await newOrganization()];
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const waiting = node(first).writer.write(slow, () => held);
    expect(await node(first).writer.write(quick, async () => 'done')).toBe('done');
    letGo();
    await waiting;
  });

  test('a connection that breaks fails its transaction, and the next one works', async () => {
    const organization = await newOrganization();
    const { writer } = node(first);
    const broken = writer.write(organization, async (session) => {
      await session.send(setHead, { organization, seq: 7 });
      await database.ask(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and state = 'idle in transaction'`,
      );
      return session.first(selectHead, { organization });
    });
    await expect(broken).rejects.toBeInstanceOf(UnavailableError);
    const head = await writer.write(organization, (session) =>
      session.first(selectHead, { organization }),
    );
    expect(head).toEqual({ last_seq: 0 });
  });

  test('closing finishes what was accepted and refuses the rest', async () => {
    await expectOrderlyClose(node(first));
    expect(await planIds(node(second).reader)).toEqual(['x1', 'x2']);
  });
});

describe('design.md §4 Migrations', () => {
  test('a column that a newer version adds breaks no prepared statement of this one', async () => {
    const organization = await newOrganization();
    const all = query<{ organization: string }>()((db, p) =>
      db
        .selectFrom('organization_sequence')
        .selectAll()
        .where('organization_id', '=', p('organization')),
    );
    const { reader, writer } = node(first);
    const read = () => reader.first(all, { organization });
    const write = () =>
      writer.write(organization, (session) => session.first(all, { organization }));
    // Every connection of the pool has prepared it.
    await Promise.all(Array.from({ length: 30 }, read));
    await write();
    await database.ask('alter table organization_sequence add column newer text');
    expect(await read()).toMatchObject({ last_seq: 0 });
    expect(await write()).toMatchObject({ last_seq: 0 });
    await Promise.all(Array.from({ length: 30 }, read));
  });

  test('several nodes may start at once on an empty database', async () => {
    await database.ask('drop schema public cascade');
    await database.ask('create schema public');
    const started = await Promise.all(Array.from({ length: 4 }, () => openPostgres(database.url)));
    nodes.push(...started);
    const versions = await database.ask('select version from migration order by version');
    expect(versions.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    expect(await planIds(node(second).reader)).toEqual([]);
  });

  test('a newer Rollcall may work beside this one until it takes something away', async () => {
    await database.ask('insert into migration (version, is_contract) values (98, false)');
    await (await openPostgres(database.url)).close();
    await database.ask('insert into migration (version) values (99)');
    await expect(openPostgres(database.url)).rejects.toThrow('newer Rollcall');
  });
});
