import { Refusal } from '../core.ts';
import type { Session } from '../db/index.ts';
import { providerRow } from './provider-rows.ts';

/**
 * Where an organisation lets its people in by its identity provider alone, nothing else that the service
 * knows of them is enough. Called by every other way in but the link of the operator.
 *
 * @throws Refusal `refused`.
 */
export async function refuseWithoutSso(session: Session, organizationId: string): Promise<void> {
  const row = await providerRow(session, organizationId);
  if (row === undefined || row.is_required === 0 || row.is_enabled === 0) return;
  throw new Refusal(
    'refused',
    `This organisation signs in by ${row.name} alone. Choose that on the page to sign in.`,
  );
}
