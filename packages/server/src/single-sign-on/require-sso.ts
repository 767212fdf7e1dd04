import { Refusal } from '../core.ts';
import type { Session } from '../db/index.ts';
import { providerRow } from './provider-rows.ts';

export interface OfferedSso {
  /** Of the provider, as people read it. */
  readonly name: string;
  /** Whether it is the only way in. */
  readonly required: boolean;
}

/** How an organisation's people may sign in by its provider; undefined where they cannot. */
export async function offeredSso(
  session: Session,
  organizationId: string,
): Promise<OfferedSso | undefined> {
  const row = await providerRow(session, organizationId);
  if (row === undefined || row.is_enabled === 0) return undefined;
  return { name: row.name, required: row.is_required === 1 };
}

/**
 * Where an organisation lets its people in by its identity provider alone, nothing else that the service
 * knows of them is enough. Called by every other way in but the link of the operator.
 *
 * @throws Refusal `refused`.
 */
export async function refuseWithoutSso(session: Session, organizationId: string): Promise<void> {
  const offered = await offeredSso(session, organizationId);
  if (offered?.required !== true) return;
  throw new Refusal(
    'refused',
    `This organisation signs in by ${offered.name} alone. Choose that on the page to sign in.`,
  );
}
