/** What organisations an account leads to now. */
import { Refusal } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { isMemberActive } from '../members/index.ts';

/** A member that somebody may sign in as. */
export interface WayIn {
  readonly organizationId: string;
  readonly memberId: string;
  readonly slug: string;
  readonly name: string;
  readonly isSuspended: boolean;
}

const select = query<{ account: string }>()((db, p) =>
  db
    .selectFrom('account_member')
    .innerJoin('organization', 'organization.id', 'account_member.organization_id')
    .select([
      'organization.id as organizationId',
      'organization.slug',
      'organization.name',
      'organization.suspended_at as suspendedAt',
      'account_member.member_id as memberId',
    ])
    .where('account_member.account_id', '=', p('account'))
    .orderBy('organization.slug'),
);

/**
 * The active members of an account, by their organisations' short names. Outside a unit of work of one
 * organisation, which cannot see into others.
 */
export async function waysIn(session: Session, accountId: string): Promise<WayIn[]> {
  const ways: WayIn[] = [];
  for (const { suspendedAt, ...way } of await session.all(select, { account: accountId })) {
    if (!(await isMemberActive(session, way.organizationId, way.memberId))) continue;
    ways.push({ ...way, isSuspended: suspendedAt !== null });
  }
  return ways;
}

/** The one to an organisation, which is named by its short name or its id. */
export function wayTo(ways: readonly WayIn[], organization: string): WayIn | undefined {
  const wanted = organization.toLowerCase();
  return ways.find(({ slug, organizationId }) => slug === wanted || organizationId === wanted);
}

/** @throws Refusal `refused`. */
export function refuseSuspended({ name, isSuspended }: WayIn): void {
  if (!isSuspended) return;
  throw new Refusal('refused', `"${name}" is suspended. Ask who runs the service.`);
}
