/** Everything that became of a user or a group, newest first, with the requests that did it. */
import { listAudit } from '../audit/index.ts';
import { requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';

export interface TimelineEntry {
  readonly seq: number;
  readonly at: string;
  /** `user.updated`, `group.members.changed`, … */
  readonly action: string;
  /** `token:<id>`, `member:<id>`, … */
  readonly actor: string;
  readonly subjectId: string;
  readonly subjectType: string;
  /** What a group is called now; null for others, and for one that is gone. */
  readonly subjectName: string | null;
  /** `old` and `new` values, or ids that were `added` and `removed`; null when it was erased. */
  readonly detail: unknown;
  /** Of the request; null for a change that came otherwise, or whose event is kept no more. */
  readonly requestId: string | null;
}

const selectRequest = query<{ organization: string; seq: number }>()((db, p) =>
  db
    .selectFrom('event')
    .select(['seq', 'request_id'])
    .where('organization_id', '=', p('organization'))
    .where('seq', '=', p('seq')),
);

const selectName = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('resource')
    .select(['id', 'display_name'])
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

export interface TimelineWanted {
  /** The user or the group. */
  readonly id: string;
  /** Others whose changes belong to it: the member that the user is. */
  readonly also: readonly string[];
  /** When it began, RFC 3339: nothing is looked for before. */
  readonly since: string | undefined;
  /** `next` of the page before. */
  readonly before: number | undefined;
  readonly limit: number;
}

export async function timelineOf(
  session: Session,
  organizationId: string,
  { id, also, since, before, limit }: TimelineWanted,
): Promise<{ readonly entries: TimelineEntry[]; readonly next: number | null }> {
  const organization = requireOrganizationId(organizationId);
  const search = { subjectIds: [id, ...also], orMemberOfGroup: id, since, before, limit };
  const { rows, next } = await listAudit(session, organization, search);
  const requests = await session.each(
    selectRequest,
    rows.map(({ seq }) => ({ organization, seq })),
  );
  const bySeq = new Map(requests.map((row) => [row.seq, row.request_id]));
  const groups = new Set(
    rows.filter(({ subjectType }) => subjectType === 'Group').map(({ subjectId }) => subjectId),
  );
  const names = await session.each(
    selectName,
    Array.from(groups, (group) => ({ organization, id: group })),
  );
  const nameOf = new Map(names.map((row) => [row.id, row.display_name]));
  const entries = rows.map((row) => ({
    ...row,
    subjectName: nameOf.get(row.subjectId) ?? null,
    // Of a change of many, what it was for this one.
    detail: row.subjectId === id ? row.detail : ofOne(row.detail, id),
    requestId: bySeq.get(row.seq) ?? null,
  }));
  return { entries, next };
}

function ofOne(detail: unknown, id: string): unknown {
  const { added, removed, ...rest } = Object(detail);
  if (!Array.isArray(added) && !Array.isArray(removed)) return detail;
  const only = (ids: unknown) => (Array.isArray(ids) && ids.includes(id) ? [id] : []);
  return { ...rest, added: only(added), removed: only(removed) };
}
