import type { Session } from '../../db/index.ts';
import { recordChange } from '../../events/index.ts';
import type { StoreContext } from '../scope.ts';
import type { MembersDifference } from './change-members.ts';

/** Most ids in one event: readers take events one by one and should not meet one of megabytes. */
export const IDS_PER_EVENT = 1000;

/** Records who came and went, in as many events as it takes. */
export async function recordMembers(
  session: Session,
  context: StoreContext,
  group: string,
  { added, removed }: MembersDifference,
): Promise<void> {
  if (added.size + removed.size <= IDS_PER_EVENT) {
    await record(session, context, group, { added: [...added], removed: [...removed] });
    return;
  }
  for (const ids of chunks(removed)) {
    await record(session, context, group, { added: [], removed: ids });
  }
  for (const ids of chunks(added)) {
    await record(session, context, group, { added: ids, removed: [] });
  }
}

async function record(session: Session, context: StoreContext, group: string, data: object) {
  const type = 'group.members.changed';
  const change = { type, subjectType: 'Group', subjectId: group, data, detail: data };
  await recordChange(session, context, change);
}

function* chunks(ids: ReadonlySet<string>): Generator<string[]> {
  const all = [...ids];
  for (let i = 0; i < all.length; i += IDS_PER_EVENT) yield all.slice(i, i + IDS_PER_EVENT);
}
