import { sameResource } from '../../resource/index.ts';
import type { ResourceType } from '../../schema/types.ts';
import type { Draft, ScimStore, WriteOptions } from '../store.ts';
import { createDatabase, type Database } from './database.ts';
import { changedRoster, type Roster, sameRoster } from './memberships.ts';
import { select } from './select.ts';
import { nextRow, type Row } from './table.ts';

export interface MemoryStoreOptions {
  readonly resourceTypes: readonly ResourceType[];
  /** That of the handler, for filters on `meta.location` and `$ref`. */
  readonly baseUrl?: string;
  readonly now?: () => Date;
  readonly createId?: () => string;
}

/** Members per batch. */
const BATCH = 1000;

/**
 * A store that keeps everything in memory and looks at everything to answer: the reference for what
 * other stores have to do, and enough for tests and demonstrations.
 */
export function createMemoryStore(options: MemoryStoreOptions): ScimStore {
  const { now = () => new Date(), createId = () => crypto.randomUUID() } = options;
  const database = createDatabase(options.resourceTypes, options.baseUrl ?? '');
  const { memberships, tableOf, stored } = database;

  return {
    get(type, id) {
      const row = tableOf(type).rows.get(id);
      return row && stored(row);
    },
    list(type, query) {
      const found = select([...tableOf(type).rows.values()], query, database.view);
      const page = found.slice(query.offset, query.offset + query.limit);
      return { total: found.length, resources: page.map(stored) };
    },
    *members(_type, id) {
      const members = [...memberships.roster(id)];
      for (let i = 0; i < members.length; i += BATCH) {
        yield members.slice(i, i + BATCH).map(([value, kind]) => database.member(value, kind));
      }
    },
    create(type, draft, write) {
      const id = createId();
      const roster = rosterAfter(database, id, draft, write);
      const { resource } = draft;
      tableOf(type).check(type, id, resource);
      const created = now().toISOString();
      const json = JSON.stringify(resource);
      const row = { type, id, resource, json, created, lastModified: created, version: 1 };
      put(database, row, roster);
      return { resource: stored(row), changed: true };
    },
    update(type, id, change, write) {
      const row = tableOf(type).rows.get(id);
      if (row === undefined) return undefined;
      const after = change(stored(row));
      const roster = rosterAfter(database, id, after, write);
      const isSame =
        sameResource(row.resource, after.resource) && sameRoster(memberships.roster(id), roster);
      if (isSame) return { resource: stored(row), changed: false };
      tableOf(type).check(type, id, after.resource);
      const changed = nextRow(row, now(), after.resource);
      put(database, changed, roster);
      return { resource: stored(changed), changed: true };
    },
    delete(type, id, check) {
      const row = tableOf(type).rows.get(id);
      if (row === undefined) return false;
      check(stored(row));
      tableOf(type).remove(row);
      for (const group of memberships.forget(id)) {
        const parent = database.find(group);
        if (parent) tableOf(parent.type).put(nextRow(parent, now(), parent.resource));
      }
      return true;
    },
  };
}

function rosterAfter(
  { memberships, kindOf, memberView }: Database,
  group: string,
  { members }: Pick<Draft, 'members'>,
  options: WriteOptions,
): Roster {
  return changedRoster(members, { group, memberships, kindOf, view: memberView, options });
}

function put({ tableOf, memberships }: Database, row: Row, roster: Roster): void {
  tableOf(row.type).put(row);
  if (row.type.memberAttribute !== undefined) memberships.assign(row.id, roster);
}
