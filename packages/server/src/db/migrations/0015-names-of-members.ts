/**
 * Members are looked for by the beginning of their names, in the console: of at most 200 characters, since names may be
 * longer than PostgreSQL has place for in an index.
 */
export const namesOfMembers: readonly string[] = [
  'create index member_name on member (organization_id, lower(substr(display_name, 1, 200)))',
  'create index link_name on link (organization_id, lower(substr(display_name, 1, 200)))',
];
