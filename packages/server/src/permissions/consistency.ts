/**
 * Consistency tokens: what has been changed when an answer was given. A question with the token of a
 * change is answered from a state that has the change.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, requireOrganizationId } from '../core.ts';
import { type Session, UnavailableError } from '../db/index.ts';
import { numberOfLast } from '../events/index.ts';

/** How long a database that is behind is waited for, milliseconds, and how often it is looked at. */
const PATIENCE_MS = 1000;
const PAUSE_MS = 50;
const TOKEN = /^rc1\.([0-9a-z]{10})\.([0-9]{1,15})$/;

/** Names the present state of an organisation. */
export async function consistencyToken(session: Session, organizationId: string): Promise<string> {
  return `rc1.${organizationId}.${await sequenceOf(session, organizationId)}`;
}

/**
 * Waits until the database has what the token names.
 *
 * @throws Refusal `invalid` when it is no token of this organisation; UnavailableError when the database
 * stays behind, as one that was restored from a backup would.
 */
export async function waitFor(
  session: Session,
  organizationId: string,
  token: string,
): Promise<void> {
  const [, organization, sequence] = TOKEN.exec(token) ?? [];
  if (organization !== organizationId) {
    throw new Refusal('invalid', 'This is no consistency token of this organisation.');
  }
  const end = performance.now() + PATIENCE_MS;
  while ((await sequenceOf(session, organizationId)) < Number(sequence)) {
    if (performance.now() > end) {
      throw new UnavailableError('The database does not have the change of the consistency token.');
    }
    await sleep(PAUSE_MS);
  }
}

function sequenceOf(session: Session, organizationId: string): Promise<number> {
  return numberOfLast(session, requireOrganizationId(organizationId));
}
