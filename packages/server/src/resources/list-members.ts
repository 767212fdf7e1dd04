import type { Member } from '@rollcall/scim';
import { query, type Session } from '../db/index.ts';
import type { StoreScope } from './scope.ts';

/** Members read at a time. */
const BATCH_MEMBERS = 1000;

interface After {
  readonly organization: string;
  readonly group: string;
  /** The last id of the batch before; empty at first. */
  readonly after: string;
}

const selectBatch = query<After>()((db, p) =>
  db
    .selectFrom('membership as m')
    .leftJoin('resource as r', (join) =>
      join.onRef('r.organization_id', '=', 'm.organization_id').onRef('r.id', '=', 'm.member_id'),
    )
    .select(['m.member_id', 'm.kind', 'r.display_name'])
    .where('m.organization_id', '=', p('organization'))
    .where('m.group_id', '=', p('group'))
    .where('m.member_id', '>', p('after'))
    .orderBy('m.member_id')
    .limit(BATCH_MEMBERS),
);

const groupExists = query<{ organization: string; connection: string; group: string }>()((db, p) =>
  db
    .selectFrom('resource')
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('group'))
    .where('connection_id', '=', p('connection')),
);

/** The members of a group in batches, in the order of their ids. */
export async function* listMembers(
  reader: Session,
  { organizationId: organization, connectionId: connection }: StoreScope,
  group: string,
): AsyncGenerator<readonly Member[], void> {
  if ((await reader.first(groupExists, { organization, connection, group })) === undefined) return;
  let after = '';
  for (;;) {
    const rows = await reader.all(selectBatch, { organization, group, after });
    if (rows.length > 0) yield rows.map(toMember);
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH_MEMBERS) return;
    after = last.member_id;
  }
}

function toMember(row: { member_id: string; kind: Member['type']; display_name: string | null }) {
  return { value: row.member_id, type: row.kind, display: row.display_name ?? undefined };
}
