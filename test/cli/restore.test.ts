import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backup as copyBackup } from '../../packages/server/src/cli/commands/backup.ts';
import { restoreFile } from '../../packages/server/src/cli/commands/restore-file.ts';
import { EXIT_CODES } from '../../packages/server/src/cli/exit-codes.ts';
import { toFailure } from '../../packages/server/src/cli/run-command.ts';
import { cases } from '../support/cases.ts';
import { brokenInvariantsOfFile } from '../support/invariants.ts';
import { NODE_ARGUMENTS, runCli } from '../support/run-cli.ts';
import { digests } from './support/copies.ts';
import { makeWorld, newUser, sender, type World, withServer } from './support/world.ts';

/** How often a restore is killed. */
const KILLS = cases(6);
/** Long enough for all of a restore, milliseconds. */
const KILL_MS = 1500;

const root = mkdtempSync(join(tmpdir(), 'rollcall-restore-'));
const inRoot = (name: string) => join(root, name);
const source = inRoot('source');
const backup = inRoot('backup.db');
let world: World;

beforeAll(async () => {
  world = await makeWorld(source, 100);
  expect((await runCli('backup', backup, '--data', source)).code).toBe(0);
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function restore(file: string, data: string, ...more: string[]) {
  const words = ['restore', file, '--data', data, '--json', ...more];
  const { code, stdout, stderr } = await runCli(...words);
  const result: unknown = stdout === '' ? undefined : JSON.parse(stdout);
  const message = String(Reflect.get(Object(Reflect.get(Object(result), 'error')), 'message'));
  return { code, result, message, stderr };
}

/** A copy of the source with one more user. */
async function changed(name: string): Promise<string> {
  const data = inRoot(name);
  mkdirSync(data);
  copyFileSync(backup, join(data, 'rollcall.db'));
  await withServer({ data }, async (baseUrl) => {
    await sender(baseUrl, world.token)('POST', '/Users', newUser(5000));
  });
  return data;
}

function users(file: string): number {
  const database = new Database(file, { readonly: true });
  try {
    const row = database.prepare("select count(*) as n from resource where type = 'User'").get();
    return Number(Reflect.get(Object(row), 'n'));
  } finally {
    database.close();
  }
}

describe('rollcall backup', () => {
  it('is of one moment, while users are made', { timeout: 60_000 }, async () => {
    const data = await changed('written');
    const file = join(inRoot('online'), 'rollcall.db');
    mkdirSync(inRoot('online'));
    let made = 0;
    await withServer({ data }, async (baseUrl, app) => {
      const send = sender(baseUrl, world.token);
      let isDone = false;
      const writing = Promise.all(
        [1, 2, 3, 4].map(async () => {
          while (!isDone) await send('POST', '/Users', newUser(6000 + made++));
        }),
      );
      while (made < 50) await sleep(5);
      const result = await copyBackup(app, file);
      isDone = true;
      await writing;
      expect(result.users).toBe(users(file));
      expect(result.users).toBeGreaterThanOrEqual(100 + 50 - 4);
    });
    expect(brokenInvariantsOfFile(inRoot('online'))).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(inRoot('online'))).toEqual(['rollcall.db']);
  });
});

describe('rollcall restore', { timeout: 120_000 }, () => {
  it('makes a data directory of a backup and says what is in it', async () => {
    const data = inRoot('new/data');
    expect(await restore(backup, data)).toMatchObject({
      code: 0,
      result: {
        restored: backup,
        data,
        organizations: 2,
        users: 99,
        newestEventAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        kept: null,
      },
    });
    expect(digests(data)).toEqual(digests(source));
    expect(statSync(join(data, 'rollcall.db')).mode & 0o777).toBe(0o600);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    await withServer({ data }, async (baseUrl) => {
      await sender(baseUrl, world.token)('GET', `/Users/${world.userIds[0]}`);
    });
    const words = await runCli('restore', backup, '--data', inRoot('words'));
    expect(words.stdout).toContain('revoked after the backup');
  });

  it('replaces data only when it is told to, and keeps what was there', async () => {
    const data = await changed('replaced');
    const refused = await restore(backup, data);
    expect(refused).toMatchObject({ code: 4, message: expect.stringContaining('--replace') });
    expect(users(join(data, 'rollcall.db'))).toBe(100);
    const replaced = await restore(backup, data, '--replace');
    expect(replaced).toMatchObject({ code: 0, result: { users: 99 } });
    const kept = String(Reflect.get(Object(replaced.result), 'kept'));
    expect(kept).toMatch(/\/rollcall-\d{4}-\d\d-\d\dT[\dZ-]+\.db$/);
    expect(users(kept)).toBe(100);
    expect(users(join(data, 'rollcall.db'))).toBe(99);
    expect(await restore(kept, data, '--replace')).toMatchObject({ result: { users: 100 } });
  });

  it('a log that a crash left is the old database, not the new one', async () => {
    const data = await changed('crashed');
    const path = join(data, 'rollcall.db');
    const writer = new Database(path);
    writer.pragma('journal_mode = wal');
    writer.pragma('wal_autocheckpoint = 0');
    writer.exec("update organization set name = 'In the log'");
    const crashed = inRoot('crashed-copy');
    mkdirSync(crashed);
    for (const suffix of ['', '-wal'])
      copyFileSync(path + suffix, `${crashed}/rollcall.db${suffix}`);
    writer.close();
    const replaced = await restore(backup, crashed, '--replace');
    const kept = new Database(String(Reflect.get(Object(replaced.result), 'kept')));
    expect(kept.prepare('select distinct name from organization').all()).toEqual([
      { name: 'In the log' },
    ]);
    kept.close();
    expect(digests(crashed)).toEqual(digests(source));
  });

  it('a damaged database is replaced, and kept as it is', async () => {
    const data = inRoot('damaged');
    mkdirSync(data);
    writeFileSync(join(data, 'rollcall.db'), 'x'.repeat(10_000));
    expect((await restore(backup, data)).code).toBe(4);
    const replaced = await restore(backup, data, '--replace');
    expect(replaced.code).toBe(0);
    expect(statSync(String(Reflect.get(Object(replaced.result), 'kept'))).size).toBe(10_000);
    expect(users(join(data, 'rollcall.db'))).toBe(99);
  });

  it('a database in use is not taken for a damaged one', async () => {
    const data = await changed('in-use');
    const path = join(data, 'rollcall.db');
    const other = new Database(path);
    other.exec('begin immediate');
    const options = { isReplacing: true, now: new Date() };
    const refused = toFailure(await restoreFile(data, backup, options).catch((error) => error));
    other.close();
    expect(refused).toMatchObject({ code: 'refused', message: expect.stringContaining('locked') });
    expect(readdirSync(data).filter((name) => /restoring|^rollcall-/.test(name))).toEqual([]);
    expect(users(path)).toBe(100);
  });

  it('a second name that a killed restore left is nothing that was kept', async () => {
    const data = await changed('second-name');
    const left = join(data, 'rollcall-2026-01-01T00-00-00-000Z.db');
    linkSync(join(data, 'rollcall.db'), left);
    expect(await restore(backup, data, '--replace')).toMatchObject({ code: 0 });
    expect(existsSync(left)).toBe(false);
    expect(readdirSync(data).filter((name) => name.startsWith('rollcall-'))).toHaveLength(1);
  });

  it('what cannot be kept stays, and nothing is left beside it', async () => {
    const data = await changed('not-kept');
    const now = new Date('2026-01-01T00:00:00Z');
    writeFileSync(join(data, 'rollcall-2026-01-01T00-00-00-000Z.db-wal'), '');
    writeFileSync(join(data, 'rollcall-2026-01-01T00-00-00-000Z.db'), '');
    const options = { isReplacing: true, now };
    const refused = toFailure(await restoreFile(data, backup, options).catch((error) => error));
    expect(refused).toMatchObject({ code: 'conflict' });
    expect(existsSync(join(data, 'rollcall.db.restoring'))).toBe(false);
    expect(users(join(data, 'rollcall.db'))).toBe(100);
  });

  it('closes a directory that was open to others; a typed directory wins over the environment', async () => {
    const data = inRoot('open');
    mkdirSync(data);
    chmodSync(data, 0o755);
    process.env.ROLLCALL_DATABASE_URL = 'postgresql://root:secret@127.0.0.1/rollcall';
    try {
      expect(await restore(backup, data)).toMatchObject({ code: 0 });
    } finally {
      delete process.env.ROLLCALL_DATABASE_URL;
    }
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  it('refuses what is no good backup, and leaves the data as it is', async () => {
    const data = await changed('careful');
    const text = inRoot('text.db');
    writeFileSync(text, 'hello '.repeat(1000));
    const foreign = inRoot('foreign.db');
    new Database(foreign).exec('create table t (x)').close();
    const variant = (name: string, change: (database: Database.Database) => void) => {
      const file = inRoot(name);
      copyFileSync(backup, file);
      const database = new Database(file);
      change(database);
      database.close();
      return file;
    };
    const newer = variant('newer.db', (database) => database.pragma('user_version = 999'));
    const wrong = variant('wrong.db', (database) =>
      database.exec("update collection set total = total + 1 where type = 'User'"),
    );
    const partial = variant('partial.db', (database) =>
      database.exec('create table unfinished_copy (source text)'),
    );
    const torn = inRoot('torn.db');
    copyFileSync(backup, torn);
    tear(torn);
    for (const [file, code, words] of [
      [inRoot('nothing.db'), 3, 'no file'],
      [text, 4, 'not a database'],
      [foreign, 4, 'no database of Rollcall'],
      [newer, 4, 'newer Rollcall'],
      [wrong, 4, 'contradicts itself'],
      [partial, 4, 'unfinished copy'],
      [torn, 4, ''],
    ] as const) {
      const options = { isReplacing: true, now: new Date() };
      const refused = toFailure(await restoreFile(data, file, options).catch((error) => error));
      expect(refused.message).toContain(words);
      expect(EXIT_CODES[refused.code], refused.message).toBe(code);
    }
    expect(readdirSync(data).sort()).toEqual(['activity.db', 'lock.db', 'rollcall.db']);
    expect(users(join(data, 'rollcall.db'))).toBe(100);
  });

  it('is refused while a server runs, and for PostgreSQL', async () => {
    const data = await changed('busy');
    await withServer({ data }, async () => {
      const refused = await restore(backup, data, '--replace');
      expect(refused).toMatchObject({ code: 5, message: expect.stringContaining(data) });
    });
    const url = 'postgresql://root:secret@127.0.0.1/rollcall';
    const refused = await runCli('restore', backup, '--database-url', url);
    expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining('pg_dump') });
    expect(refused.stderr).not.toContain('secret');
  });

  it(`killed ${KILLS} times: the old database or the new one, whole`, {
    timeout: 120_000 + KILLS * 5000,
  }, async () => {
    const data = await changed('killed');
    for (let round = 0; round < KILLS; round++) {
      const words = [...NODE_ARGUMENTS, 'restore', backup, '--data', data, '--replace'];
      const child = spawn(process.execPath, words, { stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await Promise.race([sleep((KILL_MS * (round + 0.5)) / KILLS), ended]);
      child.kill('SIGKILL');
      await ended;
      const path = join(data, 'rollcall.db');
      expect([99, 100]).toContain(users(path));
      const database = new Database(path);
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      database.close();
    }
    expect(await restore(backup, data, '--replace')).toMatchObject({ code: 0 });
    expect(digests(data)).toEqual(digests(source));
    expect(existsSync(join(data, 'rollcall.db.restoring'))).toBe(false);
  });
});

/** Overwrites pages in the middle of a file. */
function tear(file: string): void {
  const database = new Database(file);
  const pageBytes = Number(database.pragma('page_size', { simple: true }));
  database.close();
  const size = statSync(file).size;
  const middle = Math.floor(size / pageBytes / 2) * pageBytes;
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(3 * pageBytes, 0x5a), 0, 3 * pageBytes, middle);
  closeSync(handle);
}
