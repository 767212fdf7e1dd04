import { type RawBuilder, sql } from 'kysely';
import { settingsOfRow } from '../connections/index.ts';
import {
  type ConnectionTable,
  compileSql,
  EVERY_ORGANIZATION,
  type OrganizationTable,
  query,
  type Session,
  type TokenTable,
} from '../db/index.ts';
import type { LiveConnection, LiveOrganization, LivePlan, LiveToken } from './types.ts';

const selectPlans = query<Record<string, never>>()((db) => db.selectFrom('plan').selectAll());
/** What every organisation has, read in one statement. */
const ALL_CONNECTIONS = sql`select * from connection`;
const ALL_TOKENS = sql`select * from token`;
const selectOrganizations = query<Record<string, never>>()((db) =>
  db.selectFrom('organization').selectAll(),
);

const selectIds = query<Record<string, never>>()((db) =>
  db.selectFrom('organization').select('id'),
);

const selectOrganization = query<{ id: string }>()((db, p) =>
  db.selectFrom('organization').selectAll().where('id', '=', p('id')),
);

const selectConnections = query<{ organization: string }>()((db, p) =>
  db.selectFrom('connection').selectAll().where('organization_id', '=', p('organization')),
);

const selectTokens = query<{ organization: string }>()((db, p) =>
  db.selectFrom('token').selectAll().where('organization_id', '=', p('organization')),
);

/** One organisation with what belongs to it; undefined when it is gone. */
export interface Loaded {
  readonly organization: LiveOrganization;
  readonly connections: readonly LiveConnection[];
  /** By the digest of the token's text, in hexadecimal. */
  readonly tokens: readonly { readonly digest: string; readonly token: LiveToken }[];
}

/** An organisation has a plan that is not among those that are known. */
export class UnknownPlanError extends Error {
  override readonly name = 'UnknownPlanError';
}

export async function loadPlans(session: Session): Promise<Map<string, LivePlan>> {
  const rows = await session.all(selectPlans, {});
  return new Map(
    rows.map(({ id, name, features, seats }) => [
      id,
      { id, name, features: new Set(JSON.parse(features) as string[]), seats },
    ]),
  );
}

export async function organizationIds(session: Session): Promise<string[]> {
  return (await session.all(selectIds, {})).map(({ id }) => id);
}

export async function loadOrganization(
  session: Session,
  plans: ReadonlyMap<string, LivePlan>,
  organizationId: string,
): Promise<Loaded | undefined> {
  const row = await session.first(selectOrganization, { id: organizationId });
  if (row === undefined) return undefined;
  const scope = { organization: organizationId };
  const connections = await session.all(selectConnections, scope);
  const tokens = await session.all(selectTokens, scope);
  return liveOf(row, plans, connections, tokens);
}

/** Every organisation, in three statements. */
export async function loadOrganizations(
  session: Session,
  plans: ReadonlyMap<string, LivePlan>,
): Promise<Loaded[]> {
  const rows = await session.all(selectOrganizations, {});
  const connections = await readAll<ConnectionTable>(session, ALL_CONNECTIONS);
  const tokens = await readAll<TokenTable>(session, ALL_TOKENS);
  return rows.map((row) =>
    liveOf(row, plans, connections.get(row.id) ?? [], tokens.get(row.id) ?? []),
  );
}

async function readAll<R extends { readonly organization_id: string }>(
  session: Session,
  all: RawBuilder<unknown>,
): Promise<Map<string, R[]>> {
  const rows = await session.dynamic<R>(compileSql(all, session.dialect), EVERY_ORGANIZATION);
  return Map.groupBy(rows, (row) => row.organization_id);
}

function liveOf(
  row: OrganizationTable,
  plans: ReadonlyMap<string, LivePlan>,
  connections: readonly ConnectionTable[],
  tokens: readonly TokenTable[],
): Loaded {
  const plan = plans.get(row.plan_id);
  if (plan === undefined) throw new UnknownPlanError(`Plan ${row.plan_id} is missing.`);
  const organizationId = row.id;
  return {
    organization: {
      id: row.id,
      slug: row.slug,
      name: row.name,
      plan,
      planEndsAt: row.plan_ends_at,
      suspendedAt: row.suspended_at,
      createdAt: row.created_at,
      sendsNotices: row.sends_notices === 1,
    },
    connections: connections.map((connection) => ({
      organizationId,
      id: connection.id,
      ...settingsOfRow(connection),
    })),
    tokens: tokens.map((token) => ({
      digest: Buffer.from(token.digest).toString('hex'),
      token: {
        organizationId,
        id: token.id,
        connectionId: token.connection_id,
        ownerId: token.owner_id,
        name: token.name,
        hint: token.hint,
        scopes: new Set(JSON.parse(token.scopes) as string[]),
        createdAt: token.created_at,
        expiresAt:
          token.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(token.expires_at),
        lastUsedAt: token.last_used_at,
        revokedAt: token.revoked_at,
      },
    })),
  };
}
