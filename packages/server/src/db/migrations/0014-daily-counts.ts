/** How many people and groups an organisation had, day by day. */
import { secureRows } from './0002-row-security.ts';

export const dailyCounts: readonly string[] = [
  `create table daily_count (
    organization_id text not null, day text not null, members integer not null,
    users integer not null, groups integer not null,
    primary key (organization_id, day)
  ) strict, without rowid`,
];

export const dailyCountRowSecurity: readonly string[] = secureRows('daily_count');
