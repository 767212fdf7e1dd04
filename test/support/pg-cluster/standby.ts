/**
 * Copies a running server into a standby of it (PostgreSQL manual, "Making a Base Backup Using the
 * Low Level API"): `pg_basebackup` does not come with the npm packages.
 */
import { chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { copyFile, lchown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PASSWORD, PgServer, SUPERUSER, waitUntil } from './pg-server.ts';

/** Folders whose contents belong to the running server alone; the standby makes its own. */
const EMPTY: ReadonlySet<string> = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const OMITTED: ReadonlySet<string> = new Set(['postmaster.pid', 'postmaster.opts']);
/** A bare file of the same user. */
type Owner = { readonly uid: number; readonly gid: number };

/**
 * A standby that the primary waits for with every commit.
 *
 * @param directory Emptied first.
 */
export async function createStandby(
  primary: PgServer,
  directory: string,
  port: number,
): Promise<PgServer> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const name = `standby_${port}`;
  const standby = new PgServer(directory, port, {
    primary_conninfo: `host=127.0.0.1 port=${primary.port} user=${SUPERUSER} password=${PASSWORD} application_name=${name}`,
  });
  await primary.withClient(async (client) => {
    // Both on one connection: the backup ends with it.
    await client.query("select pg_backup_start('standby', true)");
    await copyFolder(primary.data, standby.data, ownerOf(primary));
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(false)',
    );
    writeOwned(primary, join(standby.data, 'backup_label'), rows[0]?.labelfile ?? '');
  });
  writeOwned(primary, join(standby.data, 'standby.signal'), '');
  // A copy would wait for a standby of its own once it is promoted.
  writeOwned(primary, join(standby.data, 'postgresql.auto.conf'), '');
  await standby.start();
  await primary.query(`alter system set synchronous_standby_names = '${name}'`);
  await primary.query('select pg_reload_conf()');
  await waitUntil('the standby is synchronous', async () => {
    const rows = await primary.query(
      "select 1 from pg_stat_replication where application_name = $1 and state = 'streaming' and sync_state = 'sync'",
      [name],
    );
    return rows.length === 1;
  });
  return standby;
}

/** Files may vanish and change meanwhile: replaying the log mends that. */
async function copyFolder(from: string, to: string, owner: Owner): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  await give(to, owner);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (OMITTED.has(entry.name)) continue;
    if (entry.isDirectory()) {
      if (EMPTY.has(entry.name)) {
        await mkdir(target, { mode: 0o700 });
        await give(target, owner);
      } else {
        await copyFolder(source, target, owner);
      }
    } else if (entry.isFile()) {
      try {
        await copyFile(source, target);
        await give(target, owner);
      } catch (error) {
        if (Reflect.get(Object(error), 'code') !== 'ENOENT') throw error;
      }
    }
  }
}

function ownerOf(server: PgServer): Owner {
  return statSync(server.data);
}

async function give(path: string, { uid, gid }: Owner): Promise<void> {
  if (process.getuid?.() === 0) await lchown(path, uid, gid);
}

function writeOwned(server: PgServer, path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 });
  const { uid, gid } = ownerOf(server);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}
