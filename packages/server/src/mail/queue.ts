import { randomUUIDv7 } from 'node:crypto';
import { query, type Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';

export interface QueuedMail {
  /** Name of a registered kind. */
  readonly kind: string;
  /** Address. */
  readonly to: string;
  /** Ids of what it is about. Never a secret: it stays here for as long as the row does. */
  readonly about: object;
}

const insert = query<{
  organization: string;
  id: string;
  kind: string;
  to: string;
  about: string;
  at: string;
}>()((db, p) =>
  db.insertInto('mail').values({
    organization_id: p('organization'),
    id: p('id'),
    kind: p('kind'),
    recipient: p('to'),
    about: p('about'),
    state: 'queued',
    attempts: 0,
    queued_at: p('at'),
    next_at: p('at'),
    ended_at: null,
    last_error: null,
    way: null,
    subject: null,
    plain_body: null,
    html_body: null,
  }),
);

/**
 * Puts a mail in the queue, inside the unit of work of the change that it tells of: it is there if the
 * change is, and not otherwise. The change's own record tells of it.
 *
 * @returns Its id.
 */
export async function queueMail(
  session: Session,
  { organizationId, at }: ChangeContext,
  { kind, to, about }: QueuedMail,
): Promise<string> {
  const id = randomUUIDv7();
  await session.send(insert, {
    organization: organizationId,
    id,
    kind,
    to,
    about: JSON.stringify(about),
    at,
  });
  return id;
}
