/** The effective role of a member on each entry point, and why it has it. */
import { requireOrganizationId } from '../core.ts';
import type { Session } from '../db/index.ts';
import { isMemberActive } from '../members/index.ts';
import { grantsReaching, type Membership, membershipsOf, type ReachingGrant } from './effective.ts';
import { type EntryPoint, listEntryPoints } from './entry-points.ts';
import { type GroupName, namesOf } from './group-names.ts';
import { listRoles } from './roles.ts';

export interface Reason {
  readonly grantId: string;
  /** Its key. */
  readonly role: string;
  /**
   * From the group that the member is in to the one that has the grant; empty when the member has it
   * itself.
   */
  readonly groups: readonly GroupName[];
}

export interface Permission {
  readonly entryPoint: Pick<EntryPoint, 'id' | 'key' | 'name'>;
  /** The highest of the roles that reach the member; its key. */
  readonly role: string;
  /** All roles that it includes, itself too, lowest first; their keys. */
  readonly includes: readonly string[];
  /** Every grant that reaches the member here, the highest first. */
  readonly because: readonly Reason[];
}

export interface MemberPermissions {
  readonly memberId: string;
  /** Without it there are no permissions, whatever was granted. */
  readonly active: boolean;
  /** In the order of the entry points' keys. */
  readonly permissions: readonly Permission[];
}

export async function permissionsOf(
  session: Session,
  organizationId: string,
  memberId: string,
): Promise<MemberPermissions> {
  const organization = requireOrganizationId(organizationId);
  const active = await isMemberActive(session, organization, memberId);
  if (!active) return { memberId, active, permissions: [] };
  const [roles, entryPoints, grants, memberships] = await Promise.all([
    listRoles(session),
    listEntryPoints(session, organization),
    grantsReaching(session, organization, [memberId]),
    membershipsOf(session, organization, memberId),
  ]);
  const paths = pathsTo(memberships);
  const names = await namesOf(session, organization, [...paths.keys()]);
  const byEntryPoint = Map.groupBy(grants, ({ entryPointId }) => entryPointId);
  const permissions = entryPoints.flatMap(({ id, key, name }) => {
    const here = (byEntryPoint.get(id) ?? []).toSorted((a, b) => b.rank - a.rank);
    const [highest] = here;
    if (highest === undefined) return [];
    return {
      entryPoint: { id, key, name },
      role: highest.role,
      includes: roles.slice(0, highest.rank).map((role) => role.key),
      because: here.map((grant) => reasonOf(grant, paths, names)),
    };
  });
  return { memberId, active, permissions };
}

function reasonOf(
  { grantId, role, groupId }: ReachingGrant,
  paths: ReadonlyMap<string, readonly string[]>,
  names: ReadonlyMap<string, string | null>,
): Reason {
  const path = groupId === undefined ? [] : (paths.get(groupId) ?? [groupId]);
  return { grantId, role, groups: path.map((id) => ({ id, name: names.get(id) ?? null })) };
}

/** A shortest way to each group, from the group that the member is in directly. */
function pathsTo(memberships: readonly Membership[]): Map<string, readonly string[]> {
  const groups = new Set(memberships.map(({ groupId }) => groupId));
  const above = Map.groupBy(memberships, ({ through }) => through);
  const paths = new Map<string, readonly string[]>();
  const direct = memberships.filter(({ through }) => !groups.has(through));
  for (const { groupId } of direct) paths.set(groupId, [groupId]);
  // A Map is gone through in the order of its entries, with those that are added meanwhile.
  for (const [groupId, path] of paths) {
    for (const { groupId: next } of above.get(groupId) ?? []) {
      if (!paths.has(next)) paths.set(next, [...path, next]);
    }
  }
  return paths;
}
