/**
 * PostgreSQL alone: a second wall between organisations. Whatever a query forgets to say, it sees and
 * changes only rows of the organisation that its transaction is for; none where that is not said.
 * `force` holds it against the owner of the tables too.
 */
const TABLES = [
  'organization_sequence',
  'connection',
  'member',
  'link',
  'claim',
  'token',
  'collection',
  'collection_block',
  'resource',
  'search',
  'lookup',
  'membership',
  'event',
  'audit',
  'audit_detail',
];

/** For the tables of later migrations, too. */
export function secureRows(table: string): readonly string[] {
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy organization on ${table}
      using (organization_id = current_setting('rollcall.organization', true))`,
  ];
}

/**
 * What each node keeps of all organisations, it may read of all at once when it starts, and has to say
 * so: with 10,000 of them one statement each would take a quarter of a minute.
 */
const READ_AT_START = ['connection', 'token'];

export const rowSecurity: readonly string[] = [
  ...TABLES.flatMap(secureRows),
  ...READ_AT_START.map(
    (table) => `create policy every_organization on ${table} for select
      using (current_setting('rollcall.organization', true) = '*')`,
  ),
];
