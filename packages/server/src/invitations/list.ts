/** What Org Admins and the operator see of invitations. */

import { fold } from '@rollcall/scim';
import { type RawBuilder, sql } from 'kysely';
import { requireOrganizationId } from '../core.ts';
import { compileSql, type InvitationTable, type Session } from '../db/index.ts';
import { nextAfter } from '../next-page.ts';
import { type Invitation, type InvitationState, invitationOf } from './invitation.ts';
import { findInvitation } from './invitation-rows.ts';

/** Invitations in a page at most. */
export const INVITATIONS_PAGE_MAX = 1000;

export interface InvitationSearch {
  readonly state?: InvitationState | undefined;
  readonly connectionId?: string | undefined;
  /** Part of a name or an address, in any letter case. */
  readonly text?: string | undefined;
  /** Id of the last invitation of the page before; undefined for the first page. */
  readonly after?: string | undefined;
  /** 1 to {@link INVITATIONS_PAGE_MAX}. */
  readonly limit: number;
}

export interface InvitationPage {
  /** Oldest first. */
  readonly invitations: readonly Invitation[];
  /** What to give as `after` for more; null when there are none. */
  readonly next: string | null;
}

/** A page of those that are wanted. By state alone it costs the same however many there are. */
export async function listInvitations(
  session: Session,
  organizationId: string,
  { state, connectionId, text, after = '', limit }: InvitationSearch,
): Promise<InvitationPage> {
  const organization = requireOrganizationId(organizationId);
  const conditions: RawBuilder<unknown>[] = [
    sql`organization_id = ${organization}`,
    sql`id > ${after}`,
    ...(state === undefined ? [] : [sql`state = ${state}`]),
    ...(connectionId === undefined ? [] : [sql`connection_id = ${connectionId}`]),
    ...(text === undefined ? [] : [session.dialect.contains(sql`search_key`, fold(text))]),
  ];
  const query = sql`select * from invitation where ${sql.join(conditions, sql` and `)}
    order by id limit ${sql.lit(limit)}`;
  const rows = await session.dynamic<InvitationTable>(
    compileSql(query, session.dialect),
    organization,
  );
  const invitations = rows.map(invitationOf);
  return { invitations, next: nextAfter(rows, limit) };
}

/** @throws Refusal `notFound`. */
export async function invitationById(
  session: Session,
  organizationId: string,
  id: string,
): Promise<Invitation> {
  return invitationOf(await findInvitation(session, requireOrganizationId(organizationId), id));
}
