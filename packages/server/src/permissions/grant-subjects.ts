/** Who can be granted a role: a member, or a group, pushed by an identity provider or made here. */

import { sql } from 'kysely';
import { Refusal } from '../core.ts';
import { query, rawQuery, type Session } from '../db/index.ts';

export interface Subject {
  readonly kind: 'member' | 'group';
  readonly id: string;
}

type Scope = { readonly organization: string; readonly id: string };

const selectMember = query<Scope>()((db, p) =>
  db
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const selectGroup = rawQuery<Scope>()(
  (p) => sql<{ id: string }>`
    select id from resource
      where organization_id = ${p('organization')} and id = ${p('id')} and type = 'Group'
    union all select id from local_group
      where organization_id = ${p('organization')} and id = ${p('id')}`,
);

/** @throws Refusal `notFound`. */
export async function checkSubject(
  session: Session,
  organization: string,
  { kind, id }: Subject,
): Promise<void> {
  const select = kind === 'member' ? selectMember : selectGroup;
  if ((await session.first(select, { organization, id })) !== undefined) return;
  throw new Refusal('notFound', `There is no ${kind} ${id} in this organisation.`);
}
