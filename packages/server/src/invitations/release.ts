/** Lets invitations go out that were held, so that a wrong assignment mails nobody (walkthrough 4.1). */
import { sql } from 'kysely';
import { type Core, Refusal, writeFor } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import { type Invitation, invitationOf } from './invitation.ts';
import {
  findInvitation,
  type InvitationRow,
  recordInvitation,
  saveInvitation,
} from './invitation-rows.ts';
import { queued } from './offer.ts';
import { checkAddress, vouchedFor } from './send-again.ts';
import { checkOpen } from './withdraw.ts';

/** Invitations in one unit of work, so that writes of the organisation wait for it only a moment. */
const STEP = 200;

export interface Released {
  readonly released: number;
  /** Those that stay held, since nobody knows an address. */
  readonly withoutAddress: number;
  /** Whether there are more: the same again goes on. */
  readonly more: boolean;
}

type Scope = { readonly organization: string };

const heldAfter = query<Scope & { after: string }>()((db, p) =>
  db
    .selectFrom('invitation')
    .selectAll()
    .where('organization_id', '=', p('organization'))
    // Written into the text: those without an address stay behind, so it goes by the id.
    .where('state', '=', sql.lit('held' as const))
    .where('id', '>', p('after'))
    .orderBy('id')
    .limit(STEP),
);

/** @throws Refusal `notFound`; `conflict` unless it is held; `refused` without an address. */
export function releaseInvitation(
  core: Core,
  context: ChangeContext,
  id: string,
): Promise<Invitation> {
  return writeFor(core, context, async (session) => {
    const row = await findInvitation(session, context.organizationId, id);
    checkOpen(row);
    if (row.state !== 'held') {
      throw new Refusal('conflict', 'This invitation is not held. Send it again instead.');
    }
    checkAddress(row);
    return invitationOf(await release(session, context, row));
  });
}

/**
 * Releases all that are held, of one connection or of all, in small units of work.
 *
 * @param limit How many are looked at; what is left is for the next call.
 */
export async function releaseHeld(
  core: Core,
  context: ChangeContext,
  connectionId: string | undefined,
  limit = Number.POSITIVE_INFINITY,
): Promise<Released> {
  let after = '';
  let released = 0;
  let withoutAddress = 0;
  for (let looked = 0; looked < limit; looked += STEP) {
    const step = await writeFor(core, context, (session) =>
      releaseStep(session, context, connectionId, after),
    );
    released += step.released;
    withoutAddress += step.withoutAddress;
    if (step.last === undefined) return { released, withoutAddress, more: false };
    after = step.last;
  }
  return { released, withoutAddress, more: true };
}

async function releaseStep(
  session: Session,
  context: ChangeContext,
  connectionId: string | undefined,
  after: string,
) {
  const rows = await session.all(heldAfter, { organization: context.organizationId, after });
  const wanted = rows.filter(
    (row) => connectionId === undefined || row.connection_id === connectionId,
  );
  const reachable = wanted.filter(({ email }) => email !== null);
  for (const row of reachable) await release(session, context, row);
  return {
    released: reachable.length,
    withoutAddress: wanted.length - reachable.length,
    last: rows.length < STEP ? undefined : rows.at(-1)?.id,
  };
}

async function release(
  session: Session,
  context: ChangeContext,
  row: InvitationRow,
): Promise<InvitationRow> {
  const vouched: InvitationRow = { ...row, ...vouchedFor(row, context.actor) };
  const next = { ...(await queued(session, context, vouched)), released_at: context.at };
  await saveInvitation(session, next);
  await recordInvitation(session, context, 'released', next);
  return next;
}
