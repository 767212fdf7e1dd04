/**
 * Brings the tables up to date and settles who works with them. The role that the service works as
 * owns nothing, so that row-level security holds for it and it can change no table.
 */
import type { Client } from 'pg';
import { isDenied } from './failures.ts';
import { alone, migratePostgres } from './migrate.ts';
import { askOnce } from './one-connection.ts';

/** What the service works as when it logs in as the owner of the tables. */
const APPLICATION_ROLE = 'rollcall_app';

/**
 * @param url Of the owner of the tables, or of a role that works with tables of another.
 * @param user The role that the service logs in as, where that is another.
 * @returns The role that connections have to take on; undefined for none.
 */
export function prepareDatabase(
  url: string,
  user: string | undefined,
): Promise<string | undefined> {
  const work = async (client: Client) => {
    await refuseOtherEncodings(client);
    const hasChanged = await migratePostgres(client);
    if (!(await ownsTables(client))) return undefined;
    const worker = user ?? (await applicationRole(client));
    if (worker === undefined) return undefined;
    if (hasChanged || !(await mayWork(client, worker))) {
      await alone(client, () => grant(client, worker));
    }
    return user === undefined ? worker : undefined;
  };
  // A migration takes as long as it takes.
  return askOnce(url, work, 0);
}

/** In any other a character is not what we think it is: filters would look at parts of one. */
async function refuseOtherEncodings(client: Client): Promise<void> {
  const { rows } = await client.query('show server_encoding');
  const { server_encoding: encoding } = rows[0] as { server_encoding: string };
  if (encoding === 'UTF8') return;
  throw new Error(
    `The database has the encoding ${encoding}, and Rollcall needs UTF8. Make another: ` +
      "create database rollcall encoding 'UTF8' locale 'C' template template0.",
  );
}

async function ownsTables(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    `select pg_has_role(current_user, relowner, 'usage') as yes
      from pg_class where oid = to_regclass('organization')`,
  );
  return rows[0]?.yes === true;
}

/**
 * The role of its own, made if there is none. Undefined where the owner may make no roles: then it
 * works with its own tables, which row-level security is forced on as well.
 */
async function applicationRole(client: Client): Promise<string | undefined> {
  try {
    await client.query(
      `do $$ begin
        if to_regrole('${APPLICATION_ROLE}') is null then create role ${APPLICATION_ROLE} nologin; end if;
      exception when duplicate_object or unique_violation then null; end $$`,
    );
    // Since PostgreSQL 16 who makes a role is a member of it, but may not take it on.
    const { rows } = await client.query(
      `select pg_has_role(current_user, '${APPLICATION_ROLE}',
        case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) as yes`,
    );
    if (rows[0]?.yes !== true) await client.query(`grant ${APPLICATION_ROLE} to current_user`);
    return APPLICATION_ROLE;
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}

async function mayWork(client: Client, role: string): Promise<boolean> {
  const { rows } = await client.query(
    `select bool_and(has_table_privilege($1, oid, 'insert')) as yes from pg_class
      where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> 'migration'`,
    [role],
  );
  return rows[0]?.yes === true;
}

async function grant(client: Client, role: string): Promise<void> {
  const { rows } = await client.query('select current_schema() as schema');
  const schema = client.escapeIdentifier(String(rows[0]?.schema));
  const name = client.escapeIdentifier(role);
  await client.query('begin');
  await client.query(`grant usage on schema ${schema} to ${name}`);
  await client.query(
    `grant select, insert, update, delete on all tables in schema ${schema} to ${name}`,
  );
  await client.query(`grant usage on all sequences in schema ${schema} to ${name}`);
  await client.query(`revoke insert, update, delete on migration from ${name}`);
  await client.query('commit');
}
