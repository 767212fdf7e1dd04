/**
 * The codes of invitations: `rcinv_<organisation>_<32 base64url>`. The organisation is in the code, so that it
 * is looked for nowhere else; what is kept is a digest.
 */
import { hash, randomBytes } from 'node:crypto';
import { query, type Session } from '../db/index.ts';
import type { InvitationRow } from './invitation-rows.ts';

/** 192 bits. */
const SECRET_BYTES = 24;
const PATTERN = /^rcinv_([0-9a-z]{10})_[A-Za-z0-9_-]{32}$/;
/** How long a link is good, milliseconds from when it was sent (design.md §7). */
const LIFE_MS = 7 * 86_400_000;

type Scope = { readonly organization: string };

const insert = query<Scope & { digest: string; invitation: string; expires: string }>()((db, p) =>
  db.insertInto('invitation_code').values({
    organization_id: p('organization'),
    digest: p('digest'),
    invitation_id: p('invitation'),
    expires_at: p('expires'),
  }),
);

const byDigest = query<Scope & { digest: string }>()((db, p) =>
  db
    .selectFrom('invitation_code')
    .innerJoin('invitation', (join) =>
      join
        .onRef('invitation.organization_id', '=', 'invitation_code.organization_id')
        .onRef('invitation.id', '=', 'invitation_code.invitation_id'),
    )
    .selectAll('invitation')
    .select('invitation_code.expires_at as code_expires_at')
    .where('invitation_code.organization_id', '=', p('organization'))
    .where('invitation_code.digest', '=', p('digest')),
);

const deleteAll = query<Scope & { invitation: string }>()((db, p) =>
  db
    .deleteFrom('invitation_code')
    .where('organization_id', '=', p('organization'))
    .where('invitation_id', '=', p('invitation')),
);

/**
 * Makes one more code for an invitation, inside a unit of work; earlier ones of the same generation stay good.
 *
 * @param at RFC 3339. @returns The code, which is kept nowhere, and until when it is good.
 */
export async function mintCode(
  session: Session,
  { organization_id: organization, id }: InvitationRow,
  at: string,
): Promise<{ readonly code: string; readonly expiresAt: string }> {
  const code = `rcinv_${organization}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const expiresAt = new Date(Date.parse(at) + LIFE_MS).toISOString();
  const digest = digestOfCode(code);
  await session.send(insert, { organization, digest, invitation: id, expires: expiresAt });
  return { code, expiresAt };
}

/** Ends every code that there is. */
export async function endCodes(
  session: Session,
  { organization_id: organization, id: invitation }: InvitationRow,
): Promise<void> {
  await session.send(deleteAll, { organization, invitation });
}

/** The organisation that a code names; undefined when it has not the form of one. */
export function organizationOfCode(code: string): string | undefined {
  return PATTERN.exec(code)?.[1];
}

/**
 * The invitation that a code opens now.
 *
 * @param at RFC 3339. @returns Undefined for every code that opens none, whatever the reason.
 */
export async function invitationOfCode(
  session: Session,
  code: string,
  at: string,
): Promise<InvitationRow | undefined> {
  const organization = organizationOfCode(code);
  if (organization === undefined) return undefined;
  return invitationOfDigest(session, organization, digestOfCode(code), at);
}

/** The same for who has kept the digest of the code. */
export async function invitationOfDigest(
  session: Session,
  organization: string,
  digest: string,
  at: string,
): Promise<InvitationRow | undefined> {
  const found = await session.first(byDigest, { organization, digest });
  if (found === undefined || found.state !== 'pending') return undefined;
  const { code_expires_at: expiresAt, ...row } = found;
  return expiresAt > at ? row : undefined;
}

/** What is kept of a code. */
export function digestOfCode(code: string): string {
  return hash('sha256', code);
}
