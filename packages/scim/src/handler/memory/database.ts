import type { JsonObject } from '../../resource/types.ts';
import type { ResourceType } from '../../schema/types.ts';
import { fullView, memberView } from '../render/index.ts';
import type { GroupReference, Member, StoredResource } from '../store.ts';
import { createMemberships, type Memberships } from './memberships.ts';
import { createTable, type Row, type Table } from './table.ts';

/** Everything a memory store has, and how it looks from outside. */
export interface Database {
  readonly memberships: Memberships;
  tableOf(type: ResourceType): Table;
  /** A resource of whatever type. */
  find(id: string): Row | undefined;
  kindOf(id: string): Member['type'] | undefined;
  stored(row: Row): StoredResource;
  member(id: string, type: Member['type']): Member;
  /** A member, and a resource with everything, as SCIM shows them: what filters look at. */
  memberView(id: string, type: Member['type']): JsonObject;
  view(row: Row): JsonObject;
}

export function createDatabase(types: readonly ResourceType[], baseUrl: string): Database {
  const tables = new Map(types.map((type) => [type.name, createTable()]));
  const memberships = createMemberships();

  const database: Database = {
    memberships,
    tableOf(type) {
      const table = tables.get(type.name);
      if (table === undefined) throw new Error(`The store has no resources of type ${type.name}.`);
      return table;
    },
    find(id) {
      for (const { rows } of tables.values()) {
        const row = rows.get(id);
        if (row !== undefined) return row;
      }
      return undefined;
    },
    kindOf(id) {
      const row = database.find(id);
      if (row === undefined) return undefined;
      return isGroup(row) ? 'Group' : 'User';
    },
    stored(row) {
      const { id, json, created, lastModified, version } = row;
      return { id, json, created, lastModified, version, groups: groupsOf(database, row) };
    },
    member: (id, type) => ({ value: id, type, display: displayOf(database.find(id)) }),
    memberView: (id, type) => memberView(baseUrl, database.member(id, type)),
    view(row) {
      const roster = [...memberships.roster(row.id)];
      const members = isGroup(row)
        ? roster.map(([id, type]) => database.member(id, type))
        : undefined;
      return fullView(row.type, baseUrl, database.stored(row), members);
    },
  };
  return database;
}

function groupsOf(database: Database, row: Row): readonly GroupReference[] {
  if (isGroup(row)) return [];
  return database.memberships.groupsOf(row.id).map(({ id, type }) => ({
    value: id,
    display: displayOf(database.find(id)) ?? '',
    type,
  }));
}

function isGroup({ type }: Row): boolean {
  return type.memberAttribute !== undefined;
}

/** What people call a resource: its display name, else its user name. */
function displayOf(row: Row | undefined): string | undefined {
  const name = row?.resource.displayName ?? row?.resource.userName;
  return typeof name === 'string' ? name : undefined;
}
