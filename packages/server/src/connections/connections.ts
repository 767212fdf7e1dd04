import { randomUUIDv7 } from 'node:crypto';
import { type Core, Refusal, requireOrganizationId, writeFor } from '../core.ts';
import { type ConnectionTable, query, type Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';

export const DIALECTS = [
  'generic',
  'okta',
  'entra',
  'onelogin',
  'jumpcloud',
  'ping',
  'authentik',
  'keycloak',
] as const;

/** What an operator can change about a connection. */
export interface ConnectionSettings {
  readonly name: string;
  readonly mode: 'tolerant' | 'strict';
  readonly dialect: string;
  readonly linkPolicy: 'automatic' | 'ask' | 'never';
  /** Whether two groups may have one display name. */
  readonly duplicateGroupNames: boolean;
  readonly groupsEnabled: boolean;
  /** Sustained; null is the default of the service. */
  readonly requestsPerSecond: number | null;
  /** What becomes of the invitations of its people: mailed at once, held until released, or none made. */
  readonly invitations: 'send' | 'hold' | 'none';
  /** Whether removals by the many are held until an Org Admin decides. */
  readonly brake: boolean;
  /** Share of the users or memberships that may be removed within the window. */
  readonly brakePercent: number;
  /** So many may be removed whatever the share is. */
  readonly brakeLeast: number;
  readonly brakeWindowMinutes: number;
  /** Until then (RFC 3339) removals pass without a question; null is never. */
  readonly brakeOpenUntil: string | null;
}

export type Connection = ConnectionSettings & {
  readonly id: string;
  readonly createdAt: string;
  /** Resources it has now. */
  readonly users: number;
  readonly groups: number;
};

/** What the settings of the brake may be. The window is counted in sixtieths of it. */
export const BRAKE_BOUNDS = Object.freeze({
  percent: { min: 1, max: 100 },
  least: { min: 1, max: 1_000_000 },
  windowMinutes: { min: 10, max: 1440 },
});

/** The connection that every organisation starts with. */
export const DEFAULT_CONNECTION: ConnectionSettings = Object.freeze({
  name: 'Default',
  mode: 'tolerant',
  dialect: 'generic',
  linkPolicy: 'automatic',
  duplicateGroupNames: false,
  groupsEnabled: true,
  requestsPerSecond: null,
  invitations: 'send',
  brake: true,
  brakePercent: 10,
  brakeLeast: 20,
  brakeWindowMinutes: 60,
  brakeOpenUntil: null,
});

interface Values {
  organization: string;
  id: string;
  name: string;
  mode: ConnectionSettings['mode'];
  dialect: string;
  policy: ConnectionSettings['linkPolicy'];
  duplicates: number;
  groups: number;
  rate: number | null;
  invitations: ConnectionSettings['invitations'];
  brake: number;
  percent: number;
  least: number;
  window: number;
  openUntil: string | null;
}

const insert = query<Values & { at: string }>()((db, p) =>
  db.insertInto('connection').values({
    organization_id: p('organization'),
    id: p('id'),
    name: p('name'),
    mode: p('mode'),
    dialect: p('dialect'),
    link_policy: p('policy'),
    duplicate_group_names: p('duplicates'),
    groups_enabled: p('groups'),
    requests_per_second: p('rate'),
    brake: p('brake'),
    brake_percent: p('percent'),
    brake_least: p('least'),
    brake_window_minutes: p('window'),
    brake_open_until: p('openUntil'),
    created_at: p('at'),
    invitations: p('invitations'),
  }),
);

const update = query<Values>()((db, p) =>
  db
    .updateTable('connection')
    .set({
      name: p('name'),
      mode: p('mode'),
      dialect: p('dialect'),
      link_policy: p('policy'),
      duplicate_group_names: p('duplicates'),
      groups_enabled: p('groups'),
      requests_per_second: p('rate'),
      invitations: p('invitations'),
      brake: p('brake'),
      brake_percent: p('percent'),
      brake_least: p('least'),
      brake_window_minutes: p('window'),
      brake_open_until: p('openUntil'),
    })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const selectAll = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('connection')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    .orderBy('created_at')
    .orderBy('id'),
);

const selectTotals = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('collection')
    .select(['connection_id', 'type', 'total'])
    .where('organization_id', '=', p('organization')),
);

/** Inserts a connection inside the unit of its change; returns its id. */
export async function insertConnection(
  session: Session,
  context: ChangeContext,
  settings: ConnectionSettings,
): Promise<string> {
  const id = randomUUIDv7();
  const organization = context.organizationId;
  await session.send(insert, { ...values(organization, id, settings), at: context.at });
  await recordChange(
    session,
    { ...context, connectionId: id },
    {
      type: 'connection.created',
      subjectType: 'Connection',
      subjectId: id,
      data: settings,
      detail: { new: settings },
    },
  );
  return id;
}

/** @throws Refusal `conflict` when the name is taken. */
export function createConnection(
  core: Core,
  context: ChangeContext,
  settings: ConnectionSettings,
): Promise<Connection> {
  return writeFor(core, context, async (session) => {
    await checkNameFree(session, context.organizationId, settings.name, undefined);
    const id = await insertConnection(session, context, settings);
    return findConnection(session, context.organizationId, id);
  });
}

/** Changes the settings that are given. */
export function setConnection(
  core: Core,
  context: ChangeContext,
  id: string,
  changes: Partial<ConnectionSettings>,
): Promise<Connection> {
  return writeFor(core, context, (session) => updateConnection(session, context, id, changes));
}

/** The same inside the unit of another change. */
export async function updateConnection(
  session: Session,
  context: ChangeContext,
  id: string,
  changes: Partial<ConnectionSettings>,
): Promise<Connection> {
  const organization = context.organizationId;
  const old = await findConnection(session, organization, id);
  const next = { ...old, ...changes };
  await checkNameFree(session, organization, next.name, id);
  await session.send(update, values(organization, id, next));
  await recordChange(
    session,
    { ...context, connectionId: id },
    {
      type: 'connection.updated',
      subjectType: 'Connection',
      subjectId: id,
      data: { changed: Object.keys(changes) },
      detail: { old: settingsOf(old), new: settingsOf(next) },
    },
  );
  return next;
}

export async function listConnections(
  session: Session,
  organizationId: string,
): Promise<Connection[]> {
  const scope = { organization: requireOrganizationId(organizationId) };
  const rows = await session.all(selectAll, scope);
  const totals = await session.all(selectTotals, scope);
  const total = (connection: string, type: string) =>
    totals.find((row) => row.connection_id === connection && row.type === type)?.total ?? 0;
  return rows.map((row) => ({
    id: row.id,
    ...settingsOfRow(row),
    createdAt: row.created_at,
    users: total(row.id, 'User'),
    groups: total(row.id, 'Group'),
  }));
}

/**
 * A connection by name (in any letter case) or id; the only one when none is named.
 *
 * @throws Refusal `notFound`; `invalid` when there are several and none is named.
 */
export async function findConnection(
  session: Session,
  organizationId: string,
  nameOrId: string | undefined,
): Promise<Connection> {
  const all = await listConnections(session, organizationId);
  const [only] = all;
  if (nameOrId === undefined && all.length === 1 && only !== undefined) return only;
  if (nameOrId === undefined) {
    const names = all.map(({ name }) => name).join(', ');
    throw new Refusal('invalid', `Name one of the connections with --connection: ${names}.`);
  }
  const wanted = nameOrId.toLowerCase();
  const found = all.find(({ id, name }) => id === nameOrId || name.toLowerCase() === wanted);
  if (found === undefined) throw new Refusal('notFound', `There is no connection "${nameOrId}".`);
  return found;
}

async function checkNameFree(
  session: Session,
  organizationId: string,
  name: string,
  except: string | undefined,
): Promise<void> {
  const wanted = name.toLowerCase();
  const all = await listConnections(session, organizationId);
  if (all.some((other) => other.id !== except && other.name.toLowerCase() === wanted)) {
    throw new Refusal('conflict', `There is already a connection "${name}".`);
  }
}

/** The settings as a row has them. */
export function settingsOfRow(row: ConnectionTable): ConnectionSettings {
  return {
    name: row.name,
    mode: row.mode,
    dialect: row.dialect,
    linkPolicy: row.link_policy,
    duplicateGroupNames: row.duplicate_group_names === 1,
    groupsEnabled: row.groups_enabled === 1,
    requestsPerSecond: row.requests_per_second,
    invitations: row.invitations,
    brake: row.brake === 1,
    brakePercent: row.brake_percent,
    brakeLeast: row.brake_least,
    brakeWindowMinutes: row.brake_window_minutes,
    brakeOpenUntil: row.brake_open_until,
  };
}

function values(organization: string, id: string, settings: ConnectionSettings): Values {
  return {
    organization,
    id,
    name: settings.name,
    mode: settings.mode,
    dialect: settings.dialect,
    policy: settings.linkPolicy,
    duplicates: settings.duplicateGroupNames ? 1 : 0,
    groups: settings.groupsEnabled ? 1 : 0,
    rate: settings.requestsPerSecond,
    invitations: settings.invitations,
    brake: settings.brake ? 1 : 0,
    percent: settings.brakePercent,
    least: settings.brakeLeast,
    window: settings.brakeWindowMinutes,
    openUntil: settings.brakeOpenUntil,
  };
}

function settingsOf(connection: Connection): ConnectionSettings {
  const { id: _id, createdAt: _at, users: _users, groups: _groups, ...settings } = connection;
  return settings;
}
