/** Grants looked at from their two ends: who has a role on an entry point, and what somebody was given. */
import { requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import { memberById } from '../members/index.ts';
import { findEntryPoint } from './entry-points.ts';
import type { Subject } from './grant-subjects.ts';
import type { Grant } from './grants.ts';
import { namesOf, pushedAmong } from './group-names.ts';

/** Holders in a page at most. */
export const HOLDERS_PAGE_MAX = 200;

export interface Holder {
  readonly grantId: string;
  /** Key of a role. */
  readonly role: string;
  /** Pushed: a group whose members an identity provider keeps. */
  readonly subject: Subject & { readonly isPushed: boolean };
  /** Of the group or the member; null when nobody knows one. */
  readonly name: string | null;
  readonly createdAt: string;
}

type Scope = { readonly organization: string };

const selectPage = query<
  Scope & { entryPoint: string; kind: Subject['kind']; after: string; limit: number }
>()((db, p) =>
  db
    .selectFrom('role_grant')
    .select(['id', 'role_key', 'subject_kind', 'subject_id', 'created_at'])
    .where('organization_id', '=', p('organization'))
    .where('entry_point_id', '=', p('entryPoint'))
    .where('subject_kind', '=', p('kind'))
    .where('subject_id', '>', p('after'))
    .orderBy('subject_id')
    .limit(p('limit')),
);

const selectOfSubject = query<Scope & { subject: string }>()((db, p) =>
  db
    .selectFrom('role_grant')
    .innerJoin('entry_point', (join) =>
      join
        .onRef('entry_point.organization_id', '=', 'role_grant.organization_id')
        .onRef('entry_point.id', '=', 'role_grant.entry_point_id'),
    )
    .select(['role_grant.id', 'entry_point.key', 'role_grant.role_key', 'role_grant.subject_kind'])
    .select(['role_grant.subject_id', 'role_grant.created_at', 'role_grant.created_by'])
    .where('role_grant.organization_id', '=', p('organization'))
    .where('role_grant.subject_id', '=', p('subject'))
    .orderBy('entry_point.key'),
);

/**
 * Who was given a role on an entry point, groups or members, in the order of their ids.
 *
 * @param entryPoint Its key. @param page.limit 1 to {@link HOLDERS_PAGE_MAX}.
 * @throws Refusal `notFound`.
 */
export async function holdersOf(
  session: Session,
  organizationId: string,
  entryPoint: string,
  page: { readonly kind: Subject['kind']; readonly after: string; readonly limit: number },
): Promise<Holder[]> {
  const organization = requireOrganizationId(organizationId);
  const { id } = await findEntryPoint(session, organization, entryPoint);
  const rows = await session.all(selectPage, { organization, entryPoint: id, ...page });
  const ids = rows.map(({ subject_id }) => subject_id);
  const names =
    page.kind === 'group'
      ? await namesOf(session, organization, ids)
      : await memberNames(session, organization, ids);
  const pushed =
    page.kind === 'group' ? await pushedAmong(session, organization, ids) : new Set<string>();
  return rows.map((row) => ({
    grantId: row.id,
    role: row.role_key,
    subject: {
      kind: row.subject_kind,
      id: row.subject_id,
      isPushed: pushed.has(row.subject_id),
    },
    name: names.get(row.subject_id) ?? null,
    createdAt: row.created_at,
  }));
}

/** What was granted to a member or a group itself, in the order of the entry points' keys. */
export async function grantsOf(
  session: Session,
  organizationId: string,
  subject: string,
): Promise<Grant[]> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.all(selectOfSubject, { organization, subject });
  return rows.map((row) => ({
    id: row.id,
    entryPoint: row.key,
    role: row.role_key,
    subject: { kind: row.subject_kind, id: row.subject_id },
    createdAt: row.created_at,
    createdBy: row.created_by,
  }));
}

async function memberNames(session: Session, organization: string, ids: readonly string[]) {
  const members = await Promise.all(ids.map((id) => memberById(session, organization, id)));
  return new Map(members.map(({ id, displayName, email }) => [id, displayName ?? email]));
}
