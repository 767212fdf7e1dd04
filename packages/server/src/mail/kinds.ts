import type { MaybePromise, Session } from '../db/index.ts';
import type { ChangeContext } from '../events/index.ts';
import type { Letter } from './letter.ts';

/** A mail that is to be sent now. */
export interface DueMail {
  readonly organizationId: string;
  readonly id: string;
  readonly kind: string;
  /** Address. */
  readonly to: string;
  /** What {@link QueuedMail.about} was. */
  readonly about: unknown;
  /** How often it was tried before. */
  readonly attempts: number;
  /** RFC 3339. */
  readonly queuedAt: string;
}

/** What every link begins with; from the settings, never from a request. */
export interface Links {
  /** Without trailing slash. */
  readonly publicUrl: string;
  /** What an identity provider is given as base URL. */
  readonly scimUrl: string;
}

/**
 * A kind of mail. Its text is made when it is sent, inside the unit of work of the attempt: a kind that
 * needs a secret makes a fresh one there and keeps no more of it than a hash.
 */
export interface MailKind {
  /**
   * @param context Of the attempt, for kinds that change something by it.
   * @returns Undefined when there is no reason left to send it: it is withdrawn.
   */
  render(
    session: Session,
    mail: DueMail,
    links: Links,
    context: ChangeContext,
  ): MaybePromise<Letter | undefined>;
}

/** Every kind by its name in the table. */
export type MailKinds = Readonly<Record<string, MailKind>>;
