/** PostgreSQL alone, since a copy needs both. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { copyDatabase } from '../../packages/server/src/copy/index.ts';
import { deleteOrganization } from '../../packages/server/src/organizations/index.ts';
import { askPostgres } from '../support/ask-postgres.ts';
import { cases } from '../support/cases.ts';
import { brokenInvariantsOfFile } from '../support/invariants.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { type ServerProcess, startProcess } from '../support/process.ts';
import { runCli, spawnCli } from '../support/run-cli.ts';
import { answers } from './support/answers.ts';
import { copy, digests, killedCopy, refusal, rowsCopied, rowsOf } from './support/copies.ts';
import { makeWorld, newUser, sender, type World, withServer } from './support/world.ts';

const USERS = cases(3000);
/** Each run of the command line takes a second or more where several tests run. */
const TIMEOUT_MS = 120_000 + 20 * USERS;

const root = mkdtempSync(join(tmpdir(), 'rollcall-copy-'));
const drops: (() => Promise<void>)[] = [];
const directory = (name: string) => join(root, name);
async function database(): Promise<string> {
  const { url, drop } = await createTestDatabase();
  drops.push(drop);
  return url;
}

let world: World;
let small: World;
beforeAll(async () => {
  world = await makeWorld(directory('large'), USERS);
  small = await makeWorld(directory('small'), 20);
}, TIMEOUT_MS);
afterAll(async () => {
  for (const drop of drops) await drop();
  rmSync(root, { recursive: true, force: true });
});

describe('moving from the embedded database to PostgreSQL and back', {
  timeout: TIMEOUT_MS,
}, () => {
  it(`${USERS} users, killed twice each way: every row and every answer is the same`, {
    timeout: 2 * TIMEOUT_MS,
  }, async () => {
    const [source, back] = [directory('large'), directory('back')];
    const url = await database();
    const asked = await answers(world, { data: source });
    const before = digests(source);

    const first = await killedCopy(source, url, 0);
    expect(first).toBeGreaterThan(0);
    await expectUnusable('--database-url', url);
    const second = await killedCopy(source, url, first + USERS);
    expect(second).toBeGreaterThan(first);
    const there = await copy(source, url);
    expect(there).toMatchObject({ code: 0, result: { ok: true, organizations: 2 } });
    const total = Object.values(Object(there.result).rows as object).reduce((a, b) => a + b, 0);
    expect(Object(there.result).rowsCopied).toBe(total - second);
    expect(digests(source)).toEqual(before);
    expect(await rowsCopied(url)).toBe(-1);

    const third = await killedCopy(url, back, 0);
    await expectUnusable('--data', back);
    expect(await killedCopy(url, back, third + USERS)).toBeGreaterThan(third);
    expect(await copy(url, back)).toMatchObject({
      code: 0,
      result: { ok: true, copiedAgain: [], rows: Object(there.result).rows },
    });
    expect(digests(back)).toEqual(before);
    expect(brokenInvariantsOfFile(back)).toEqual([]);

    expect(await answers(world, { data: back })).toEqual(asked);
    const node = { databaseUrl: url };
    expect(await answers(world, node)).toEqual(asked);
  });

  it('a PostgreSQL is copied to another one as its ordinary owner sees it, row-level security on', async () => {
    const [one, two] = [await ownedDatabase('owner_one'), await ownedDatabase('owner_two')];
    await copyDatabase({ from: directory('small'), to: one });
    expect(await rowsOf(one, 'select 1 from resource')).toEqual([]);
    await copyDatabase({ from: one, to: two });
    await copyDatabase({ from: two, to: directory('third') });
    expect(digests(directory('third'))).toEqual(digests(directory('small')));
  });

  it('what changes in the source between two runs is taken up', async () => {
    const [source, url] = [directory('changing'), await database()];
    const mine = await makeWorld(source, 800);
    await killedCopy(source, url, 3000);
    await withServer({ data: source }, async (baseUrl, app) => {
      await sender(baseUrl, mine.token)('DELETE', `/Users/${mine.userIds[3]}`);
      await deleteOrganization(app, 'other-s-n', 'other-s-n');
    });
    expect(await copyDatabase({ from: source, to: url })).toMatchObject({ organizations: 1 });
    const deleted = `select 1 from resource where id = '${mine.userIds[3]}'`;
    expect(await rowsOf(url, deleted)).toEqual([]);
    expect(await rowsOf(url, 'select slug from organization')).toEqual([{ slug: 'acme' }]);
  });

  it('a source that is written to meanwhile is not lost: refused, and right when run again', async () => {
    const [source, target] = [await database(), await database()];
    await copyDatabase({ from: directory('small'), to: source });
    const refused = await copyHeldUp(source, target, () =>
      withServer({ databaseUrl: source }, async (baseUrl) => {
        await sender(baseUrl, small.token)('POST', '/Users', newUser(777));
      }),
    );
    expect(refused).toMatchObject({ code: 4, message: expect.stringContaining('acme') });
    expect(refused.message).toContain('Stop every server');
    expect(await copyDatabase({ from: source, to: target })).toMatchObject({ ok: true });
    const added = "select 1 from resource where user_name_key = 'user777@example.test'";
    expect(await rowsOf(target, added)).toHaveLength(1);
  });

  it('a copy that is finished says so when it is run again', async () => {
    const [source, url] = [directory('small'), await database()];
    await copyDatabase({ from: source, to: url });
    await withServer({ databaseUrl: url }, async () => {
      const again = await copy(source, url);
      expect(again).toMatchObject({ code: 0, result: { alreadyFinished: true, rowsCopied: 0 } });
    });
    const words = await runCli('copy', '--from', source, '--to', url);
    expect(words.stdout).toContain('already finished');
  });

  it('rows that an owner cannot see in the target are not in the way', async () => {
    const owned = await ownedDatabase('owner_of_leftovers');
    await copyDatabase({ from: directory('small'), to: owned });
    await askPostgres(owned, 'delete from organization');
    expect(await copyDatabase({ from: directory('small'), to: owned })).toMatchObject({ ok: true });
  });

  it('a directory that was open to others is closed', async () => {
    const [url, data] = [await database(), directory('open')];
    await copyDatabase({ from: directory('small'), to: url });
    mkdirSync(data);
    chmodSync(data, 0o755);
    await copyDatabase({ from: url, to: data });
    const modes = [data, join(data, 'rollcall.db')].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600]);
  });

  it('rows that differ in the target are found and copied again', async () => {
    const [source, url] = [directory('small'), await database()];
    const [acme] = await rowsOf(source, "select id from organization where slug = 'acme'");
    const finished = await copyHeldUp(source, url, async (client) => {
      const values = [Reflect.get(Object(acme), 'id')];
      await client.query("insert into lookup values ($1, 'x', 'emails', 'x', 'x')", values);
    });
    expect(finished).toMatchObject({ code: 0, result: { copiedAgain: ['acme lookup'] } });
    expect(await rowsOf(url, "select 1 from lookup where key = 'x'")).toEqual([]);
  });

  it('an audit log that is broken in the source is copied as it is, and named', async () => {
    const source = directory('tampered');
    await makeWorld(source, 10);
    const file = new Database(join(source, 'rollcall.db'));
    file.exec("update audit set actor = 'cli:somebody else' where seq = 3");
    file.close();
    const { code, result } = await copy(source, await database());
    expect(code).toBe(1);
    expect(result).toMatchObject({ ok: false, organizations: 2 });
    const broken = 'record 3: The row was changed.';
    expect(result).toMatchObject({
      brokenChains: expect.arrayContaining([`acme: ${broken}`, `other-s-n: ${broken}`]),
    });
  });
});

describe('what a copy refuses', { timeout: 60_000 }, () => {
  it('a target with data, the same place, another copy that is unfinished', async () => {
    const [source, url] = [directory('small'), await database()];
    await copyDatabase({ from: source, to: url });
    expect(await refusal(directory('large'), url)).toMatchObject({
      code: 4,
      message: expect.stringContaining('holds data already'),
    });
    const other = await database();
    await killedCopy(directory('large'), other, 0);
    expect(await refusal(source, other)).toMatchObject({
      code: 4,
      message: expect.stringContaining(directory('large')),
    });
    expect(await refusal(other, directory('fourth'))).toMatchObject({
      code: 4,
      message: expect.stringContaining('unfinished copy'),
    });
    expect(await refusal(source, source)).toMatchObject({ code: 2 });
    expect(existsSync(directory('fourth'))).toBe(false);
  });

  it('places that are none; passwords are never printed', async () => {
    const source = directory('small');
    const wrong = [
      ['mysql://root:secret@127.0.0.1/x', 2],
      ['postgresql://root:secret@127.0.0.1', 2],
      ['postgresql://root:secret@127.0.0.1:1/rollcall', 5],
      [(await database()).replace(/:password@/, ':secret@').replace(/[^/]*$/, 'nowhere'), 5],
      ['postgresql://root:sec@ret@127.0.0.1/x', 2],
      ['postgresql://root:12/secret@127.0.0.1/x', 2],
      ['"postgresql://root:secret@127.0.0.1/x"', 2],
      [' postgresql://root:secret@127.0.0.1/x', 2],
      ['root:secret@127.0.0.1/x', 2],
      ['', 2],
    ] as const;
    for (const [to, code] of wrong) {
      const refused = await refusal(source, to);
      expect(refused, to).toMatchObject({ code });
      expect(refused.message).not.toMatch(/secret|ret@/);
    }
    const away = 'postgresql://root:secret@127.0.0.1:1/rollcall';
    const printed = [
      await copy(source, away),
      await runCli('copy', '--from', source, `--too=${away}`, '--json'),
      await runCli('copy', '--from', source, '--to', 'x', away, '--json'),
      await runCli('doctor', '--data', away),
    ];
    expect(printed.map(({ code }) => code)).toEqual([5, 2, 2, 2]);
    expect(JSON.stringify(printed)).not.toContain('secret');
    expect(await refusal(directory('nothing'), directory('fifth'))).toMatchObject({ code: 3 });
    expect((await runCli('copy', '--from', source)).code).toBe(2);
  });

  it('a role that may make no tables, in words', async () => {
    const owned = await ownedDatabase('owner_with_guest');
    await copyDatabase({ from: directory('small'), to: owned });
    await askPostgres(owned, 'grant usage on schema public to public');
    await askPostgres(owned, 'grant select on all tables in schema public to public');
    const guest = await login('guest', owned);
    await askPostgres(owned, 'delete from organization');
    const refused = await refusal(directory('small'), guest);
    expect(refused).toMatchObject({ code: 4, message: expect.stringContaining('owner') });
  });

  it('a directory that a server works on, as source and as target', async () => {
    const [data, url] = [directory('small'), await database()];
    await withServer({ data }, async () => {
      for (const [from, to] of [
        [data, url],
        [url, data],
      ] as const) {
        const refused = await refusal(from, to);
        expect(refused).toMatchObject({ code: 5, message: expect.stringContaining(data) });
      }
    });
  });

  it('a PostgreSQL that idle nodes work on, as source and as target, at any time', async () => {
    const [filled, owned] = [await ownedDatabase('owner_of_nodes'), await database()];
    await copyDatabase({ from: directory('small'), to: filled });
    // The owner is told of connections of other roles, too.
    const administrator = `${inject('postgresUrl')}${new URL(filled).pathname}`;
    await withServer({ databaseUrl: administrator }, async () => {
      const refused = await refusal(filled, owned);
      expect(refused).toMatchObject({ code: 4, message: expect.stringContaining('every node') });
    });
    await withServer({ databaseUrl: owned }, async () => {
      const refused = await refusal(filled, owned);
      expect(refused).toMatchObject({ code: 4, message: expect.stringContaining('every node') });
    });
    let server: ServerProcess | undefined;
    const late = await copyHeldUp(filled, owned, async () => {
      server = await startProcess('unused', '--database-url', administrator);
    });
    expect(late).toMatchObject({ code: 4, message: expect.stringContaining('every node') });
    await server?.stop();
    expect(await copyDatabase({ from: filled, to: owned })).toMatchObject({ ok: true });
  });

  it('a newer schema, on either side', async () => {
    const [newer, url] = [directory('newer'), await database()];
    await withServer({ data: newer }, async () => {});
    const file = new Database(join(newer, 'rollcall.db'));
    file.pragma('user_version = 999');
    file.close();
    for (const [from, to] of [
      [newer, url],
      [url, newer],
    ] as const) {
      const refused = await refusal(from, to);
      expect(refused).toMatchObject({
        code: 1,
        message: expect.stringContaining('newer Rollcall'),
      });
    }
    // A server could work beside this one.
    await askPostgres(url, 'insert into migration (version, is_contract) values (999, false)');
    const refused = await refusal(directory('small'), url);
    expect(refused.message).toContain('newer Rollcall');
  });
});

/** Servers and commands on an unfinished copy say what it is. */
async function expectUnusable(...place: readonly string[]): Promise<void> {
  const refused = await spawnCli('serve', '--port', '0', ...place);
  expect(refused).toMatchObject({ code: 5, stdout: '' });
  expect(refused.stderr).toContain('unfinished copy');
}

/** Copies to a PostgreSQL, and does something while everything is copied and nothing is checked yet. */
async function copyHeldUp(
  from: string,
  to: string,
  meanwhile: (target: pg.Client) => Promise<void>,
): Promise<Awaited<ReturnType<typeof copy>>> {
  const client = new pg.Client({ connectionString: to });
  await client.connect();
  try {
    // The statistics of this table are gathered at the end, and wait for that.
    await client.query('begin; lock table audit_detail in share update exclusive mode');
    const running = copy(from, to);
    const waiting = `select 1 from pg_stat_activity
      where application_name = 'rollcall-copy' and datname = current_database()
        and wait_event_type = 'Lock'`;
    while ((await rowsOf(to, waiting)).length === 0) await sleep(20);
    await meanwhile(client);
    await client.query('commit');
    return await running;
  } finally {
    await client.end();
  }
}

/** An empty database whose owner is no superuser: row-level security holds for it. */
async function ownedDatabase(role: string): Promise<string> {
  const server = inject('postgresUrl');
  const name = `test_${role}`;
  const url = await login(role, `${server}/${name}`);
  await askPostgres(`${server}/postgres`, `create database ${name} owner ${role}`);
  drops.push(async () => {
    await askPostgres(`${server}/postgres`, `drop database ${name} with (force)`);
    await askPostgres(`${server}/postgres`, `drop role ${role}`);
  });
  return url;
}

/** The URL with a role that may log in and nothing else. */
async function login(role: string, url: string): Promise<string> {
  const admin = `${inject('postgresUrl')}/postgres`;
  await askPostgres(admin, `create role ${role} login password 'password'`);
  return url.replace(/\/\/[^@]*@/, `//${role}:password@`);
}
