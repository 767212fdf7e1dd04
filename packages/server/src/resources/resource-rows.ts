/** The rows of one resource: itself, its folded copy, and its lookup values. */
import { type RawBuilder, sql } from 'kysely';
import { query, type Session } from '../db/index.ts';
import type { Columns, LookupValue } from './columns.ts';
import type { Collection } from './stored-row.ts';

/** A resource as the row has it. */
interface Row extends Collection, Omit<Columns, 'lookups'> {
  readonly id: string;
  readonly position: number;
  readonly created: string;
  readonly modified: string;
  readonly version: number;
}

const insertResource = query<Row>()((db, p) =>
  db.insertInto('resource').values({
    organization_id: p('organization'),
    id: p('id'),
    connection_id: p('connection'),
    type: p('type'),
    position: p('position'),
    user_name_key: p('userNameKey'),
    external_id: p('externalId'),
    is_active: p('isActive'),
    display_name: p('displayName'),
    display_key: p('displayKey'),
    created_at: p('created'),
    modified_at: p('modified'),
    version: p('version'),
    json: p('json'),
  }),
);

const insertSearch = query<Row>()((db, p, d) =>
  db.insertInto('search').values({
    organization_id: p('organization'),
    connection_id: p('connection'),
    type: p('type'),
    position: p('position'),
    id: p('id'),
    user_name_key: p('userNameKey'),
    external_id: p('externalId'),
    is_active: p('isActive'),
    display_key: p('searchDisplayKey'),
    created_at: p('created'),
    modified_at: p('modified'),
    version: p('version'),
    folded: d.document(p('folded')) as RawBuilder<Uint8Array>,
  }),
);

const updateResource = query<Row>()((db, p) =>
  db
    .updateTable('resource')
    .set({
      user_name_key: p('userNameKey'),
      external_id: p('externalId'),
      is_active: p('isActive'),
      display_name: p('displayName'),
      display_key: p('displayKey'),
      modified_at: p('modified'),
      version: p('version'),
      json: p('json'),
    })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const updateSearch = query<Row>()((db, p, d) =>
  db
    .updateTable('search')
    .set({
      user_name_key: p('userNameKey'),
      external_id: p('externalId'),
      is_active: p('isActive'),
      display_key: p('searchDisplayKey'),
      modified_at: p('modified'),
      version: p('version'),
      folded: d.document(p('folded')) as RawBuilder<Uint8Array>,
    })
    .where('organization_id', '=', p('organization'))
    .where('connection_id', '=', p('connection'))
    .where('type', '=', p('type'))
    .where('position', '=', p('position')),
);

type Key = Collection & { readonly id: string; readonly position: number };

const deleteResource = query<Key>()((db, p) =>
  db
    .deleteFrom('resource')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const deleteSearch = query<Key>()((db, p) =>
  db
    .deleteFrom('search')
    .where('organization_id', '=', p('organization'))
    .where('connection_id', '=', p('connection'))
    .where('type', '=', p('type'))
    .where('position', '=', p('position')),
);

const deleteLookups = query<Key>()((db, p) =>
  db
    .deleteFrom('lookup')
    .where('organization_id', '=', p('organization'))
    .where('resource_id', '=', p('id')),
);

const insertLookup = query<Collection & LookupValue & { id: string }>()((db, p) =>
  db.insertInto('lookup').values({
    organization_id: p('organization'),
    connection_id: p('connection'),
    attribute: p('attribute'),
    key: p('key'),
    resource_id: p('id'),
  }),
);

const deleteLookup = query<Collection & LookupValue & { id: string }>()((db, p) =>
  db
    .deleteFrom('lookup')
    .where('organization_id', '=', p('organization'))
    .where('connection_id', '=', p('connection'))
    .where('attribute', '=', p('attribute'))
    .where('key', '=', p('key'))
    .where('resource_id', '=', p('id')),
);

const selectPosition = query<{ organization: string; id: string }>()((db, p) =>
  db
    .selectFrom('resource')
    .select('position')
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

/** Where in the order of its collection a resource that exists is. */
export async function positionOf(
  session: Session,
  organization: string,
  id: string,
): Promise<number> {
  const place = await session.first(selectPosition, { organization, id });
  if (place === undefined) throw new Error('A resource has no position.');
  return place.position;
}

export async function insertRows(session: Session, row: Row, columns: Columns): Promise<void> {
  await session.send(insertResource, row);
  await session.send(insertSearch, row);
  for (const value of columns.lookups) await session.send(insertLookup, { ...row, ...value });
}

/** Lookup values are compared with those before, so that a rename touches none. */
export async function updateRows(
  session: Session,
  row: Row,
  before: Columns,
  after: Columns,
): Promise<void> {
  await session.send(updateResource, row);
  await session.send(updateSearch, row);
  for (const value of missingIn(after.lookups, before.lookups)) {
    await session.send(deleteLookup, { ...row, ...value });
  }
  for (const value of missingIn(before.lookups, after.lookups)) {
    await session.send(insertLookup, { ...row, ...value });
  }
}

export async function deleteRows(session: Session, key: Key): Promise<void> {
  await session.send(deleteResource, key);
  await session.send(deleteSearch, key);
  await session.send(deleteLookups, key);
}

/** The values of `b` that `a` has not. */
function missingIn(a: readonly LookupValue[], b: readonly LookupValue[]): readonly LookupValue[] {
  if (b.length === 0) return b;
  const known = new Set(a.map(({ attribute, key }) => `${attribute} ${key}`));
  return b.filter(({ attribute, key }) => !known.has(`${attribute} ${key}`));
}

interface Bump {
  readonly organization: string;
  readonly id: string;
  readonly at: string;
}

const bumpResource = query<Bump>()((db, p, d) =>
  db
    .updateTable('resource')
    .set({
      version: sql`version + 1`,
      modified_at: d.later(sql`modified_at`, p('at')) as RawBuilder<string>,
    })
    .where('organization_id', '=', p('organization'))
    .where('id', '=', p('id')),
);

const bumpSearch = query<Bump>()((db, p, d) =>
  db
    .updateTable('search')
    .set({
      version: sql`version + 1`,
      modified_at: d.later(sql`modified_at`, p('at')) as RawBuilder<string>,
    })
    .where('organization_id', '=', p('organization'))
    .where(
      sql<boolean>`(connection_id, type, position) = (
        select connection_id, type, position from resource
        where organization_id = ${p('organization')} and id = ${p('id')})`,
    ),
);

/** Counts a change of resources whose JSON stays as it is. */
export async function bumpVersions(
  session: Session,
  organization: string,
  ids: readonly string[],
  at: string,
): Promise<void> {
  for (const id of ids) {
    await session.send(bumpResource, { organization, id, at });
    await session.send(bumpSearch, { organization, id, at });
  }
}
