import type { PoolClient, QueryResult } from 'pg';
import { UnavailableError } from '../session.ts';
import { Connections } from './connections.ts';
import { codeOf, isLost, isStale, toUnavailable } from './failures.ts';
import { parseDatabaseUrl } from './hosts.ts';
import { PgSession, type Send } from './pg-session.ts';
import { PgWriter } from './pg-writer.ts';
import { prepareDatabase } from './prepare.ts';
import { findPrimary, waitForPrimary } from './primary.ts';
import { queryFor } from './scoped-query.ts';
import { Talk } from './talk.ts';

export interface PostgresDatabase {
  readonly kind: 'postgres';
  readonly reader: PgSession;
  readonly writer: PgWriter;
  readonly connections: Connections;
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** The same database as the role that owns the tables, for migrations. */
  readonly migrationUrl?: string | undefined;
  /** How long to wait for a database that is not there yet, milliseconds. */
  readonly waitMs?: number;
}

/**
 * Connects to PostgreSQL 15 or later and migrates it as needed.
 *
 * @param url `postgresql://user:password@host:port/database`, perhaps with several hosts.
 */
export async function openPostgres(
  url: string,
  { migrationUrl, waitMs = 0 }: PostgresOptions = {},
): Promise<PostgresDatabase> {
  const urls = hostsOf(url);
  const host = await waitForPrimary(urls, waitMs).catch((error) => {
    throw unreachable(urls, error);
  });
  const owners = migrationUrl === undefined ? urls : hostsOf(migrationUrl);
  const owner = migrationUrl === undefined ? host : await findPrimary(owners);
  const role = await prepareDatabase(owners[owner] ?? '', userOf(url, migrationUrl));
  const connections = new Connections({ urls, role, host });
  const writer = new PgWriter(connections);
  return {
    kind: 'postgres',
    reader: readSession(connections),
    writer,
    connections,
    async close() {
      await writer.close();
      await connections.close();
    },
  };
}

/** Names the hosts, without the password that URLs have. */
function unreachable(urls: readonly string[], error: unknown): unknown {
  const cause = toUnavailable(error);
  if (!(cause instanceof UnavailableError)) return error;
  const hosts = urls.map((url) => new URL(url).host).join(', ');
  const why = error instanceof Error ? error.message : String(error);
  return new UnavailableError(`PostgreSQL at ${hosts} cannot be used: ${why}`, { cause: error });
}

/** Reads on a connection of the pool; each message is a transaction of its own. */
function readSession(connections: Connections): PgSession {
  const ask: Send<QueryResult> = (request, organizationId) =>
    read(connections, (client) =>
      organizationId === undefined
        ? client.query(request)
        : queryFor(client, organizationId, request),
    );
  return new PgSession(ask, {
    tell: ask,
    askEach: (request, values, organizationId) =>
      read(connections, (client) => new Talk(client).askEach(request, values, organizationId)),
  });
}

type Read<T> = (client: PoolClient) => Promise<T>;

async function read<T>(connections: Connections, work: Read<T>): Promise<T> {
  try {
    return await readOnce(connections, work);
  } catch (error) {
    if (!isStale(error)) throw error;
  }
  connections.renew();
  return readOnce(connections, work);
}

async function readOnce<T>(connections: Connections, work: Read<T>): Promise<T> {
  const client = await connections.take();
  let isBroken = true;
  try {
    const result = await work(client);
    isBroken = false;
    return result;
  } catch (error) {
    // An error that the database reports leaves the connection as it was.
    isBroken = isLost(error) || codeOf(error) === '';
    throw error;
  } finally {
    connections.give(client, isBroken);
  }
}

function hostsOf(url: string): readonly string[] {
  const urls = parseDatabaseUrl(url);
  if (urls === undefined) throw new Error('This is no URL of a PostgreSQL database.');
  return urls;
}

/** Who works with tables that somebody else owns; undefined when one role does both. */
function userOf(url: string, migrationUrl: string | undefined): string | undefined {
  if (migrationUrl === undefined) return undefined;
  const [first = ''] = hostsOf(url);
  return decodeURIComponent(new URL(first).username);
}
