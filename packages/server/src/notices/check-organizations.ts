/** Notices about tokens, claims and held changes: they follow from what the tables say and from the time. */
import { writeFor } from '../core.ts';
import type { Session } from '../db/index.ts';
import { activeOrgAdmins, countWaitingClaims } from '../members/index.ts';
import type { LiveOrganization } from '../registry/index.ts';
import { listTokens } from '../tokens/index.ts';
import { forEachOf, type NoticeDeps, noticeContext, pagesOf } from './each-organization.ts';
import { heldConditions } from './held-changes.ts';
import { type Condition, isSameNotice, type NoticeKey, TOKEN_KINDS } from './notice.ts';
import { currentNotices } from './notice-rows.ts';
import { endNotice, raiseNotice } from './raise.ts';
import { tokenConditions } from './token-conditions.ts';

const KINDS: ReadonlySet<string> = new Set([...TOKEN_KINDS, 'claims.waiting', 'changes.held']);

/** Raises what holds by now and ends what does not, of every organisation. */
export async function checkOrganizations(deps: NoticeDeps, signal: AbortSignal): Promise<void> {
  let failure: unknown;
  for (const page of pagesOf(deps)) {
    if (signal.aborted) return;
    const failed = await forEachOf(page, (organization) => checkOne(deps, organization));
    failure ??= failed;
  }
  if (failure !== undefined) throw failure;
}

async function checkOne(deps: NoticeDeps, organization: LiveOrganization): Promise<void> {
  const { id } = organization;
  const { ended, begun } = await differences(deps, deps.reader, id);
  if (ended.length === 0 && begun.length === 0) return;
  const context = noticeContext(deps, id);
  await writeFor(deps, context, async (session) => {
    // Once more, where nobody else changes it meanwhile.
    const now = await differences(deps, session, id);
    for (const notice of now.ended) await endNotice(session, context, notice);
    for (const condition of now.begun) {
      await raiseNotice(session, context, condition, { sends: organization.sendsNotices });
    }
  });
}

async function differences(
  deps: NoticeDeps,
  session: Session,
  organizationId: string,
): Promise<{ readonly ended: readonly NoticeKey[]; readonly begun: readonly Condition[] }> {
  const all = await currentNotices(session, organizationId);
  const present = all.filter(({ kind }) => KINDS.has(kind));
  const conditions = await conditionsOf(deps, session, organizationId);
  const isAmong = (list: readonly NoticeKey[]) => (key: NoticeKey) =>
    list.some((other) => isSameNotice(other, key));
  return {
    ended: present.filter((notice) => !isAmong(conditions)(notice)),
    begun: conditions.filter((condition) => !isAmong(present)(condition)),
  };
}

async function conditionsOf(
  { registry, clock }: NoticeDeps,
  session: Session,
  organizationId: string,
): Promise<Condition[]> {
  const now = clock();
  const tokens = await listTokens(session, organizationId);
  const admins = new Set((await activeOrgAdmins(session, organizationId)).map(({ id }) => id));
  const connectionName = (id: string | null) =>
    (id === null ? undefined : registry.connection(organizationId, id)?.name) ?? '';
  const waiting = await countWaitingClaims(session, organizationId);
  return [
    ...tokenConditions({ tokens, admins, connectionName }, now),
    ...(waiting === 0 ? [] : [claimsWaiting(organizationId, waiting, now)]),
    ...(await heldConditions(session, organizationId, connectionName, now.toISOString())),
  ];
}

/** One a day while any waits. */
function claimsWaiting(organizationId: string, waiting: number, now: Date): Condition {
  return {
    kind: 'claims.waiting',
    subjectId: organizationId,
    threshold: now.toISOString().slice(0, 10),
    facts: { waiting: String(waiting) },
  };
}
