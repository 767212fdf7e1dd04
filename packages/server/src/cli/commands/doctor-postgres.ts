/** What an operator would want to know of a PostgreSQL before asking for help. */
import type { App } from '../../app.ts';
import type { PostgresDatabase } from '../../db/index.ts';
import type { Check } from './doctor.ts';
import { collectionsAgree } from './doctor-collections.ts';

/** PostgreSQL 15, as `server_version_num`. */
const VERSION_MIN = 150_000;
/** Nodes go by their own clocks for expiry, so these should agree, milliseconds. */
const CLOCK_DIFFERENCE_MAX_MS = 5000;
/** Share of the server's connections beyond which nodes may soon find none. */
const CONNECTIONS_SHARE_MAX = 0.8;

/** One row about the server and about who we are there. */
const FACTS = `select current_setting('server_version') as version,
  current_setting('server_version_num')::int as number,
  clock_timestamp() as now,
  (select max(version) from migration) as schema,
  current_user as me,
  (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as passes_walls,
  (select pg_has_role(current_user, relowner, 'usage') from pg_class
    where oid = to_regclass('organization')) as owns_tables,
  current_setting('max_connections')::int as connections_max,
  (select count(*) from pg_stat_activity where backend_type = 'client backend') as connections,
  current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
    and current_setting('synchronous_commit') not in ('off', 'local') as is_durable`;

interface Facts {
  readonly version: string;
  readonly number: number;
  readonly now: Date;
  readonly schema: number;
  readonly me: string;
  readonly passes_walls: boolean;
  readonly owns_tables: boolean;
  readonly connections_max: number;
  readonly connections: number;
  readonly is_durable: boolean;
}

export async function postgresChecks(app: App, { reader }: PostgresDatabase): Promise<Check[]> {
  const [facts] = await reader.dynamic<Facts>({ sql: FACTS, parameters: [] });
  if (facts === undefined) throw new Error('PostgreSQL told nothing of itself.');
  const ids = app.registry.organizations.map(({ id }) => id);
  return [
    server(facts),
    roles(facts),
    durability(facts),
    connections(facts),
    clocks(facts, app.clock()),
    await collectionsAgree(reader, ids),
  ];
}

function server({ version, number, schema }: Facts): Check {
  const ok = number >= VERSION_MIN;
  const message = `PostgreSQL ${version}, schema ${schema}`;
  return { name: 'database', ok, message: ok ? message : `${message}; it takes 15 or later` };
}

function roles({ me, passes_walls, owns_tables }: Facts): Check {
  if (passes_walls) {
    return wall(false, `${me} passes over row-level security; see docs/postgresql.md, Roles`);
  }
  if (owns_tables) {
    return wall(true, `forced on ${me}, which owns the tables; two roles are better`);
  }
  return wall(true, `holds for ${me}`);
}

function wall(ok: boolean, message: string): Check {
  return { name: 'row-level security', ok, message };
}

function durability({ is_durable }: Facts): Check {
  return {
    name: 'durability',
    ok: is_durable,
    message: is_durable
      ? 'commits are on disk before they are answered'
      : 'fsync, full_page_writes or synchronous_commit is off: acknowledged writes can get lost',
  };
}

function connections({ connections: open, connections_max: most }: Facts): Check {
  return {
    name: 'connections',
    ok: open < most * CONNECTIONS_SHARE_MAX,
    message: `${open} of ${most} are open`,
  };
}

function clocks({ now }: Facts, ours: Date): Check {
  const difference = Math.abs(ours.getTime() - now.getTime());
  return {
    name: 'clocks',
    ok: difference < CLOCK_DIFFERENCE_MAX_MS,
    message: `${difference} ms between this machine and the database`,
  };
}
