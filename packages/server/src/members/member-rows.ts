import { randomUUIDv7 } from 'node:crypto';
import { query, type Session } from '../db/index.ts';

export interface NewMember {
  readonly email: string | null;
  readonly emailKey: string | null;
  readonly emailProvenAt: string | null;
  readonly displayName: string | null;
  readonly applicationUserId: string | null;
  readonly isLocal: boolean;
  readonly isOrgAdmin: boolean;
}

/** A member that exists only through the users linked to it: its name and address are theirs. */
export const PROVISIONED: NewMember = Object.freeze({
  email: null,
  emailKey: null,
  emailProvenAt: null,
  displayName: null,
  applicationUserId: null,
  isLocal: false,
  isOrgAdmin: false,
});

const insert = query<{
  organization: string;
  id: string;
  email: string | null;
  emailKey: string | null;
  proven: string | null;
  display: string | null;
  application: string | null;
  local: number;
  admin: number;
  at: string;
}>()((db, p) =>
  db.insertInto('member').values({
    organization_id: p('organization'),
    id: p('id'),
    email: p('email'),
    email_key: p('emailKey'),
    email_proven_at: p('proven'),
    display_name: p('display'),
    application_user_id: p('application'),
    is_local: p('local'),
    is_enabled: p('local'),
    is_org_admin: p('admin'),
    created_at: p('at'),
  }),
);

/** Returns the id of the new member. */
export async function insertMember(
  session: Session,
  organizationId: string,
  member: NewMember,
  at: string,
): Promise<string> {
  const id = randomUUIDv7();
  await session.send(insert, {
    organization: organizationId,
    id,
    email: member.email,
    emailKey: member.emailKey,
    proven: member.emailProvenAt,
    display: member.displayName,
    application: member.applicationUserId,
    local: member.isLocal ? 1 : 0,
    admin: member.isOrgAdmin ? 1 : 0,
    at,
  });
  return id;
}
