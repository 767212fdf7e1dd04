import { query, type Session } from '../db/index.ts';

const deleteSessions = query<{ organization: string }>()((db, p) =>
  db
    .deleteFrom('session')
    .where('organization_id', '=', p('organization'))
    .where('method', '=', 'oidc'),
);

/** Ends what an identity provider vouched for. */
export async function endSsoSessions(session: Session, organization: string): Promise<void> {
  await session.send(deleteSessions, { organization });
}
