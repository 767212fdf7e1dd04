import { query, type Session } from '../db/index.ts';
import type { Condition, Facts, NoticeKey } from './notice.ts';

/** How long a notice that is over is kept, milliseconds: a year, so that none comes twice. */
const RETENTION_MS = 366 * 86_400_000;

export interface Notice extends Condition {
  readonly raisedAt: string;
  readonly endedAt: string | null;
}

interface Key {
  readonly organization: string;
  readonly kind: string;
  readonly subject: string;
  readonly threshold: string;
}

const COLUMNS = ['kind', 'subject_id', 'threshold', 'facts', 'raised_at', 'ended_at'] as const;

const selectCurrent = query<{ organization: string }>()((db, p) =>
  db
    .selectFrom('notice')
    .select(COLUMNS)
    .where('organization_id', '=', p('organization'))
    .where('ended_at', 'is', null)
    .orderBy('raised_at')
    .orderBy('kind')
    .orderBy('subject_id'),
);

const selectOne = query<Key>()((db, p) =>
  db
    .selectFrom('notice')
    .select(COLUMNS)
    .where('organization_id', '=', p('organization'))
    .where('kind', '=', p('kind'))
    .where('subject_id', '=', p('subject'))
    .where('threshold', '=', p('threshold')),
);

const insert = query<Key & { facts: string; at: string; ended: string | null }>()((db, p) =>
  db.insertInto('notice').values({
    organization_id: p('organization'),
    kind: p('kind'),
    subject_id: p('subject'),
    threshold: p('threshold'),
    facts: p('facts'),
    raised_at: p('at'),
    ended_at: p('ended'),
  }),
);

const setEnd = query<Key & { at: string | null }>()((db, p) =>
  db
    .updateTable('notice')
    .set({ ended_at: p('at') })
    .where('organization_id', '=', p('organization'))
    .where('kind', '=', p('kind'))
    .where('subject_id', '=', p('subject'))
    .where('threshold', '=', p('threshold')),
);

const deleteOld = query<{ organization: string; before: string }>()((db, p) =>
  db
    .deleteFrom('notice')
    .where('organization_id', '=', p('organization'))
    .where('ended_at', '<', p('before')),
);

/** Those that hold now, the oldest first. */
export async function currentNotices(session: Session, organization: string): Promise<Notice[]> {
  return (await session.all(selectCurrent, { organization })).map(noticeOf);
}

export async function findNotice(
  session: Session,
  organization: string,
  key: NoticeKey,
): Promise<Notice | undefined> {
  const row = await session.first(selectOne, columnsOf(organization, key));
  return row === undefined ? undefined : noticeOf(row);
}

/** @param isOver It tells of something that ended, and is never current. */
export async function insertNotice(
  session: Session,
  organization: string,
  condition: Condition,
  at: string,
  isOver: boolean,
): Promise<void> {
  await session.send(insert, {
    ...columnsOf(organization, condition),
    facts: JSON.stringify(condition.facts),
    at,
    ended: isOver ? at : null,
  });
  const before = new Date(Date.parse(at) - RETENTION_MS).toISOString();
  await session.send(deleteOld, { organization, before });
}

/** @param at Null: it holds again. */
export async function setNoticeEnd(
  session: Session,
  organization: string,
  key: NoticeKey,
  at: string | null,
): Promise<void> {
  await session.send(setEnd, { ...columnsOf(organization, key), at });
}

function columnsOf(organization: string, { kind, subjectId, threshold }: NoticeKey): Key {
  return { organization, kind, subject: subjectId, threshold };
}

function noticeOf(row: {
  readonly kind: string;
  readonly subject_id: string;
  readonly threshold: string;
  readonly facts: string;
  readonly raised_at: string;
  readonly ended_at: string | null;
}): Notice {
  return {
    kind: row.kind as Notice['kind'],
    subjectId: row.subject_id,
    threshold: row.threshold,
    facts: JSON.parse(row.facts) as Facts,
    raisedAt: row.raised_at,
    endedAt: row.ended_at,
  };
}
