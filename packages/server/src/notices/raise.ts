/** Begins and ends notices, inside a unit of work, and mails those that begin. */
import type { Session } from '../db/index.ts';
import { type ChangeContext, recordChange } from '../events/index.ts';
import { queueMail } from '../mail/index.ts';
import { activeOrgAdmins } from '../members/index.ts';
import type { Condition, NoticeKey } from './notice.ts';
import { findNotice, insertNotice, setNoticeEnd } from './notice-rows.ts';

/** Name of the kind of mail. */
export const NOTICE_MAIL = 'notice';

export interface RaiseOptions {
  /** Whether Org Admins are mailed; it is listed all the same. */
  readonly sends: boolean;
  /** It tells of something that ended. */
  readonly isOver?: boolean;
}

/** Raises a notice. One that was raised before and holds again is current again, and mails nobody. */
export async function raiseNotice(
  session: Session,
  context: ChangeContext,
  condition: Condition,
  { sends, isOver = false }: RaiseOptions,
): Promise<void> {
  const { organizationId, at } = context;
  const before = await findNotice(session, organizationId, condition);
  if (before !== undefined) {
    if (isOver || before.endedAt === null) return;
    await setNoticeEnd(session, organizationId, condition, null);
    await recordNotice(session, context, 'notice.resumed', condition, 0);
    return;
  }
  await insertNotice(session, organizationId, condition, at, isOver);
  const recipients = sends ? await reachable(session, organizationId) : [];
  for (const { id, email } of recipients) {
    const { kind, subjectId, threshold } = condition;
    const about = { kind, subjectId, threshold, memberId: id };
    await queueMail(session, context, { kind: NOTICE_MAIL, to: email, about });
  }
  await recordNotice(session, context, 'notice.raised', condition, recipients.length);
}

/** What it said is no longer so. */
export async function endNotice(
  session: Session,
  context: ChangeContext,
  key: NoticeKey,
): Promise<void> {
  await setNoticeEnd(session, context.organizationId, key, context.at);
  await recordNotice(session, context, 'notice.ended', key, 0);
}

async function reachable(session: Session, organizationId: string) {
  const admins = await activeOrgAdmins(session, organizationId);
  return admins.flatMap(({ id, email }) => (email === null ? [] : [{ id, email }]));
}

function recordNotice(
  session: Session,
  context: ChangeContext,
  type: 'notice.raised' | 'notice.resumed' | 'notice.ended',
  { kind, subjectId, threshold }: NoticeKey,
  mails: number,
) {
  return recordChange(session, context, {
    type,
    subjectType: subjectTypeOf(kind),
    subjectId,
    data: { kind, threshold, mails },
    detail: {},
  });
}

function subjectTypeOf(kind: NoticeKey['kind']): string {
  if (kind.startsWith('token.')) return 'Token';
  return kind === 'claims.waiting' ? 'Organization' : 'Connection';
}
