/** A store on a real database in a temporary directory, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Draft,
  groupType,
  type ListQuery,
  type MemberChange,
  parseAttributePath,
  parseFilter,
  type Resource,
  type ResourceType,
  resolveFilter,
  resolvePath,
  type ScimStore,
  type StoredResource,
  schemaUris,
  userType,
  type WriteOptions,
  type Written,
} from '@rollcall/scim';
import { createTestDatabase, TEST_DATABASE } from '../../../../test/support/postgres.ts';
import { DEFAULT_CONNECTION } from '../connections/index.ts';
import {
  openDatabase,
  openPostgres,
  type PostgresDatabase,
  type Session,
  type SqliteDatabase,
  type Writer,
} from '../db/index.ts';
import { startSequence } from '../events/index.ts';
import {
  createPgScans,
  createScanPool,
  createScimStore,
  type ScanPool,
  type StoreScope,
} from './index.ts';

export const BASE_URL = 'https://scim.example.test/v1/scim/v2';

interface Opened {
  readonly database: SqliteDatabase | PostgresDatabase;
  readonly scans: ScanPool;
  /** Takes away what the database was kept in. */
  remove(): Promise<void>;
}

export interface TestStore {
  readonly reader: Session;
  readonly writer: Writer;
  readonly scans: ScanPool;
  /** Past the store: what rows say. */
  rows<R>(sql: string): Promise<R[]>;
  readonly scope: StoreScope;
  readonly store: ScimStore;
  /** A store over the same database for another scope. */
  storeFor(scope: Partial<StoreScope>): ScimStore;
  /** What the clock says; tests move it. */
  time: Date;
  close(): Promise<void>;
}

/**
 * On the database that this run of the file is for.
 *
 * @param budgetMs How long a scan may take.
 */
export async function openTestStore(budgetMs = 5000): Promise<TestStore> {
  const opened = await (TEST_DATABASE === 'sqlite' ? openSqlite(budgetMs) : openPg(budgetMs));
  const { database, scans, remove } = opened;
  const { reader, writer } = database;
  const scope = testScope();
  await writer.write(scope.organizationId, (session) =>
    startSequence(session, scope.organizationId),
  );
  const test: TestStore = {
    reader,
    writer,
    scans,
    rows: async (sql) => reader.dynamic({ sql, parameters: [] }, scope.organizationId),
    scope,
    store: createScimStore({ reader, writer, scans, clock: () => test.time }, scope),
    storeFor: (other) =>
      createScimStore({ reader, writer, scans, clock: () => test.time }, { ...scope, ...other }),
    time: new Date('2026-03-01T10:00:00.000Z'),
    async close() {
      await scans.close();
      await database.close();
      await remove();
    },
  };
  return test;
}

async function openSqlite(budgetMs: number): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-store-'));
  const path = join(directory, 'rollcall.db');
  return {
    database: openDatabase(path),
    scans: createScanPool({ path, budgetMs }),
    remove: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function openPg(budgetMs: number): Promise<Opened> {
  const { url, drop } = await createTestDatabase();
  const database = await openPostgres(url);
  return { database, scans: createPgScans(database.connections, budgetMs), remove: drop };
}

function testScope(): StoreScope {
  return {
    organizationId: 'acme000001',
    connectionId: 'connection-1',
    linkPolicy: 'automatic',
    invitations: 'none',
    duplicateGroupNames: false,
    // Tests remove by the many on purpose; test/brake is about the brake.
    brake: { ...DEFAULT_CONNECTION, brake: false },
    actor: { kind: 'token', id: 'token-1' },
    requestId: 'request-1',
    baseUrl: BASE_URL,
  };
}

export const TOLERANT: WriteOptions = { mode: 'tolerant', note: () => {} };
export const STRICT: WriteOptions = { mode: 'strict', note: () => {} };

/** Writes at a time: as many as identity providers send at most, whatever the machine is busy with. */
const AT_A_TIME = 128;

/** What is made of each element, a few at a time; in order. */
export async function eachOf<T, R>(list: readonly T[], make: (one: T) => Promise<R>): Promise<R[]> {
  const made: R[] = [];
  for (let from = 0; from < list.length; from += AT_A_TIME) {
    made.push(...(await Promise.all(list.slice(from, from + AT_A_TIME).map(make))));
  }
  return made;
}

export function userDraft(userName: string, more: Resource = {}): Draft {
  return { resource: { schemas: [userType.schema.id], userName, ...more }, members: [] };
}

export function groupDraft(displayName: string, members: readonly string[] = []): Draft {
  const resource = { schemas: [groupType.schema.id], displayName };
  return { resource, members: members.length === 0 ? [] : [adding(...members)] };
}

export function adding(...ids: readonly string[]): MemberChange {
  return addingAll(ids);
}

/** For more ids than a call takes arguments. */
export function addingAll(ids: readonly string[]): MemberChange {
  return { kind: 'add', members: ids.map((value) => ({ value, type: undefined })) };
}

export function replacing(...ids: readonly string[]): MemberChange {
  return { kind: 'replace', members: ids.map((value) => ({ value, type: undefined })) };
}

export function removing(...values: readonly string[]): MemberChange {
  return { kind: 'remove', values };
}

export async function createUser(store: ScimStore, userName: string, more: Resource = {}) {
  const { resource } = await store.create(userType, userDraft(userName, more), TOLERANT);
  return resource;
}

export async function createGroup(
  store: ScimStore,
  displayName: string,
  members: readonly string[] = [],
): Promise<StoredResource> {
  const draft = groupDraft(displayName, members);
  return (await store.create(groupType, draft, TOLERANT)).resource;
}

/** Changes attributes; undefined removes one. */
export function patch(
  store: ScimStore,
  type: ResourceType,
  id: string,
  values: Readonly<Record<string, Resource[string] | undefined>>,
) {
  const change = (current: StoredResource) => {
    const merged = { ...(JSON.parse(current.json) as Resource), ...values };
    const kept = Object.entries(merged).filter(([, value]) => value !== undefined);
    return { resource: Object.fromEntries(kept) as Resource, members: [] };
  };
  return store.update(type, id, change, TOLERANT);
}

/** Changes the members of a group. */
export async function change(
  store: ScimStore,
  id: string,
  members: readonly MemberChange[],
  options = TOLERANT,
): Promise<Written | undefined> {
  return store.update(
    groupType,
    id,
    ({ json }) => ({ resource: JSON.parse(json) as Resource, members }),
    options,
  );
}

export async function memberIds(store: ScimStore, group: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const batch of store.members(groupType, group)) {
    ids.push(...batch.map(({ value }) => value));
  }
  return ids;
}

export function listQuery(
  type: ResourceType,
  filter?: string,
  more: Partial<Omit<ListQuery, 'filter' | 'sort'>> & {
    sortBy?: string;
    descending?: boolean;
  } = {},
): ListQuery {
  const { sortBy, descending = false, offset = 0, limit = 1000 } = more;
  const uris = schemaUris(type);
  const path = sortBy === undefined ? undefined : parseAttributePath(sortBy, uris);
  const target = path && resolvePath(type, path);
  return {
    filter: filter === undefined ? undefined : resolveFilter(parseFilter(filter, uris), type),
    sort: target && { target, descending },
    offset,
    limit,
  };
}
