/**
 * The roles of the application, lowest first: each includes those before it. One list for all
 * organisations, set by the operator.
 */
import { type Core, Refusal } from '../core.ts';
import { EVERYBODY, query, type Session } from '../db/index.ts';

export interface Role {
  /** What the application calls it. */
  readonly key: string;
  /** What people read. */
  readonly name: string;
}

const KEY = /^[a-z][a-z0-9_-]{0,62}$/;
const NAME_LENGTH = 100;
const ROLES_MAX = 50;

const selectAll = query<Record<never, never>>()((db) =>
  db.selectFrom('role').select(['key', 'name']).orderBy('rank'),
);

const deleteAll = query<Record<never, never>>()((db) => db.deleteFrom('role'));

const insert = query<{ key: string; name: string; rank: number }>()((db, p) =>
  db.insertInto('role').values({ key: p('key'), name: p('name'), rank: p('rank') }),
);

/** Whether somebody in the organisation has the role. */
const selectGrant = query<{ organization: string; role: string }>()((db, p) =>
  db
    .selectFrom('role_grant')
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('role_key', '=', p('role'))
    .limit(1),
);

const selectOrganizations = query<Record<never, never>>()((db) =>
  db.selectFrom('organization').select(['id', 'slug']).orderBy('slug'),
);

/** Lowest first. */
export function listRoles(session: Session): Promise<Role[]> {
  return Promise.resolve(session.all(selectAll, {}));
}

/**
 * Replaces the list; what roles include follows the new order from the next question on.
 *
 * @param roles Lowest first.
 * @throws Refusal `invalid`; `conflict` when a role that is left out is granted somewhere.
 */
export function setRoles(core: Core, roles: readonly Role[]): Promise<Role[]> {
  checkRoles(roles);
  return core.writer.write(EVERYBODY, async (session) => {
    const kept = new Set(roles.map(({ key }) => key));
    for (const { key } of await listRoles(session)) {
      if (!kept.has(key)) await refuseGranted(session, key);
    }
    await session.send(deleteAll, {});
    for (const [index, role] of roles.entries()) {
      await session.send(insert, { ...role, rank: index + 1 });
    }
    return roles.map(({ key, name }) => ({ key, name }));
  });
}

/** @throws Refusal `notFound` with the roles there are. */
export async function checkRole(session: Session, key: string): Promise<Role> {
  const roles = await listRoles(session);
  const role = roles.find((candidate) => candidate.key === key);
  if (role !== undefined) return role;
  const keys = roles.map((candidate) => candidate.key).join(', ');
  throw new Refusal('invalid', `There is no role "${key}". Roles: ${keys}.`);
}

function checkRoles(roles: readonly Role[]): void {
  if (roles.length === 0 || roles.length > ROLES_MAX) {
    throw new Refusal('invalid', `There are 1 to ${ROLES_MAX} roles.`);
  }
  const seen = new Set<string>();
  for (const { key, name } of roles) {
    if (!KEY.test(key)) {
      throw new Refusal(
        'invalid',
        `"${key}" cannot be the key of a role: it has 1 to 63 lower-case letters, digits, "-" and "_", and begins with a letter.`,
      );
    }
    if (seen.has(key)) throw new Refusal('invalid', `The role "${key}" is there twice.`);
    if (name.trim() === '' || name.length > NAME_LENGTH) {
      throw new Refusal('invalid', `The name of a role has 1 to ${NAME_LENGTH} characters.`);
    }
    seen.add(key);
  }
}

async function refuseGranted(session: Session, key: string): Promise<void> {
  for (const { id, slug } of await session.all(selectOrganizations, {})) {
    const grant = await session.first(selectGrant, { organization: id, role: key });
    if (grant === undefined) continue;
    throw new Refusal(
      'conflict',
      `The role "${key}" is granted in the organisation "${slug}". Change or remove those grants first, or keep the role.`,
    );
  }
}
