/** Who is in which group, in memory: rows by group and by member. */
import { evaluateElement } from '../../filter/index.ts';
import type { MemberChange } from '../../patch/types.ts';
import type { JsonObject, MemberReference } from '../../resource/types.ts';
import { checkUnknownMembers, memberCycle } from '../members.ts';
import type { Member, WriteOptions } from '../store.ts';

type Kind = Member['type'];
/** Members of one group by id, in the order they came. */
export type Roster = ReadonlyMap<string, Kind>;

export interface Memberships {
  roster(group: string): Roster;
  /** Makes the roster of a group what it is given. */
  assign(group: string, roster: Roster): void;
  /** Groups that have the member, directly or through other groups; direct ones first. */
  groupsOf(
    member: string,
  ): readonly { readonly id: string; readonly type: 'direct' | 'indirect' }[];
  /** Forgets a resource as group and as member. Returns the groups that lost it. */
  forget(id: string): readonly string[];
}

const EMPTY: Roster = new Map();

export function createMemberships(): Memberships {
  const rosters = new Map<string, Roster>();
  const groups = new Map<string, Set<string>>();

  function assign(group: string, roster: Roster): void {
    for (const member of rosters.get(group)?.keys() ?? []) groups.get(member)?.delete(group);
    for (const member of roster.keys()) {
      const direct = groups.get(member);
      if (direct === undefined) groups.set(member, new Set([group]));
      else direct.add(group);
    }
    rosters.set(group, roster);
  }

  return {
    roster: (group) => rosters.get(group) ?? EMPTY,
    assign,
    groupsOf(member) {
      const direct = groups.get(member) ?? new Set<string>();
      const all = new Set(direct);
      // A set is walked to what is added on the way, so this climbs until nothing is new.
      for (const id of all) for (const parent of groups.get(id) ?? []) all.add(parent);
      return [...all].map((id) => ({ id, type: direct.has(id) ? 'direct' : 'indirect' }));
    },
    forget(id) {
      const parents = [...(groups.get(id) ?? [])];
      for (const parent of parents) {
        const roster = new Map(rosters.get(parent));
        roster.delete(id);
        assign(parent, roster);
      }
      assign(id, EMPTY);
      rosters.delete(id);
      groups.delete(id);
      return parents;
    },
  };
}

/** What has to be known to work out a change of members. */
export interface RosterContext {
  readonly group: string;
  readonly memberships: Memberships;
  /** What a member id names; undefined if nothing. */
  readonly kindOf: (id: string) => Kind | undefined;
  /** A member as SCIM shows it, for filters. */
  readonly view: (id: string, kind: Kind) => JsonObject;
  readonly options: WriteOptions;
}

/**
 * The roster after the changes; nothing is written yet.
 *
 * @throws ScimError `invalidValue` for unknown members and for cycles.
 */
export function changedRoster(changes: readonly MemberChange[], context: RosterContext): Roster {
  const roster = new Map(context.memberships.roster(context.group));
  for (const change of changes) applyChange(roster, change, context);
  return roster;
}

function applyChange(roster: Map<string, Kind>, change: MemberChange, context: RosterContext) {
  switch (change.kind) {
    case 'add':
      addMembers(roster, change.members, context);
      break;
    case 'replace':
      replaceMembers(roster, change.members, context);
      break;
    case 'remove':
      for (const value of change.values) roster.delete(value);
      break;
    case 'removeMatching':
      for (const [id, kind] of roster) {
        if (evaluateElement(change.filter, context.view(id, kind))) roster.delete(id);
      }
      break;
    case 'removeAll':
      roster.clear();
  }
}

/** Members that stay keep their place. */
function replaceMembers(
  roster: Map<string, Kind>,
  members: readonly MemberReference[],
  context: RosterContext,
): void {
  const wanted = new Set(members.map(({ value }) => value));
  for (const id of roster.keys()) if (!wanted.has(id)) roster.delete(id);
  addMembers(roster, members, context);
}

function addMembers(
  roster: Map<string, Kind>,
  members: readonly MemberReference[],
  { group, memberships, kindOf, options }: RosterContext,
): void {
  const unknown: string[] = [];
  for (const { value } of members) {
    const kind = kindOf(value);
    if (kind === undefined) unknown.push(value);
    else if (kind === 'Group' && contains(memberships, value, group)) throw memberCycle(value);
    else roster.set(value, kind);
  }
  checkUnknownMembers(members.length, unknown, options);
}

/** Whether a group is, or contains at any depth, the other one. */
function contains(memberships: Memberships, outer: string, inner: string): boolean {
  return outer === inner || memberships.groupsOf(inner).some(({ id }) => id === outer);
}

/** Whether two rosters have the same members. */
export function sameRoster(a: Roster, b: Roster): boolean {
  if (a.size !== b.size) return false;
  for (const id of a.keys()) if (!b.has(id)) return false;
  return true;
}
