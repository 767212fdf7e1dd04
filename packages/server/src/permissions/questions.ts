/** Whether members have roles: many questions at once, answered from what the database says now. */
import { requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { isMemberActive } from '../members/index.ts';
import { grantsReaching, type ReachingGrant } from './effective.ts';
import { listEntryPoints } from './entry-points.ts';
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
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const byApplicationUser = query<Scope>()((db, p) =>
  db
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('application_user_id', '=', p('id')),
);

/** The id of a member; undefined when there is none. */
export async function memberIdOf(
  session: Session,
  organizationId: string,
  { kind, id }: MemberReference,
): Promise<string | undefined> {
  const select = kind === 'member' ? byId : byApplicationUser;
  const organization = requireOrganizationId(organizationId);
  return (await session.first(select, { organization, id }))?.id;
}

/** In the order of the questions. */
export async function decideAll(
  session: Session,
  organizationId: string,
  questions: readonly Question[],
): Promise<Decision[]> {
  const [roles, entryPoints] = await Promise.all([
    listRoles(session),
    listEntryPoints(session, organizationId),
  ]);
  const ranks = new Map(roles.map(({ key }, index) => [key, index + 1]));
  const ids = new Map(entryPoints.map(({ key, id }) => [key, id]));
  const standings = new Map<string, Promise<Standing>>();
  const standingOf = (member: MemberReference) => {
    const name = `${member.kind} ${member.id}`;
    const known = standings.get(name) ?? findStanding(session, organizationId, member);
    standings.set(name, known);
    return known;
  };
  return Promise.all(
    questions.map(async ({ member, entryPoint, role }) => {
      const rank = ranks.get(role);
      if (rank === undefined) return denied(`There is no role "${role}".`);
      const id = ids.get(entryPoint);
      if (id === undefined) return denied(`There is no entry point "${entryPoint}".`);
      return decide(await standingOf(member), id, rank);
    }),
  );
}

/** What is known of a member: its grants, or why it has none. */
type Standing = readonly ReachingGrant[] | string;

async function findStanding(
  session: Session,
  organizationId: string,
  member: MemberReference,
): Promise<Standing> {
  const id = await memberIdOf(session, organizationId, member);
  if (id === undefined) return 'There is no such member.';
  if (!(await isMemberActive(session, organizationId, id))) return 'The member is not active.';
  return grantsReaching(session, organizationId, id);
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
