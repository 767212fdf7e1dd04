import { requireOrganizationId } from '../core.ts';
import type { Session } from '../db/index.ts';
import { type Links, plain } from '../mail/index.ts';
import { letterOf } from './letters.ts';
import type { Facts } from './notice.ts';
import { currentNotices } from './notice-rows.ts';

export interface CurrentNotice {
  readonly kind: string;
  /** Id of the token, the connection or the organisation that it is about. */
  readonly subjectId: string;
  readonly threshold: string;
  readonly raisedAt: string;
  /** One line, for people. */
  readonly message: string;
  readonly facts: Facts;
}

/** Nothing that is shown in one line has a link. */
const NO_LINKS: Links = Object.freeze({ publicUrl: '', scimUrl: '' });

/** What holds now, the oldest first: for lists, and for banners. */
export async function listNotices(
  session: Session,
  organizationId: string,
): Promise<CurrentNotice[]> {
  const notices = await currentNotices(session, requireOrganizationId(organizationId));
  return notices.map(({ kind, subjectId, threshold, facts, raisedAt }) => ({
    kind,
    subjectId,
    threshold,
    raisedAt,
    message: plain(letterOf(kind, facts, NO_LINKS).subject),
    facts,
  }));
}
