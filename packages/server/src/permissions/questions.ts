/** Whether members have roles: many questions at once, answered from what the database says now. */
import { requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { activeMembers } from '../members/index.ts';
import { grantsReaching, type ReachingGrant } from './effective.ts';
import { entryPointIds } from './entry-points.ts';
import { listRoles } from './roles.ts';

/** A member by its own id, or by the id that the application knows the person by. */
export interface MemberReference {
  readonly kind: 'member' | 'applicationUser';
  readonly id: string;
}

/** Whether a member has at least this role on an entry point. */
export interface Question {
  readonly member: MemberReference;
  /** Its key. */
  readonly entryPoint: string;
  /** Its key. */
  readonly role: string;
}

export interface Decision {
  readonly isAllowed: boolean;
  /** Why not; undefined when it is allowed. */
  readonly reason: string | undefined;
}

type Scope = { readonly organization: string; readonly id: string };

const byId = query<Scope>()((db, p) =>
  db
    .selectFrom('member')
    .select(['id', 'id as known_as'])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const byApplicationUser = query<Scope>()((db, p) =>
  db
    .selectFrom('member')
    .select(['id', 'application_user_id as known_as'])
    .where('organization_id', '=', p('organization'))
    .where('application_user_id', '=', p('id')),
);

/** The id of a member; undefined when there is none. */
export async function memberIdOf(
  session: Session,
  organizationId: string,
  { kind, id }: MemberReference,
): Promise<string | undefined> {
  return (await memberIds(session, requireOrganizationId(organizationId), kind, [id])).get(id);
}

/** Ids of members by what they are known as. */
async function memberIds(
  session: Session,
  organization: string,
  kind: MemberReference['kind'],
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await session.each(
    kind === 'member' ? byId : byApplicationUser,
    names.map((id) => ({ organization, id })),
  );
  return new Map(rows.map(({ id, known_as }) => [known_as ?? id, id]));
}

/**
 * Answers in the order of the questions; it takes a few messages to the database, however many there
 * are.
 */
export async function decideAll(
  session: Session,
  organizationId: string,
  questions: readonly Question[],
): Promise<Decision[]> {
  const roles = await listRoles(session);
  const named = questions.map(({ entryPoint }) => entryPoint);
  const ids = await entryPointIds(session, organizationId, named);
  const ranks = new Map(roles.map(({ key }, index) => [key, index + 1]));
  const standingOf = await findStandings(
    session,
    requireOrganizationId(organizationId),
    questions.map(({ member }) => member),
  );
  return questions.map(({ member, entryPoint, role }) => {
    const rank = ranks.get(role);
    if (rank === undefined) return denied(`There is no role "${role}".`);
    const id = ids.get(entryPoint);
    if (id === undefined) return denied(`There is no entry point "${entryPoint}".`);
    return decide(standingOf(member), id, rank);
  });
}

/** What is known of a member: its grants, or why it has none. */
type Standing = readonly ReachingGrant[] | string;

async function findStandings(
  session: Session,
  organization: string,
  members: readonly MemberReference[],
): Promise<(member: MemberReference) => Standing> {
  const named = (kind: MemberReference['kind']) => [
    ...new Set(members.filter((member) => member.kind === kind).map(({ id }) => id)),
  ];
  const known = {
    member: await memberIds(session, organization, 'member', named('member')),
    applicationUser: await memberIds(
      session,
      organization,
      'applicationUser',
      named('applicationUser'),
    ),
  };
  const ids = [...new Set([...known.member.values(), ...known.applicationUser.values()])];
  const active = await activeMembers(session, organization, ids);
  const grants = Map.groupBy(
    await grantsReaching(session, organization, [...active]),
    ({ memberId }) => memberId,
  );
  return ({ kind, id: name }) => {
    const id = known[kind].get(name);
    if (id === undefined) return 'There is no such member.';
    if (!active.has(id)) return 'The member is not active.';
    return grants.get(id) ?? [];
  };
}

const ALLOWED: Decision = Object.freeze({ isAllowed: true, reason: undefined });

function decide(standing: Standing, entryPointId: string, rank: number): Decision {
  if (typeof standing === 'string') return denied(standing);
  const here = standing.filter((grant) => grant.entryPointId === entryPointId);
  if (here.some((grant) => grant.rank >= rank)) return ALLOWED;
  const best = here.toSorted((a, b) => b.rank - a.rank)[0];
  if (best === undefined) return denied('The member has no role on the entry point.');
  return denied(`The member has only the role "${best.role}" there.`);
}

function denied(reason: string): Decision {
  return { isAllowed: false, reason };
}
