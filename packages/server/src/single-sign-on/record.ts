import { writeFor } from '../core.ts';
import type { Session, SsoAttemptTable } from '../db/index.ts';
import { type ChangeContext, type RecordedChange, recordChange } from '../events/index.ts';
import { identityId } from '../identities/index.ts';
import type { SsoDeps } from './deps.ts';
import type { SsoProblem } from './problems.ts';

/** Nobody is known to have done it. */
const ACTOR = Object.freeze({ kind: 'system', id: 'single-sign-on' } as const);

/** Records that somebody did not come in. How many there can be, `ATTEMPTS_MAX` bounds. */
export async function recordRefusal(
  deps: SsoDeps,
  { organization_id: organizationId, provider_id }: SsoAttemptTable,
  { code, facts }: SsoProblem,
  requestId: string,
): Promise<void> {
  const at = deps.clock().toISOString();
  const context = { organizationId, actor: ACTOR, requestId, at };
  await writeFor(deps, context, (session) =>
    recordChange(session, context, {
      type: 'sign_in.refused',
      ...subjectOf(provider_id, facts),
      data: { method: 'oidc', problem: code },
      // Who it was is personal: it goes with the member, or with the identity once that is linked.
      detail: facts,
    }),
  );
}

function subjectOf(
  provider: string,
  { memberId, issuer, subject }: SsoProblem['facts'],
): Pick<RecordedChange, 'subjectType' | 'subjectId'> {
  if (issuer !== undefined && subject !== undefined) {
    return { subjectType: 'Identity', subjectId: identityId(issuer, subject) };
  }
  if (memberId !== undefined) return { subjectType: 'Member', subjectId: memberId };
  return { subjectType: 'SsoProvider', subjectId: provider };
}

export async function recordProof(
  session: Session,
  context: ChangeContext,
  memberId: string,
  sessionId: string,
): Promise<void> {
  await recordChange(session, context, {
    type: 'session.proven',
    subjectType: 'Member',
    subjectId: memberId,
    data: { sessionId, method: 'oidc' },
    detail: {},
  });
}
