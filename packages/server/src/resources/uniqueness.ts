/** Names that no two resources of a connection share; looked at before the unique index refuses. */
import { type ResourceType, ScimError } from '@rollcall/scim';
import { query, type Session } from '../db/index.ts';
import { type Columns, text } from './columns.ts';
import type { StoreScope } from './scope.ts';
import type { Collection } from './stored-row.ts';

const byUserName = query<Collection & { key: string }>()((db, p) =>
  db
    .selectFrom('resource')
    .select(['id', 'json', 'is_active'])
    .where('organization_id', '=', p('organization'))
    .where('connection_id', '=', p('connection'))
    .where('user_name_key', '=', p('key')),
);

const byDisplayName = query<Collection & { key: string; id: string }>()((db, p) =>
  db
    .selectFrom('resource')
    .select(['id', 'display_name'])
    .where('organization_id', '=', p('organization'))
    .where('connection_id', '=', p('connection'))
    .where('type', '=', p('type'))
    .where('display_key', '=', p('key'))
    .where('id', '!=', p('id'))
    .limit(1),
);

/** Groups that were made here have the name for themselves: a pushed group is never taken for one. */
const localGroup = query<{ organization: string; key: string }>()((db, p) =>
  db
    .selectFrom('local_group')
    .select('name')
    .where('organization_id', '=', p('organization'))
    .where('name_key', '=', p('key')),
);

/** What is about to be written. */
export interface Claimed {
  readonly type: ResourceType;
  readonly collection: Collection;
  readonly id: string;
  readonly columns: Columns;
  /** The columns before; undefined when the resource is new. */
  readonly before?: Columns;
}

/** @throws ScimError `uniqueness` when another resource of the connection has the name. */
export async function checkUnique(
  session: Session,
  scope: StoreScope,
  claimed: Claimed,
): Promise<void> {
  const { columns, before, type } = claimed;
  if (columns.userNameKey !== null && columns.userNameKey !== before?.userNameKey) {
    await checkUserName(session, claimed, columns.userNameKey);
  }
  if (type.memberAttribute === undefined || columns.displayKey === null) return;
  if (columns.displayKey === before?.displayKey) return;
  await checkLocalGroups(session, claimed, columns.displayKey);
  if (!scope.duplicateGroupNames) await checkDisplayName(session, claimed, columns.displayKey);
}

async function checkLocalGroups(
  session: Session,
  { collection }: Claimed,
  key: string,
): Promise<void> {
  const { organization } = collection;
  const group = await session.first(localGroup, { organization, key });
  if (group === undefined) return;
  throw new ScimError(
    'uniqueness',
    `An administrator made a group with the name ${JSON.stringify(group.name)} in the application ` +
      '(letter case does not count). Choose another name here, or rename or delete that group there.',
  );
}

async function checkUserName(session: Session, claimed: Claimed, key: string): Promise<void> {
  const { collection, id } = claimed;
  const other = await session.first(byUserName, { ...collection, key });
  if (other === undefined || other.id === id) return;
  const { userName } = JSON.parse(other.json) as { userName?: string };
  const state = other.is_active === 1 ? '' : ' It is deactivated; set "active" to true instead.';
  throw new ScimError(
    'uniqueness',
    `A user of this connection already has the userName ${JSON.stringify(userName ?? '')} ` +
      `(id ${other.id}; letter case does not count). Update that user.${state}`,
  );
}

async function checkDisplayName(session: Session, claimed: Claimed, key: string): Promise<void> {
  const { collection, id } = claimed;
  const other = await session.first(byDisplayName, { ...collection, key, id });
  if (other === undefined) return;
  throw new ScimError(
    'uniqueness',
    `A group of this connection already has the displayName ${JSON.stringify(text(other.display_name) ?? '')} ` +
      `(id ${other.id}; letter case does not count). Link to that group or choose another name; ` +
      'the connection can be set to allow groups of one name.',
  );
}
