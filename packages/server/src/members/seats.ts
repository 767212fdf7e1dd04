/**
 * Seats: how many active members an organisation may have. The count is kept with every change, so that a new
 * person costs one row, however many there are.
 */
import { sql } from 'kysely';
import { Refusal, requireOrganizationId } from '../core.ts';
import { query, rawQuery, type Session } from '../db/index.ts';

type Scope = { readonly organization: string };

export interface SeatUse {
  readonly activeMembers: number;
  /** The organisation's own number, else the plan's; null is unlimited. */
  readonly seats: number | null;
}

const LIMIT = (organization: string) => sql`(
  select coalesce(o.seats, p.seats) from organization o join plan p on p.id = o.plan_id
  where o.id = ${organization})`;

// Asked for afterwards: SQLite makes a table for what RETURNING gives, which costs twice as much as both.
const take = rawQuery<Scope>()(
  (p) => sql`
    insert into seat_use (organization_id, active_members) values (${p('organization')}, 1)
    on conflict (organization_id) do update set active_members = seat_use.active_members + 1`,
);

const free = query<Scope>()((db, p) =>
  db
    .updateTable('seat_use')
    .set({ active_members: sql`active_members - 1` })
    .where('organization_id', '=', p('organization')),
);

const selectUse = rawQuery<Scope>()(
  (p) => sql<{ active_members: number; seats: number | null }>`
    select coalesce((select active_members from seat_use
        where organization_id = ${p('organization')}), 0) as active_members,
      ${LIMIT(p('organization'))} as seats`,
);

const selectNames = query<{ id: string }>()((db, p) =>
  db
    .selectFrom('organization')
    .innerJoin('plan', 'plan.id', 'organization.plan_id')
    .select(['organization.name', 'plan.name as plan'])
    .where('organization.id', '=', p('id')),
);

export async function seatUse(session: Session, organizationId: string): Promise<SeatUse> {
  const organization = requireOrganizationId(organizationId);
  const row = await session.first(selectUse, { organization });
  return { activeMembers: row?.active_members ?? 0, seats: row?.seats ?? null };
}

/**
 * A member becomes active; call it inside the unit of work that makes it so.
 *
 * @throws Refusal `refused` when all seats are taken.
 */
export async function takeSeat(session: Session, organization: string): Promise<void> {
  await session.send(take, { organization });
  const taken = await session.first(selectUse, { organization });
  if (taken === undefined || taken.seats === null || taken.active_members <= taken.seats) return;
  const names = await session.first(selectNames, { id: organization });
  throw new Refusal(
    'refused',
    `All ${taken.seats} seats of "${names?.name}" (plan ${names?.plan}) are taken. Deactivate somebody ` +
      'who no longer needs access, or buy more seats; then try again.',
  );
}

/** A member is active no more. */
export async function freeSeat(session: Session, organization: string): Promise<void> {
  await session.send(free, { organization });
}
