/**
 * How many people and groups there were, day by day: counted by a job from counts that are kept anyway.
 * Of the days before the first count nothing is known.
 */
import { sql } from 'kysely';
import { type Core, requireOrganizationId } from '../core.ts';
import { rawQuery, type Session } from '../db/index.ts';
import type { Job } from '../jobs/index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days that are kept: enough to compare with the year before. */
const KEPT_DAYS = 400;

export interface DailyCount {
  /** In UTC: `2027-03-01`. */
  readonly day: string;
  /** Active members. */
  readonly members: number;
  readonly users: number;
  readonly groups: number;
}

type Scope = { readonly organization: string };

const total = (organization: string, type: 'User' | 'Group') => sql`(
  select cast(coalesce(sum(c.total), 0) as bigint) from collection c
  where c.organization_id = ${organization} and c.type = ${sql.lit(type)})`;

const putToday = rawQuery<Scope & { day: string }>()(
  (p, d) => sql`
    insert into daily_count (organization_id, day, members, users, groups)
    select o.id, ${d.toText(p('day'))}, coalesce((select s.active_members from seat_use s
        where s.organization_id = o.id), 0),
      ${total(p('organization'), 'User')}, ${total(p('organization'), 'Group')}
    from organization o where o.id = ${p('organization')}
    on conflict (organization_id, day) do update set members = excluded.members,
      users = excluded.users, groups = excluded.groups`,
);

const deleteOld = rawQuery<Scope & { day: string }>()(
  (p) => sql`delete from daily_count
    where organization_id = ${p('organization')} and day < ${p('day')}`,
);

const selectSince = rawQuery<Scope & { day: string }>()(
  (p) => sql<DailyCount>`select day, members, users, groups from daily_count
    where organization_id = ${p('organization')} and day >= ${p('day')} order by day`,
);

/** Every hour, so that a day ends with about what there was at its end. */
export function dailyCountJob(core: Core, organizationIds: () => readonly string[]): Job {
  return {
    name: 'daily counts',
    everyMs: HOUR_MS,
    run: (signal) => countDay(core, organizationIds(), signal),
  };
}

export async function countDay(
  { writer, clock }: Core,
  organizationIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const now = clock().getTime();
  for (const organization of organizationIds) {
    if (signal.aborted) return;
    await writer.write(organization, async (session) => {
      await session.run(putToday, { organization, day: dayOf(now) });
      await session.run(deleteOld, { organization, day: dayOf(now - KEPT_DAYS * DAY_MS) });
    });
  }
}

/** Oldest first; days on which the service did not run are left out. */
export async function dailyCounts(
  session: Session,
  organizationId: string,
  days: number,
  now: Date,
): Promise<DailyCount[]> {
  const organization = requireOrganizationId(organizationId);
  return session.all(selectSince, { organization, day: dayOf(now.getTime() - days * DAY_MS) });
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
