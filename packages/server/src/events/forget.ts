/** Takes the personal part out of records about somebody. What stays proves that they were made. */
import { type Core, writeFor } from '../core.ts';
import { query, type Session } from '../db/index.ts';
import type { ChangeContext } from './actor.ts';

/** Records looked at in one statement. */
const PIECE_ROWS = 5000;
/** Records changed in one unit of work, so that other writes wait only a moment. */
const UNIT_ROWS = 500;

export interface Subject {
  /** `User`, `Member`, `Claim`. */
  readonly type: string;
  readonly id: string;
}

interface Key {
  organization: string;
  seq: number;
}

const selectSubjects = query<{ organization: string; after: number }>()((db, p) =>
  db
    .selectFrom('audit')
    .select(['seq', 'subject_type', 'subject_id'])
    .where('organization_id', '=', p('organization'))
    .where('seq', '>', p('after'))
    .orderBy('seq')
    .limit(PIECE_ROWS),
);

const deleteDetail = query<Key>()((db, p) =>
  db
    .deleteFrom('audit_detail')
    .where('organization_id', '=', p('organization'))
    .where('seq', '=', p('seq')),
);

const emptyEvent = query<Key>()((db, p) =>
  db
    .updateTable('event')
    .set({ data: '{}' })
    .where('organization_id', '=', p('organization'))
    .where('seq', '=', p('seq')),
);

/**
 * Deletes the details of all audit records about the subjects and empties their events. The chain covers
 * digests of details, so it stays whole.
 *
 * @returns How many records there are.
 */
export async function forgetSubjects(
  core: Core,
  context: ChangeContext,
  subjects: readonly Subject[],
): Promise<number> {
  const organization = context.organizationId;
  const seqs = await recordsAbout(core.reader, organization, subjects);
  for (let at = 0; at < seqs.length; at += UNIT_ROWS) {
    await writeFor(core, context, async (session) => {
      for (const seq of seqs.slice(at, at + UNIT_ROWS)) {
        await session.send(deleteDetail, { organization, seq });
        await session.send(emptyEvent, { organization, seq });
      }
    });
  }
  return seqs.length;
}

/** No index has the subject: every write would pay for what is asked once in a while. */
async function recordsAbout(
  session: Session,
  organization: string,
  subjects: readonly Subject[],
): Promise<number[]> {
  const wanted = new Set(subjects.map(({ type, id }) => `${type} ${id}`));
  const seqs: number[] = [];
  let after = 0;
  for (;;) {
    const rows = await session.all(selectSubjects, { organization, after });
    for (const row of rows) {
      if (wanted.has(`${row.subject_type} ${row.subject_id}`)) seqs.push(row.seq);
    }
    const last = rows.at(-1);
    if (last === undefined) return seqs;
    after = last.seq;
  }
}
