/**
 * The tables, once, for everything that goes over all of them: deleting an organisation, copying a
 * database. Each is on one of the first three lists ({@link ORGANIZATION_KEYS}, {@link GLOBAL_KEYS},
 * {@link NOT_COPIED}); the others name exceptions. Tests hold all of them to the tables of both databases.
 */
import type { Database } from './tables.ts';

type GlobalTable =
  | 'plan'
  | 'role'
  | 'operator_key'
  | 'signing_key'
  | 'organization'
  | 'account'
  | 'account_member';
/** Tables of one database: see {@link NOT_COPIED}. */
type LocalTable = 'job' | 'session' | 'one_time_link' | 'sign_in_failure' | 'sso_attempt';
type Keys<T extends keyof Database> = {
  readonly [name in T]: readonly (keyof Database[name] & string)[];
};

/**
 * Tables of an organisation: these columns tell its rows apart, and with `organization_id` before them
 * they are the primary key. In the order in which they are copied, the sequence first: it says from
 * which change on the others were read.
 */
export const ORGANIZATION_KEYS = {
  organization_sequence: ['organization_id'],
  seat_use: ['organization_id'],
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
  entry_point: ['id'],
  role_grant: ['id'],
  local_group: ['id'],
  local_group_member: ['group_id', 'member_id'],
  mail: ['id'],
  notice: ['kind', 'subject_id', 'threshold'],
  receipt: ['id'],
  invitation: ['id'],
  invitation_code: ['digest'],
  brake_count: ['connection_id', 'kind', 'slot'],
  held_change: ['id'],
  sso_provider: ['id'],
  sso_identity: ['issuer', 'subject'],
  set_up_link: ['id'],
  daily_count: ['day'],
} as const satisfies Keys<Exclude<keyof Database, GlobalTable | LocalTable>>;

export type OrganizationTableName = keyof typeof ORGANIZATION_KEYS;

/** Every table of an organisation. */
export const ORGANIZATION_TABLES = Object.keys(
  ORGANIZATION_KEYS,
) as readonly OrganizationTableName[];

/** Tables that are global by nature and copied, with their primary keys; in the order of references. */
export const GLOBAL_KEYS = {
  plan: ['id'],
  role: ['key'],
  operator_key: ['id'],
  signing_key: ['id'],
  organization: ['id'],
  account: ['id'],
  account_member: ['account_id', 'organization_id'],
} as const satisfies Keys<GlobalTable>;

/** Every global table that is copied. */
export const GLOBAL_TABLE_NAMES = Object.keys(GLOBAL_KEYS) as readonly GlobalTable[];

export type CopiedTableName = OrganizationTableName | GlobalTable;

/** Tables that belong to one database and do not move with the data, and why. */
export const NOT_COPIED = {
  migration: 'which migrations a PostgreSQL has seen; the target has its own',
  job: 'what the nodes of one database have done in the background; the target begins anew',
  registry_change: 'tells the nodes of a PostgreSQL of changes; made by triggers',
  rate_bucket: 'what connections may still send; full after a copy, as after a start',
  session: 'who is signed in; people sign in again where the data went',
  one_time_link: 'links that are good for minutes or a day; the target makes its own',
  sign_in_failure: 'who has to wait before the next try to sign in; forgotten within a day',
  sso_attempt: 'who is on the way to an identity provider and back, for minutes',
  activity: 'the log of requests, which loses its last moments anyway; a file of its own in SQLite',
  unfinished_copy: 'marks a target whose copy is unfinished; gone with its end',
  unfinished_copy_part: 'how far such a copy is',
} as const;

type NotCopied = keyof typeof NOT_COPIED;

/** Other tables with rows of organisations, in both databases: those go when an organisation goes. */
export const GLOBAL_OWNED_TABLES = [
  'account_member',
  'session',
  'one_time_link',
  'sso_attempt',
] as const satisfies readonly (GlobalTable | LocalTable)[];

/** What nodes share on PostgreSQL and has rows of organisations: it goes when an organisation goes. */
export const SHARED_TABLES = ['activity', 'rate_bucket'] as const satisfies readonly NotCopied[];

/**
 * Tables that are global by nature, and why: their keys and indexes need not begin with an
 * organisation. A test holds every other table to it, so that data can be spread by organisation and
 * no query can do without one.
 */
export const GLOBAL_TABLES: Readonly<Record<string, string>> = Object.freeze({
  organization: 'the organisations themselves',
  plan: 'what an organisation can buy',
  role: 'what people can be given, one list for the whole application',
  operator_key: 'keys of the application, which asks about every organisation',
  signing_key: 'one key for the receipts of all organisations, so that one address has it',
  job: 'work of the service itself, done once for all',
  account: 'one person signs in to several organisations with one address',
  account_member: 'leads from an account to the organisations that it is for',
  session: 'looked up by a cookie, which says nothing of an organisation',
  one_time_link: 'looked up by its code; the one for the set-up has no organisation',
  sign_in_failure: 'counts tries before it is known who somebody is',
  migration: 'how far the tables are (PostgreSQL; SQLite keeps it in the header of its file)',
  registry_change: 'one index by time: a node asks what changed of all organisations it keeps',
} satisfies Partial<Record<GlobalTable | NotCopied, string>>);

/** Tables keyed by organisation that row-level security does not guard, and why. */
export const OPEN_TABLES: Readonly<Record<string, string>> = Object.freeze({
  rate_bucket: 'what connections may still send; a node tells of all that it heard from at once',
} satisfies Partial<Record<NotCopied, string>>);

/** Columns that hold a JSON document in the form of their database: JSONB is a blob in SQLite. */
export const DOCUMENT_COLUMNS: ReadonlySet<string> = new Set(['search.folded']);
