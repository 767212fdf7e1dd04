/** What an identity provider needs to be connected, and how far that has come. */
import { type ActivityLog, type ActivityRow, type Explained, explain } from '../activity/index.ts';
import { findConnection } from '../connections/index.ts';
import { requireOrganizationId } from '../core.ts';
import type { Session } from '../db/index.ts';
import { features, plansWith, type Registry } from '../registry/index.ts';

/** The newest requests of the connection that are looked at. */
const LOOKED_ROWS = 200;

/** What the plan of an organisation says about SCIM. */
export interface PlanForScim {
  readonly name: string;
  /** When it ended, RFC 3339; null when it has not. */
  readonly endedAt: string | null;
  readonly users: boolean;
  readonly groups: boolean;
  /** Names of plans that have it: "Team or Enterprise". */
  readonly plansWithUsers: string;
  readonly plansWithGroups: string;
}

/** A request by which something was seen to work. */
export interface Seen {
  /** Id of its row of activity; null where only what it left behind is known. */
  readonly id: number | null;
  readonly at: string | null;
}

export interface SetUpProgress {
  /** Null for what has not been seen yet. */
  readonly firstRequest: Seen | null;
  readonly test: Seen | null;
  readonly lookup: Seen | null;
  readonly user: Seen | null;
  readonly group: Seen | null;
  /** The newest request that failed, unless one like it has worked since. */
  readonly failure:
    | (Seen & {
        readonly status: number;
        readonly method: string;
        readonly path: string;
        readonly detail: string | null;
        readonly explanation: Explained['error'] | null;
      })
    | null;
  readonly users: number;
  readonly groups: number;
}

interface Deps {
  readonly reader: Session;
  readonly registry: Registry;
  readonly activity: ActivityLog;
}

/** @param now Whether a plan has ended is asked of it. */
export function planForScim(registry: Registry, organizationId: string, now: Date): PlanForScim {
  const organization = registry.organization(requireOrganizationId(organizationId));
  const { plans } = registry;
  const present = organization && features(organization, now);
  const hasEnded = organization?.planEndsAt != null && organization.planEndsAt <= now.toISOString();
  return {
    name: organization?.plan.name ?? '',
    endedAt: hasEnded ? (organization?.planEndsAt ?? null) : null,
    users: present?.has('scim.users') ?? false,
    groups: present?.has('scim.groups') ?? false,
    plansWithUsers: plansWith(plans, 'scim.users'),
    plansWithGroups: plansWith(plans, 'scim.groups'),
  };
}

/** @throws Refusal `notFound` for a connection that is not there. */
export async function setUpProgress(
  { reader, activity }: Deps,
  organizationId: string,
  connectionId: string,
): Promise<SetUpProgress> {
  const organization = requireOrganizationId(organizationId);
  const { users, groups } = await findConnection(reader, organization, connectionId);
  const wanted = { organizationId: organization, connectionId, limit: LOOKED_ROWS };
  const { rows } = await activity.search(wanted);
  const worked = rows.filter(({ status }) => status < 400);
  const last = (isIt: (row: ActivityRow) => boolean) => seen(worked.find(isIt));
  const created = (type: string) => (row: ActivityRow) =>
    row.method === 'POST' && row.path === `/${type}` && row.status === 201;
  const LEFT = { id: null, at: null };
  return {
    firstRequest: seen(rows.at(-1)),
    test: last(({ method }) => method === 'GET'),
    lookup: last(({ method, query }) => method === 'GET' && query.includes('filter=')),
    user: last(created('Users')) ?? (users > 0 ? LEFT : null),
    group: last(created('Groups')) ?? (groups > 0 ? LEFT : null),
    failure: failureOf(rows),
    users,
    groups,
  };
}

function seen(row: ActivityRow | undefined): Seen | null {
  return row === undefined ? null : { id: row.id, at: row.at };
}

/** A request for something that is not there is an answer, not a failure. */
function failureOf(rows: readonly ActivityRow[]): SetUpProgress['failure'] {
  const row = rows.find(({ status }) => status >= 400 && status !== 404);
  if (row === undefined) return null;
  const isMended = rows.some(
    ({ id, status, method, resourceType }) =>
      id > row.id && status < 400 && method === row.method && resourceType === row.resourceType,
  );
  if (isMended) return null;
  const { id, at, status, method, path, detail } = row;
  return { id, at, status, method, path, detail, explanation: explain(row).error ?? null };
}
