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

export const rowSecurity: readonly string[] = TABLES.flatMap(secureRows);
