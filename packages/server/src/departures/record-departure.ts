import { randomUUIDv7 } from 'node:crypto';
import type { Session } from '../db/index.ts';
import { actorText, type ChangeContext, recordChange } from '../events/index.ts';
import type { EffectiveRole } from '../permissions/index.ts';
import { endAccess } from './end-access.ts';
import type { Receipt } from './receipt.ts';
import { insertReceipt } from './receipt-rows.ts';
import { secretsOf } from './sealing.ts';
import { signReceipt } from './sign-receipt.ts';
import { signingKey } from './signing-key.ts';

/**
 * A member is active no more: ends all it could use, and leaves a signed receipt of it. Call it inside
 * the unit of work that makes it so.
 *
 * @param permissions What it had until then; it follows from its users and groups, which are gone now.
 */
export async function recordDeparture(
  session: Session,
  context: ChangeContext,
  memberId: string,
  permissions: readonly EffectiveRole[],
): Promise<void> {
  const { organizationId, at, actor, connectionId = null, requestId = null } = context;
  const ended = await endAccess(session, context, memberId);
  const receipt: Receipt = {
    id: randomUUIDv7(),
    organizationId,
    memberId,
    at,
    by: actorText(actor),
    connectionId,
    requestId,
    ended: { ...ended, permissions },
  };
  const jws = signReceipt(receipt, await signingKey(session, secretsOf(session), at));
  await insertReceipt(session, { ...receipt, jws });
  await recordChange(session, context, {
    type: 'member.deactivated',
    subjectType: 'Member',
    subjectId: memberId,
    data: { receiptId: receipt.id },
    detail: { old: { active: true }, new: { active: false } },
  });
}
