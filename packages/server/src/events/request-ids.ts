import { requireOrganizationId } from '../core.ts';
import { query, type Session } from '../db/index.ts';

const selectOne = query<{ organization: string; seq: number }>()((db, p) =>
  db
    .selectFrom('event')
    .select(['seq', 'request_id'])
    .where('organization_id', '=', p('organization'))
    .where('seq', '=', p('seq')),
);

/** The requests that made changes, by their numbers; those whose events are kept no more have none. */
export async function requestIdsOf(
  session: Session,
  organizationId: string,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const organization = requireOrganizationId(organizationId);
  const rows = await session.each(
    selectOne,
    seqs.map((seq) => ({ organization, seq })),
  );
  return new Map(
    rows.flatMap(({ seq, request_id }) => (request_id === null ? [] : [[Number(seq), request_id]])),
  );
}
