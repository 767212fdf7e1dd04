import { query, type Session } from '../db/index.ts';
import type { LinkedUser } from './linked-user.ts';

export interface LinkPlace {
  readonly organizationId: string;
  readonly connectionId: string;
}

const insert = query<{
  organization: string;
  connection: string;
  user: string;
  member: string | null;
  name: string;
  email: string | null;
  emailKey: string | null;
  display: string | null;
  active: number;
  at: string;
}>()((db, p) =>
  db.insertInto('link').values({
    organization_id: p('organization'),
    connection_id: p('connection'),
    user_id: p('user'),
    member_id: p('member'),
    user_name_key: p('name'),
    email: p('email'),
    email_key: p('emailKey'),
    display_name: p('display'),
    is_active: p('active'),
    created_at: p('at'),
    ended_at: null,
  }),
);

const update = query<{
  organization: string;
  user: string;
  name: string;
  email: string | null;
  emailKey: string | null;
  display: string | null;
  active: number;
}>()((db, p) =>
  db
    .updateTable('link')
    .set({
      user_name_key: p('name'),
      email: p('email'),
      email_key: p('emailKey'),
      display_name: p('display'),
      is_active: p('active'),
    })
    .where('organization_id', '=', p('organization'))
    .where('user_id', '=', p('user')),
);

const end = query<{ organization: string; user: string; at: string }>()((db, p) =>
  db
    .updateTable('link')
    .set({ is_active: 0, ended_at: p('at') })
    .where('organization_id', '=', p('organization'))
    .where('user_id', '=', p('user'))
    .where('ended_at', 'is', null),
);

const setMember = query<{ organization: string; user: string; member: string | null }>()((db, p) =>
  db
    .updateTable('link')
    .set({ member_id: p('member') })
    .where('organization_id', '=', p('organization'))
    .where('user_id', '=', p('user')),
);

const byUser = query<{ organization: string; user: string }>()((db, p) =>
  db
    .selectFrom('link')
    .select([
      'member_id',
      'connection_id',
      'user_name_key',
      'email',
      'display_name',
      'is_active',
      'ended_at',
    ])
    .where('organization_id', '=', p('organization'))
    .where('user_id', '=', p('user')),
);

/** @param memberId Null while a claim waits. */
export async function insertLink(
  session: Session,
  { organizationId, connectionId }: LinkPlace,
  user: LinkedUser,
  memberId: string | null,
  at: string,
): Promise<void> {
  await session.send(insert, {
    organization: organizationId,
    connection: connectionId,
    member: memberId,
    at,
    ...columns(user),
  });
}

export async function updateLink(
  session: Session,
  organizationId: string,
  user: LinkedUser,
): Promise<void> {
  await session.send(update, { organization: organizationId, ...columns(user) });
}

export async function endLink(
  session: Session,
  organizationId: string,
  userId: string,
  at: string,
): Promise<void> {
  await session.send(end, { organization: organizationId, user: userId, at });
}

export async function setLinkedMember(
  session: Session,
  organizationId: string,
  userId: string,
  memberId: string | null,
): Promise<void> {
  await session.send(setMember, { organization: organizationId, user: userId, member: memberId });
}

export function findLink(session: Session, organizationId: string, userId: string) {
  return session.first(byUser, { organization: organizationId, user: userId });
}

function columns(user: LinkedUser) {
  return {
    user: user.id,
    name: user.userNameKey,
    email: user.email ?? null,
    emailKey: user.emailKey ?? null,
    display: user.displayName ?? null,
    active: user.active ? 1 : 0,
  };
}
