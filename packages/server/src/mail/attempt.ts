/** One attempt at one mail: a unit of work that begins it, the sending, and a unit that ends it. */
import { type Core, writeFor } from '../core.ts';
import { OutcomeUnknownError, type Session, UnavailableError } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { isGivenUp, pauseAfter } from './backoff.ts';
import type { DueMail, Links, MailKinds } from './kinds.ts';
import { renderLetter } from './letter.ts';
import { beginAttempt, endMail, noteError, selectName } from './mail-rows.ts';
import type { Delivery, OutgoingMail, Transport } from './transport.ts';

export interface AttemptDeps extends Core {
  readonly kinds: MailKinds;
  readonly links: Links;
  /** Undefined keeps mail in the local inbox. */
  readonly transport: Transport | undefined;
  /** From 0 to 1, for jitter. */
  readonly random: () => number;
}

/** `unreachable`: it is the server's fault, and other mail would fare no better now. */
export type AttemptResult = 'done' | 'unreachable';

const ACTOR = Object.freeze({ kind: 'system', id: 'mail' });
const NOTHING = Object.freeze({
  error: null,
  way: null,
  subject: null,
  plainBody: null,
  htmlBody: null,
});

/**
 * Tries to send a mail. Where the process ends between the sending and the note of it, the mail is sent
 * again later, with the same Message-ID.
 *
 * @throws UnavailableError when the database is away.
 */
export async function attemptMail(deps: AttemptDeps, mail: DueMail): Promise<AttemptResult> {
  try {
    const begun = await writeFor(deps, mail, (session) => begin(deps, session, mail));
    if (begun === undefined || deps.transport === undefined) return 'done';
    const delivery = await deps.transport.send(mail, begun);
    await writeFor(deps, mail, (session) => end(deps, session, mail, delivery));
    return delivery.kind === 'unreachable' ? 'unreachable' : 'done';
  } catch (error) {
    if (error instanceof UnavailableError || error instanceof OutcomeUnknownError) throw error;
    // A fault of ours with this mail: it waits for its next turn like one that was put off.
    const message = error instanceof Error ? error.message : String(error);
    await writeFor(deps, mail, async (session) => {
      await advance(deps, session, mail);
      await end(deps, session, mail, { kind: 'deferred', message });
    });
    return 'done';
  }
}

/** Undefined when there is nothing to send by SMTP. */
async function begin(
  deps: AttemptDeps,
  session: Session,
  mail: DueMail,
): Promise<OutgoingMail | undefined> {
  const organization = await session.first(selectName, { id: mail.organizationId });
  if (organization === undefined || !(await advance(deps, session, mail))) return undefined;
  const kind = deps.kinds[mail.kind];
  if (kind === undefined) throw new Error(`This version knows no mail of the kind ${mail.kind}.`);
  const letter = await kind.render(session, mail, deps.links, contextOf(deps, mail));
  if (letter === undefined) {
    await close(deps, session, mail, { ...NOTHING, state: 'withdrawn' });
    return undefined;
  }
  const rendered = renderLetter(letter, organization.name);
  if (deps.transport !== undefined) return { ...rendered, organizationName: organization.name };
  await close(deps, session, mail, { ...NOTHING, ...rendered, state: 'sent', way: 'inbox' });
  return undefined;
}

/** Takes the attempt for this node, and says when the next one would be. */
async function advance(deps: AttemptDeps, session: Session, mail: DueMail): Promise<boolean> {
  const { organizationId: organization, id, attempts } = mail;
  const pause = pauseAfter(attempts + 1, deps.random());
  const next = new Date(deps.clock().getTime() + pause).toISOString();
  return (await session.run(beginAttempt, { organization, id, attempts, next })) > 0;
}

async function end(
  deps: AttemptDeps,
  session: Session,
  mail: DueMail,
  delivery: Delivery,
): Promise<void> {
  if (delivery.kind === 'interrupted') return;
  if (delivery.kind === 'sent') {
    return close(deps, session, mail, { ...NOTHING, state: 'sent', way: 'smtp' });
  }
  const error = delivery.message;
  if (delivery.kind === 'refused' || isGivenUp(mail.queuedAt, deps.clock())) {
    return close(deps, session, mail, { ...NOTHING, state: 'failed', error });
  }
  await session.send(noteError, { organization: mail.organizationId, id: mail.id, error });
}

type Ending = Parameters<typeof endMail.sqlite.bind>[0];

/** Ends it and records that, unless it went with its organisation or ended another way meanwhile. */
async function close(
  deps: AttemptDeps,
  session: Session,
  mail: DueMail,
  ending: Omit<Ending, 'organization' | 'id' | 'at'>,
): Promise<void> {
  const context = contextOf(deps, mail);
  const key = { organization: mail.organizationId, id: mail.id };
  if ((await session.run(endMail, { ...ending, ...key, at: context.at })) === 0) return;
  await recordChange(session, context, {
    type: `mail.${ending.state}`,
    subjectType: 'Mail',
    subjectId: mail.id,
    data: { kind: mail.kind },
    detail: { to: mail.to, way: ending.way, error: ending.error },
  });
}

function contextOf({ clock }: AttemptDeps, { organizationId }: DueMail): ChangeContext {
  return { organizationId, actor: ACTOR, at: clock().toISOString() };
}
