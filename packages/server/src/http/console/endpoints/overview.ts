/** How the organisation is doing, for the first page that its Org Admins see. */
import { explain, meaningOf } from '../../../activity/index.ts';
import type { App } from '../../../app.ts';
import { listConnections } from '../../../connections/index.ts';
import { heldSummary } from '../../../held/index.ts';
import { seatUse } from '../../../members/index.ts';
import {
  COUNTED_MAX,
  type ConnectionHealth,
  dailyCounts,
  healthOf,
  openCounts,
} from '../../../overview/index.ts';
import { resourceNames } from '../../../resources/index.ts';
import { listTokens, type Token } from '../../../tokens/index.ts';
import { type ConsoleEndpoint, type MemberCall, orgAdminEndpoint } from '../endpoint.ts';

const DAY_MS = 86_400_000;
/** Requests that the health of connections is judged by. */
const LATEST = 200;
/** Days that the chart shows. */
const CHART_DAYS = 90;
/** Tokens that end within so many days are shown. */
const EXPIRING_DAYS = 30;

export const overviewEndpoints: readonly ConsoleEndpoint[] = [
  orgAdminEndpoint({ method: 'GET', path: '/overview', run: overview }),
];

async function overview({ app, context: { organizationId } }: MemberCall) {
  const now = app.clock();
  const { reader } = app;
  const allTokens = await listTokens(reader, organizationId);
  const tokens = allTokens.filter(({ revokedAt }) => revokedAt === null);
  const counts = await openCounts(reader, organizationId);
  const { activeMembers, seats } = await seatUse(reader, organizationId);
  const connections = await connectionsOf(app, organizationId, allTokens, now);
  const sum = (name: 'users' | 'groups') => connections.reduce((all, one) => all + one[name], 0);
  return {
    connections,
    people: { activeMembers, seats, users: sum('users'), groups: sum('groups') },
    history: await dailyCounts(reader, organizationId, CHART_DAYS, now),
    tokens: tokens
      .filter(({ expiresAt }) => isSoon(expiresAt, now))
      .map(({ id, name, expiresAt }) => ({ id, name, expiresAt })),
    waiting: {
      claims: counts.claims,
      invitationsHeld: counts.invitationsHeld,
      invitationsPending: counts.invitationsPending,
      /** From here on there may be more. */
      countedMax: COUNTED_MAX,
    },
    steps: {
      token: tokens.length > 0,
      connected: connections.some(({ health }) => health.lastRequestAt !== null),
      firstUser: sum('users') > 0,
      mapped: counts.isMapped > 0,
      invited: counts.isInvited > 0,
    },
  };
}

/** Whether a token works now and will not for long. */
function isSoon(expiresAt: string | null, now: Date): boolean {
  if (expiresAt === null || expiresAt <= now.toISOString()) return false;
  return Date.parse(expiresAt) - now.getTime() < EXPIRING_DAYS * DAY_MS;
}

async function connectionsOf(
  app: App,
  organizationId: string,
  tokens: readonly Token[],
  now: Date,
) {
  const { reader, registry, activity } = app;
  const latest = await activity.recent({ organizationId, limit: LATEST });
  const held = await heldSummary(reader, organizationId);
  const totals = await listConnections(reader, organizationId);
  const found = registry.connections(organizationId).map(async (connection) => {
    const { id, name, dialect, groupsEnabled, mode } = connection;
    const { users = 0, groups = 0 } = totals.find((one) => one.id === id) ?? {};
    const changes = held.filter(({ connectionId }) => connectionId === id);
    return {
      ...{ id, name, dialect, mode, groupsEnabled, users, groups },
      held: changes.reduce((all, one) => all + one.changes, 0),
      health: await inWords(app, organizationId, healthOf(connection, tokens, latest, now)),
    };
  });
  return Promise.all(found);
}

async function inWords(app: App, organizationId: string, health: ConnectionHealth) {
  const { lastError } = health;
  if (lastError === null) return { ...health, lastError };
  const { id, at, status, resourceId } = lastError;
  const ids = resourceId === null ? [] : [resourceId];
  const names = await resourceNames(app.reader, organizationId, ids);
  const meaning = meaningOf(lastError, (one) => names.get(one));
  const what = explain(lastError).error?.what ?? lastError.detail;
  return { ...health, lastError: { id, at, status, meaning, what } };
}
