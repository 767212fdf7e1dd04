/**
 * The tables, once, for everything that goes over all of them: deleting an organisation, copying a
 * database. Each is on one of the three lists; a test holds the lists to the tables of both databases.
 */
import type { Database } from './tables.ts';

type GlobalTable = 'plan' | 'organization';
type Keys<T extends keyof Database> = {
  readonly [name in T]: readonly (keyof Database[name] & string)[];
};

/**
 * Tables of an organisation: their primary key is `organization_id` and these columns. In the order in
 * which they are copied, the sequence first: it says from which change on the others were read.
 */
export const ORGANIZATION_KEYS = {
  organization_sequence: [],
  connection: ['id'],
  member: ['id'],
  link: ['user_id'],
  claim: ['id'],
  token: ['id'],
  collection: ['connection_id', 'type'],
  collection_block: ['connection_id', 'type', 'block'],
  resource: ['id'],
  search: ['connection_id', 'type', 'position'],
  lookup: ['connection_id', 'attribute', 'key', 'resource_id'],
  membership: ['group_id', 'member_id'],
  event: ['seq'],
  audit: ['seq'],
  audit_detail: ['seq'],
} as const satisfies Keys<Exclude<keyof Database, GlobalTable | 'job'>>;

export type OrganizationTableName = keyof typeof ORGANIZATION_KEYS;

/** Every table of an organisation. */
export const ORGANIZATION_TABLES = Object.keys(
  ORGANIZATION_KEYS,
) as readonly OrganizationTableName[];

/** Tables that are global by nature and copied, with their primary keys; in the order of references. */
export const GLOBAL_KEYS = {
  plan: ['id'],
  organization: ['id'],
} as const satisfies Keys<GlobalTable>;

export type CopiedTableName = OrganizationTableName | GlobalTable;

/** Tables that belong to one database and do not move with the data, and why. */
export const NOT_COPIED = {
  migration: 'which migrations a PostgreSQL has seen; the target has its own',
  job: 'what the nodes of one database have done in the background; the target begins anew',
  registry_change: 'tells the nodes of a PostgreSQL of changes; made by triggers',
  rate_bucket: 'what connections may still send; full after a copy, as after a start',
  activity: 'the log of requests, which loses its last moments anyway; a file of its own in SQLite',
  unfinished_copy: 'marks a target whose copy is unfinished; gone with its end',
  unfinished_copy_part: 'how far such a copy is',
} as const;

/** Columns that hold a JSON document in the form of their database: JSONB is a blob in SQLite. */
export const DOCUMENT_COLUMNS: ReadonlySet<string> = new Set(['search.folded']);
