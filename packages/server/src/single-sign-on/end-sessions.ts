import { query, type Session } from '../db/index.ts';

const deleteVouched = query<{ organization: string }>()((db, p) =>
  db
    .deleteFrom('session')
    .where('organization_id', '=', p('organization'))
    .where('method', '=', 'oidc'),
);

const deleteOthers = query<{ organization: string }>()((db, p) =>
  db
    .deleteFrom('session')
    .where('organization_id', '=', p('organization'))
    .where('method', 'not in', ['oidc', 'admin-link']),
);

/** Ends what an identity provider vouched for. @returns How many sessions. */
export async function endVouchedSessions(session: Session, organization: string): Promise<number> {
  return session.run(deleteVouched, { organization });
}

/**
 * Ends what the provider did not vouch for, now that nothing else lets in; also of whoever made it so. What began
 * with a link of the operator goes on: it is for when the provider is away.
 *
 * @returns How many sessions.
 */
export async function endPasswordSessions(session: Session, organization: string): Promise<number> {
  return session.run(deleteOthers, { organization });
}
