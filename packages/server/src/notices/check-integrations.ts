/** Notices about integrations that fail, by the log of requests, and about those that work again. */
import type { ActivityLog, RequestOutcome } from '../activity/index.ts';
import { writeFor } from '../core.ts';
import type { LiveConnection, LiveOrganization, LiveToken } from '../registry/index.ts';
import { forEachOf, type NoticeDeps, noticeContext, pagesOf } from './each-organization.ts';
import { judgeRequests, type Verdict } from './judge-requests.ts';
import type { Condition, Facts } from './notice.ts';
import { currentNotices } from './notice-rows.ts';
import { endNotice, raiseNotice } from './raise.ts';

/** How old a request may be to say anything, milliseconds. */
const WINDOW_MS = 15 * 60_000;

export interface IntegrationDeps extends NoticeDeps {
  readonly activity: Pick<ActivityLog, 'outcomes'>;
}

/** Raises a notice for each connection that began to fail, and for each that works again. */
export async function checkIntegrations(deps: IntegrationDeps, signal: AbortSignal): Promise<void> {
  let failure: unknown;
  for (const page of pagesOf(deps)) {
    if (signal.aborted) return;
    const since = new Date(deps.clock().getTime() - WINDOW_MS).toISOString();
    const ids = page.map(({ id }) => id);
    const outcomes = Map.groupBy(
      await deps.activity.outcomes(ids, since),
      ({ organizationId }) => organizationId,
    );
    const active = page.filter(({ id }) => outcomes.has(id));
    const failed = await forEachOf(active, (organization) =>
      checkOne(deps, organization, outcomes.get(organization.id) ?? []),
    );
    failure ??= failed;
  }
  if (failure !== undefined) throw failure;
}

async function checkOne(
  deps: IntegrationDeps,
  organization: LiveOrganization,
  outcomes: readonly RequestOutcome[],
): Promise<void> {
  const { id } = organization;
  const tokens = new Map(deps.registry.tokens(id).map((token) => [token.id, token]));
  for (const connection of deps.registry.connections(id)) {
    const own = outcomes.filter(
      ({ connectionId, isHeld }) => connectionId === connection.id && !isHeld,
    );
    const verdict = judgeRequests(
      own.map(({ status, at, tokenId }) => ({
        status,
        isExpired: status === 401 && hadExpired(tokens.get(tokenId ?? ''), at),
      })),
    );
    if (verdict.state !== 'unknown') await settle(deps, organization, connection, verdict);
  }
}

function hadExpired(token: LiveToken | undefined, at: string): boolean {
  return token !== undefined && token.revokedAt === null && token.expiresAt <= Date.parse(at);
}

async function settle(
  deps: IntegrationDeps,
  { id, sendsNotices }: LiveOrganization,
  connection: LiveConnection,
  verdict: Verdict,
): Promise<void> {
  const isFailing = verdict.state === 'failing';
  const isAbout = ({ kind, subjectId }: Condition) =>
    kind === 'integration.failing' && subjectId === connection.id;
  const known = (await currentNotices(deps.reader, id)).some(isAbout);
  if (known === isFailing) return;
  const context = { ...noticeContext(deps, id), connectionId: connection.id };
  const facts = factsOf(connection, verdict);
  await writeFor(deps, context, async (session) => {
    const present = (await currentNotices(session, id)).find(isAbout);
    if (isFailing && present === undefined) {
      // By its date: one that comes and goes mails nobody twice a day.
      const threshold = context.at.slice(0, 10);
      const key = { kind: 'integration.failing', subjectId: connection.id, threshold } as const;
      await raiseNotice(session, context, { ...key, facts }, { sends: sendsNotices });
    }
    if (!isFailing && present !== undefined) {
      const { subjectId, threshold } = present;
      await endNotice(session, context, present);
      const over = { kind: 'integration.recovered', subjectId, threshold, facts } as const;
      await raiseNotice(session, context, over, { sends: sendsNotices, isOver: true });
    }
  });
}

function factsOf({ name }: LiveConnection, { refused, judged, isExpired }: Verdict): Facts {
  return {
    connection: name,
    refused: String(refused),
    requests: String(judged),
    because: isExpired ? 'expired' : 'refused',
  };
}
