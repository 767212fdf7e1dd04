/** Members are looked for by the beginning of their names, in the console. */
export const namesOfMembers: readonly string[] = [
  'create index member_name on member (organization_id, lower(display_name))',
  'create index link_name on link (organization_id, lower(display_name))',
];
